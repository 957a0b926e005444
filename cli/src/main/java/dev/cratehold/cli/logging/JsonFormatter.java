package dev.cratehold.cli.logging;

import java.io.StringWriter;
import java.util.Optional;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// One JSON object a line, with `time`, `level`, `logger`, `message`, `thread` and, where something
/// was thrown, `error` and `stack`, then the [Fields] of the record.
final class JsonFormatter extends Formatter {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Object[] NONE = {};

  @Override
  public String format(LogRecord record) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeStringProperty("time", record.getInstant().toString());
      json.writeStringProperty("level", RecordText.level(record));
      json.writeStringProperty("logger", RecordText.logger(record));
      json.writeStringProperty("message", RecordText.oneLine(formatMessage(record)));
      json.writeNumberProperty("thread", record.getLongThreadID());
      RecordText.thrown(record)
          .ifPresent(text -> json.writeStringProperty("error", RecordText.oneLine(text)));
      RecordText.stack(record).ifPresent(text -> json.writeStringProperty("stack", text));
      for (Object parameter : Optional.ofNullable(record.getParameters()).orElse(NONE)) {
        if (parameter instanceof Fields fields) {
          fields.write(json);
        }
      }
      json.writeEndObject();
    }
    return out.append('\n').toString();
  }
}
