package dev.cratehold.cli.logging;

import dev.cratehold.cli.config.LogFormat;
import dev.cratehold.proxy.CacheStatus;
import dev.cratehold.server.AccessRecord;
import dev.cratehold.server.AccessRecord.Outcome;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// A line of the access log.
///
/// ```
/// 2026-11-21T10:15:30.123Z 10.0.0.7 "GET /crates-io/se/rd/serde HTTP/2" 200 4711 0.004213 HIT sent "cargo/1.95.0"
/// time                     client    request                            status bytes seconds cache outcome agent
/// ```
///
/// Where there is nothing to say stands `-`. For machines it is an object of JSON with the same
/// content.
final class AccessLine {
  private static final JsonFactory JSON = new JsonFactory();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private AccessLine() {}

  /// The line, with its end.
  static String of(AccessRecord answered, LogFormat format) {
    return switch (format) {
      case TEXT -> text(answered);
      case JSON -> json(answered);
    };
  }

  private static String text(AccessRecord answered) {
    String request = answered.method() + " " + answered.path() + " " + answered.protocol();
    return String.join(
            " ",
            time(answered.time()),
            answered.remote(),
            quoted(request),
            Integer.toString(answered.status()),
            Long.toString(answered.bytes()),
            seconds(answered),
            answered.cache().map(CacheStatus::name).orElse("-"),
            outcome(answered.outcome()),
            quoted(answered.userAgent().isEmpty() ? "-" : answered.userAgent()))
        + "\n";
  }

  private static String json(AccessRecord answered) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeStringProperty("time", time(answered.time()));
      json.writeStringProperty("remote", answered.remote());
      json.writeStringProperty("method", answered.method());
      json.writeStringProperty("path", answered.path());
      json.writeStringProperty("protocol", answered.protocol());
      json.writeNumberProperty("status", answered.status());
      json.writeNumberProperty("bytes", answered.bytes());
      json.writeName("seconds").writeRawValue(seconds(answered));
      answered.cache().ifPresent(cache -> json.writeStringProperty("cache", cache.name()));
      json.writeStringProperty("outcome", outcome(answered.outcome()));
      json.writeStringProperty("user_agent", answered.userAgent());
      json.writeEndObject();
    }
    return out.append('\n').toString();
  }

  private static String time(Instant time) {
    return TIME.format(time);
  }

  private static String seconds(AccessRecord answered) {
    return String.format(Locale.ROOT, "%.6f", answered.duration().toNanos() / 1e9);
  }

  private static String outcome(Outcome outcome) {
    return switch (outcome) {
      case SENT -> "sent";
      case BROKEN_OFF -> "broken-off";
    };
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
