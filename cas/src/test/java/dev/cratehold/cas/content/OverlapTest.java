package dev.cratehold.cas.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cratehold.cas.Cache;
import dev.cratehold.cas.CacheWriter;
import dev.cratehold.cas.PutOptions;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OverlapTest {
  @TempDir Path temporary;

  @Test
  void run_hashingFails_failsAfterTheTransfer() {
    AtomicBoolean transferred = new AtomicBoolean();

    assertThatIllegalStateException()
        .isThrownBy(() ->
            Overlap.run(
                () -> {
                  throw new IllegalArgumentException("no hash");
                },
                () -> transferred.set(true)))
        .withRootCauseInstanceOf(IllegalArgumentException.class);
    assertThat(transferred).isTrue();
  }

  @Test
  void run_transferFails_waitsForTheHashing() {
    AtomicBoolean hashed = new AtomicBoolean();

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() ->
            Overlap.run(
                () -> hashed.set(true),
                () -> {
                  throw new IOException("no disk");
                }));
    assertThat(hashed).isTrue();
  }

  @Test
  void write_largeBufferOfOneThread_isHashedByThatThread() throws IOException {
    byte[] bytes = Samples.bytes(1, 3 << 20);
    Cache cache = Cache.in(temporary);
    try (Arena arena = Arena.ofConfined();
        CacheWriter writer = cache.writer("key", PutOptions.DEFAULT)) {
      ByteBuffer confined = arena.allocate(bytes.length).asByteBuffer().put(bytes).flip();
      writer.write(confined);
      writer.commit();
    }

    assertThat(cache.get("key")).isEqualTo(bytes);
  }
}
