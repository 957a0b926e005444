package dev.cratehold.store;

import static dev.cratehold.store.Samples.NOW;
import static dev.cratehold.store.Samples.bytes;
import static dev.cratehold.store.Samples.crate;
import static dev.cratehold.store.Samples.publish;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.Validators;
import dev.cratehold.store.SqliteHoldings.Addition;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HoldingsTest {
  @TempDir Path directory;

  @Test
  void find_published_tellsItsSizeAndTime() throws IOException {
    byte[] bytes = bytes(1, 1234);
    CrateId crate = crate("serde", "1.0.0", bytes);
    publishAll(List.of(crate), bytes);

    try (Store store = Samples.open(directory)) {
      assertThat(store.holdings().find(crate)).contains(new HeldCrate(crate, 1234, NOW, NOW, 0, 0));
    }
  }

  /// Publishes crates of the same bytes and waits until they are listed.
  private void publishAll(List<CrateId> crates, byte[] bytes) throws IOException {
    try (Store store = Samples.open(directory)) {
      for (CrateId crate : crates) {
        publish(store, crate, bytes);
      }
    }
  }

  @Test
  void find_neverPublished_isEmpty() throws IOException {
    try (Store store = Samples.open(directory)) {
      assertThat(store.holdings().find(crate("serde", "1.0.0", bytes(1, 1)))).isEmpty();
    }
  }

  @Test
  void forEach_moreThanOnePage_tellsEachOnceInOrder() throws IOException {
    byte[] bytes = bytes(1, 10);
    List<CrateId> crates = new ArrayList<>();
    for (int i = 0; i < 1100; i++) {
      crates.add(crate("crate%04d".formatted(i / 3), "1.0." + i % 3, bytes));
    }
    List<CrateId> told = new ArrayList<>();
    try (Database database = Database.open(directory.resolve("test.db"), Samples.UNWATCHED)) {
      SqliteHoldings holdings = new SqliteHoldings(database);
      holdings.add(crates.stream().map(crate -> new Addition(crate, 10, NOW)).toList());

      holdings.forEach(held -> told.add(held.crate()));
    }

    assertThat(told).isEqualTo(crates);
  }

  @Test
  void totals_emptyStore_areZero() throws IOException {
    try (Store store = Samples.open(directory)) {
      assertThat(store.holdings().totals()).isEqualTo(new Totals(0, 0, 0, 0, 0, 0, 0));
    }
  }

  @Test
  void totals_cratesIndexFilesAndUses_areSummed() throws IOException {
    byte[] bytes = bytes(1, 1000);
    byte[] others = bytes(2, 500);
    CrateId crate = crate("serde", "1.0.0", bytes);
    publishAll(List.of(crate), bytes);
    publishAll(List.of(crate("rand", "0.9.0", others)), others);

    try (Store store = Samples.open(directory)) {
      put(store, "1.0.0", "1.0.1");
      put(store, "1.0.1");
      store.uses().used(crate, 1000, NOW);
      store.uses().flush();
      long indexBytes =
          store.index().find(Samples.REGISTRY, crate.name()).orElseThrow().gzip().length;

      assertThat(store.holdings().totals())
          .isEqualTo(new Totals(2, 1500, 1, indexBytes, 1, 1, 1000));
    }
  }

  private static void put(Store store, String... versions) throws IOException {
    byte[] body = Samples.indexFile("serde", versions);
    store
        .index()
        .put(Samples.REGISTRY, new CrateName("serde"), IndexCopy.of(body, Validators.NONE, NOW));
  }

  @Test
  void publish_again_keepsTheUses() throws IOException {
    byte[] bytes = bytes(1, 1000);
    CrateId crate = crate("serde", "1.0.0", bytes);
    publishAll(List.of(crate), bytes);
    Instant later = NOW.plusSeconds(60);
    try (Store store = Samples.open(directory)) {
      store.uses().used(crate, 1000, later);
    }

    publishAll(List.of(crate), bytes);

    try (Store store = Samples.open(directory)) {
      assertThat(store.holdings().find(crate))
          .contains(new HeldCrate(crate, 1000, NOW, later, 1, 1000));
    }
  }
}
