package dev.cratehold.server;

import dev.cratehold.server.PrefetchDesk.Receipt;
import dev.cratehold.server.PrefetchProgress.Failure;
import dev.cratehold.server.PrefetchProgress.Stage;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// What `/api/prefetch` answers, in JSON; docs/operations.md describes the members.
final class PrefetchesJson {
  private static final JsonFactory JSON = new JsonFactory();

  private PrefetchesJson() {}

  static byte[] of(Receipt.Accepted accepted) {
    return object(json -> {
      json.writeNumberProperty("id", accepted.id());
      json.writeNumberProperty("accepted", accepted.items());
    });
  }

  static byte[] of(List<PrefetchProgress> latest) {
    return object(json -> {
      json.writeArrayPropertyStart("prefetches");
      latest.forEach(each -> progress(json, each));
      json.writeEndArray();
    });
  }

  private static byte[] object(Consumer<JsonGenerator> members) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      members.accept(json);
      json.writeEndObject();
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void progress(JsonGenerator json, PrefetchProgress progress) {
    json.writeStartObject();
    json.writeNumberProperty("id", progress.id());
    json.writeStringProperty("received_at", progress.received().toString());
    json.writeNumberProperty("items", progress.items());
    json.writeStringProperty("state", state(progress.stage()));
    switch (progress.stage()) {
      case Stage.Running(int done, int all) -> {
        json.writeNumberProperty("done", done);
        json.writeNumberProperty("all", all);
      }
      case Stage.Done done -> done(json, done);
      case Stage.Waiting _, Stage.BrokenOff _ -> {}
    }
    json.writeEndObject();
  }

  private static String state(Stage stage) {
    return switch (stage) {
      case Stage.Waiting _ -> "waiting";
      case Stage.Running _ -> "running";
      case Stage.Done _ -> "done";
      case Stage.BrokenOff _ -> "broken-off";
    };
  }

  private static void done(JsonGenerator json, Stage.Done done) {
    json.writeNumberProperty("fetched", done.fetched());
    json.writeNumberProperty("fetched_bytes", done.fetchedBytes());
    json.writeNumberProperty("held", done.held());
    json.writeNumberProperty("failed", done.failed());
    json.writeArrayPropertyStart("failures");
    done.failures().forEach(failure -> failure(json, failure));
    json.writeEndArray();
  }

  private static void failure(JsonGenerator json, Failure failure) {
    json.writeStartObject();
    json.writeStringProperty("item", failure.item());
    json.writeStringProperty("source", failure.source());
    json.writeStringProperty("reason", failure.reason());
    json.writeEndObject();
  }
}
