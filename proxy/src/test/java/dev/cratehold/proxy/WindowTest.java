package dev.cratehold.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WindowTest {
  private static final long SEED = 4711;

  @Test
  void appendAndRead_inRandomSteps_givesEveryByteInItsPlace() {
    SplittableRandom random = new SplittableRandom(SEED);
    byte[] file = new byte[5000];
    random.nextBytes(file);
    long origin = 1_000_000_007L;
    Window window = new Window(origin, 61);
    int written = 0;
    int read = 0;
    while (read < file.length) {
      ByteBuffer more =
          ByteBuffer.wrap(file, written, Math.min(random.nextInt(80), file.length - written));
      window.append(more);
      written = more.position();
      assertThat(window.end()).isEqualTo(origin + written);
      assertThat(window.isFull() || !more.hasRemaining()).isTrue();

      ByteBuffer target = ByteBuffer.allocate(random.nextInt(80));
      int n = window.read(target, origin + read);
      assertThat(n).isEqualTo(Math.min(target.capacity(), written - read));
      assertThat(Arrays.copyOf(target.array(), n))
          .as("seed %d, position %d", SEED, read)
          .isEqualTo(Arrays.copyOfRange(file, read, read + n));
      read += n;
      window.forgetBefore(origin + read);
    }
  }

  @Test
  void read_ofWhatIsForgottenOrNotYetThere_isRefused() {
    Window window = new Window(10, 8);
    window.append(ByteBuffer.wrap(new byte[8]));
    assertThat(window.isWhole()).isTrue();
    window.forgetBefore(12);
    assertThat(window.isWhole()).isFalse();
    assertThat(window.isForgotten(11)).isTrue();
    assertThat(window.isForgotten(12)).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> window.read(ByteBuffer.allocate(1), 11));
    assertThatIllegalArgumentException().isThrownBy(() -> window.read(ByteBuffer.allocate(1), 19));
  }
}
