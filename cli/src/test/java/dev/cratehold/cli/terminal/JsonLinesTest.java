package dev.cratehold.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

final class JsonLinesTest {
  private final ByteArrayOutputStream reader = new ByteArrayOutputStream();
  private final PrintStream out =
      new PrintStream(new BufferedOutputStream(reader, 10_000), false, UTF_8);

  private String read() {
    return reader.toString(UTF_8);
  }

  @Test
  void object_afterOthers_hasReachedTheReaderWithThem() {
    JsonLines.oneOfMany(out, json -> json.writeNumberProperty("a", 1));
    assertThat(read()).isEmpty();

    JsonLines.object(out, json -> json.writeStringProperty("b", "\n"));
    assertThat(read()).isEqualTo("{\"a\":1}\n{\"b\":\"\\n\"}\n");
  }
}
