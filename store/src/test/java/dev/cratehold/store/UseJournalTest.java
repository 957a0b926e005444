package dev.cratehold.store;

import static dev.cratehold.store.Samples.NOW;
import static dev.cratehold.store.Samples.bytes;
import static dev.cratehold.store.Samples.crate;
import static dev.cratehold.store.Samples.publish;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UseJournalTest {
  private static final byte[] BYTES = bytes(1, 1000);
  private static final CrateId CRATE = crate("serde", "1.0.0", BYTES);

  @TempDir Path directory;

  @Test
  void flush_usedSeveralTimes_sumsAndKeepsTheLatestTime() throws IOException {
    publishAndClose();
    try (Store store = Samples.open(directory)) {
      store.uses().used(CRATE, 1000, NOW.plusSeconds(2));
      store.uses().used(CRATE, 400, NOW.plusSeconds(1));
      store.uses().flush();
      store.uses().used(CRATE, 1000, NOW.minusSeconds(60));
      store.uses().flush();

      assertThat(held(store))
          .isEqualTo(new HeldCrate(CRATE, 1000, NOW, NOW.plusSeconds(2), 3, 2400));
    }
  }

  private void publishAndClose() throws IOException {
    try (Store store = Samples.open(directory)) {
      publish(store, CRATE, BYTES);
    }
  }

  private static HeldCrate held(Store store) throws IOException {
    return store.holdings().find(CRATE).orElseThrow();
  }

  @Test
  void close_usedBefore_isWritten() throws IOException {
    publishAndClose();
    try (Store store = Samples.open(directory)) {
      store.uses().used(CRATE, 1000, NOW);
    }

    try (Store store = Samples.open(directory)) {
      assertThat(held(store).uses()).isEqualTo(1);
    }
  }

  @Test
  void used_beforeTheCrateIsListed_isNotLost() throws IOException {
    try (Store store = Samples.open(directory)) {
      publish(store, CRATE, BYTES);
      store.uses().used(CRATE, 1000, NOW);
      store.uses().flush();
    }

    try (Store store = Samples.open(directory)) {
      assertThat(held(store).uses()).isEqualTo(1);
    }
  }

  @Test
  void flush_usedButNotHeld_isForgotten() throws IOException {
    try (Store store = Samples.open(directory)) {
      store.uses().used(CRATE, 1000, NOW);
      store.uses().flush();

      assertThat(store.holdings().totals().uses()).isZero();
    }
  }

  @Test
  void used_twoStoresOnOneDirectory_areSummed() throws IOException {
    publishAndClose();
    try (Store first = Samples.open(directory);
        Store second = Samples.open(directory)) {
      first.uses().used(CRATE, 1000, NOW);
      second.uses().used(CRATE, 1000, NOW);
      first.uses().flush();
      second.uses().flush();

      assertThat(held(first).uses()).isEqualTo(2);
    }
  }

  @Test
  void used_farTooManyCrates_dropsSomeAndKeepsTheRest() throws IOException {
    publishAndClose();
    try (Store store = Samples.open(directory)) {
      store.uses().used(CRATE, 1000, NOW);
      for (int i = 0; i < 100_100; i++) {
        CrateId other = new CrateId("r" + i, CRATE.name(), CRATE.version(), CRATE.checksum());
        store.uses().used(other, 1, NOW);
      }
      store.uses().used(CRATE, 1000, NOW);
      store.uses().flush();

      assertThat(held(store).uses()).isEqualTo(2);
    }
  }
}
