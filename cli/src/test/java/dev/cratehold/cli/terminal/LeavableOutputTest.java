package dev.cratehold.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

final class LeavableOutputTest {
  private static LeavableOutput failing(String reason) {
    return new LeavableOutput(
        new OutputStream() {
          @Override
          public void write(int one) throws IOException {
            throw new IOException(reason);
          }
        });
  }

  private static void write(LeavableOutput out) throws IOException {
    out.write("text".getBytes(UTF_8));
    out.write('.');
  }

  @Test
  void write_readerHasLeft_isNoFailure() {
    LeavableOutput out = failing("Broken pipe");

    assertThatCode(() -> write(out)).doesNotThrowAnyException();
    assertThatCode(() -> write(out)).doesNotThrowAnyException();
  }

  @Test
  void write_fullDisk_fails() {
    LeavableOutput out = failing("No space left on device");

    assertThatThrownBy(() -> write(out)).hasMessage("No space left on device");
  }
}
