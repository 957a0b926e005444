package dev.cratehold.store;

import static dev.cratehold.store.Samples.NOW;
import static dev.cratehold.store.Samples.REGISTRY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.Validators;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteIndexStoreTest extends IndexStoreContract {
  private static final CrateName SERDE = new CrateName("serde");

  @TempDir Path directory;
  private Database database;

  @BeforeEach
  void openDatabase() throws IOException {
    database = Database.open(directory.resolve("test.db"), Samples.UNWATCHED);
  }

  @AfterEach
  void closeDatabase() throws IOException {
    database.close();
  }

  @Test
  void find_damagedCopy_isEmptyUntilItIsPutAgain() throws IOException {
    IndexCopy good = IndexCopy.of(Samples.indexFile("serde", "1.0.0"), Validators.NONE, NOW);
    byte[] gzip = good.gzip().clone();
    gzip[gzip.length / 2] ^= 0x5a;
    index()
        .put(
            REGISTRY, SERDE, new IndexCopy(gzip, good.length(), good.etag(), good.upstream(), NOW));

    assertThat(index().find(REGISTRY, SERDE)).isEmpty();
    index().put(REGISTRY, SERDE, good);
    assertThat(index().find(REGISTRY, SERDE)).contains(good);
  }

  @Override
  IndexStore index() {
    return new SqliteIndexStore(database);
  }
}
