package dev.cratehold.server;

import dev.cratehold.store.StoreStatus;
import dev.cratehold.upstream.Circuit;
import dev.cratehold.upstream.SourceStatus;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// The answer of `/readyz`: whether requests should be sent here, and what is amiss. A store that
/// takes nothing more, or an upstream that does not answer, is no reason to send clients elsewhere:
/// what is kept is served.
///
/// @param store whether the store can take more
/// @param upstreams how the upstream's sources do
/// @param phase whether the server goes on
record Readiness(StoreStatus store, List<SourceStatus> upstreams, Phase phase) {
  private static final JsonFactory JSON = new JsonFactory();

  /// Whether a server goes on.
  enum Phase {
    /// It serves.
    SERVING,
    /// It ends what it has begun.
    DRAINING
  }

  /// 200, or 503 while the server ends.
  int httpStatus() {
    return phase == Phase.SERVING ? 200 : 503;
  }

  /// `ready`, `degraded` or `draining`.
  String status() {
    if (phase == Phase.DRAINING) {
      return "draining";
    }
    boolean closed = upstreams.stream().allMatch(s -> s.circuit() == Circuit.CLOSED);
    return closed && store.state() == StoreStatus.State.WRITABLE ? "ready" : "degraded";
  }

  /// All of it in JSON, in UTF-8. It names hosts of the upstream, and no paths of this machine.
  byte[] toJson() {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeStringProperty("status", status());
      json.writeObjectPropertyStart("store");
      json.writeStringProperty("state", Metrics.label(store.state()));
      json.writeNumberProperty("free_bytes", store.freeBytes());
      json.writeNumberProperty("stored_bytes", store.storedBytes());
      json.writeEndObject();
      json.writeArrayPropertyStart("upstreams");
      for (SourceStatus source : upstreams) {
        json.writeStartObject();
        json.writeStringProperty("host", Metrics.host(source));
        json.writeStringProperty("circuit", Metrics.label(source.circuit()));
        source.failedAt().ifPresent(at -> json.writeStringProperty("failed_at", at.toString()));
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }
}
