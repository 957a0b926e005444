package dev.cratehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import org.junit.jupiter.api.Test;

final class WarmUpTest {
  @Test
  void hash_zeroes_isTheirDigest() throws Exception {
    byte[] expected = MessageDigest.getInstance("SHA-256").digest(new byte[32 << 10]);

    assertThat(WarmUp.hash(32 << 10)).isEqualTo(expected[0]);
  }

  @Test
  void decrypt_severalRecords_givesAllBytes() throws Exception {
    assertThat(WarmUp.decrypt(64 << 10)).isEqualTo(64 << 10);
  }

  @Test
  void parse_twice_readsEveryEntry() throws Exception {
    assertThat(WarmUp.parse(2)).isEqualTo(200);
  }

  @Test
  void start_always_endsByItself() throws Exception {
    Thread thread = WarmUp.start();

    assertThat(thread.isDaemon()).isTrue();
    thread.join();
    assertThat(thread.isAlive()).isFalse();
  }
}
