package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cratehold.cas.BlobReader;
import dev.cratehold.cas.Cache;
import dev.cratehold.cas.CacheWriter;
import dev.cratehold.cas.PutOptions;
import dev.cratehold.cas.integrity.HashAlgorithm;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 13 of the cache, the largest size: more than an array holds, as a stream.
class CacheAcceptance13LargeContentTest {
  private static final long SIZE = (2L << 30) + 1;
  private static final int PIECE = 8 << 20;

  @TempDir private Path scratch;

  @Test
  void put_moreThanAnArrayHolds_isStoredAndReadAsAStream() throws IOException {
    Cache cache = Cache.in(scratch);
    ByteBuffer piece = ByteBuffer.allocate(PIECE);
    PutOptions options = PutOptions.DEFAULT.withAlgorithms(HashAlgorithm.XXH3).withSize(SIZE);
    try (CacheWriter writer = cache.writer("key", options)) {
      for (long left = SIZE; left > 0; left -= piece.limit()) {
        piece.clear().limit((int) Math.min(left, PIECE));
        writer.write(piece);
      }
      writer.commit();
    }

    assertThat(cache.find("key").orElseThrow().size()).hasValue(SIZE);
    try (BlobReader reader = cache.blob("key").stream()) {
      assertThat(reader.size()).isEqualTo(SIZE);
      assertThat(reader.transferTo(OutputStream.nullOutputStream())).isEqualTo(SIZE);
    }
    assertThat(cache.blob("key").range(SIZE - 1, 2)).containsExactly(0);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> cache.get("key"))
        .withMessageContaining("read it as a stream");
  }
}
