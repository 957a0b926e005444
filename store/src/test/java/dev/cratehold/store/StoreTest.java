package dev.cratehold.store;

import static dev.cratehold.store.Samples.bytes;
import static dev.cratehold.store.Samples.crate;
import static dev.cratehold.store.Samples.publish;
import static dev.cratehold.store.Samples.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreTest {
  private static final byte[] BYTES = bytes(1, 20_000);
  private static final CrateId CRATE = crate("serde", "1.0.0", BYTES);

  @TempDir Path directory;

  @Test
  void open_publishedByThisProcess_givesItsBytes() throws IOException {
    try (Store store = Samples.open(directory)) {
      publish(store, CRATE, BYTES);

      assertThat(read(store.open(CRATE).orElseThrow())).isEqualTo(BYTES);
    }
  }

  @Test
  void open_publishedByAnEarlierProcess_givesItsBytes() throws IOException {
    try (Store store = Samples.open(directory)) {
      publish(store, CRATE, BYTES);
    }

    try (Store store = Samples.open(directory)) {
      assertThat(store.holdings().contains(CRATE)).isTrue();
      assertThat(read(store.open(CRATE).orElseThrow())).isEqualTo(BYTES);
    }
  }

  @Test
  void open_neverPublished_isEmpty() throws IOException {
    try (Store store = Samples.open(directory)) {
      assertThat(store.open(CRATE)).isEmpty();
    }
  }
}
