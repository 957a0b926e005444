package dev.cratehold.cli.terminal;

import java.io.PrintStream;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/// JSON as commands print it: one object on a line.
public final class JsonLines {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET, StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
          .build();

  private JsonLines() {}

  /// Prints an object with what `members` writes. Its reader has it at once.
  public static void object(PrintStream out, Consumer<JsonGenerator> members) {
    oneOfMany(out, members);
    out.flush();
  }

  /// The same where many follow one another quickly: the reader has them when `out` is full, or
  /// flushed.
  public static void oneOfMany(PrintStream out, Consumer<JsonGenerator> members) {
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      members.accept(json);
      json.writeEndObject();
    }
    out.print('\n');
  }
}
