package dev.cratehold.store;

import static dev.cratehold.store.Samples.NOW;
import static dev.cratehold.store.Samples.REGISTRY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import dev.cratehold.registry.Validators;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
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

  /// A second connection makes one statement of an update fail; then the next one is tried.
  @Test
  void put_anyStatementFails_keepsTheOldCopyAndForgetsNothing() throws Exception {
    IndexCopy old = IndexCopy.of(Samples.indexFile("serde", "1.0.0"), Validators.NONE, NOW);
    IndexCopy now = IndexCopy.of(Samples.indexFile("serde", "1.0.1"), Validators.NONE, NOW);
    index().put(REGISTRY, SERDE, old);
    for (String event :
        List.of("INSERT ON retired", "INSERT ON index_file", "UPDATE ON index_file")) {
      sql("CREATE TRIGGER t BEFORE " + event + " BEGIN SELECT RAISE(ABORT, 'injected'); END");

      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> index().put(REGISTRY, SERDE, now))
          .withMessageContaining("injected");

      assertThat(index().find(REGISTRY, SERDE)).contains(old);
      assertThat(onceListed("1.0.0")).isFalse();
      sql("DROP TRIGGER t");
    }

    index().put(REGISTRY, SERDE, now);
    assertThat(index().find(REGISTRY, SERDE)).contains(now);
    assertThat(onceListed("1.0.0")).isTrue();
  }

  @Test
  void remove_anyStatementFails_keepsTheCopyAndForgetsNothing() throws Exception {
    IndexCopy old = IndexCopy.of(Samples.indexFile("serde", "1.0.0"), Validators.NONE, NOW);
    index().put(REGISTRY, SERDE, old);
    for (String event : List.of("INSERT ON retired", "DELETE ON index_file")) {
      sql("CREATE TRIGGER t BEFORE " + event + " BEGIN SELECT RAISE(ABORT, 'injected'); END");

      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> index().remove(REGISTRY, SERDE))
          .withMessageContaining("injected");

      assertThat(index().find(REGISTRY, SERDE)).contains(old);
      assertThat(onceListed("1.0.0")).isFalse();
      sql("DROP TRIGGER t");
    }

    index().remove(REGISTRY, SERDE);
    assertThat(onceListed("1.0.0")).isTrue();
  }

  private boolean onceListed(String version) throws IOException {
    return index().onceListed(REGISTRY, SERDE, new CrateVersion(version), Samples.listed(version));
  }

  private void sql(String statement) throws SQLException {
    String url = "jdbc:sqlite:" + directory.resolve("test.db");
    try (Connection connection = DriverManager.getConnection(url);
        Statement carrier = connection.createStatement()) {
      carrier.executeUpdate(statement);
    }
  }

  @Override
  IndexStore index() {
    return new SqliteIndexStore(database);
  }

  @Test
  void forgetAll_mirrored_itsMarkersAreForgottenToo() throws IOException {
    MirrorLedger ledger = new SqliteMirrorLedger(database);
    for (String name : List.of(REGISTRY, MirrorLedger.indexOf(REGISTRY), "corp")) {
      ledger.configure(name, "https://example.com/", "", MirrorLedger.Keeping.KEPT);
      ledger.advance(name, 1, Optional.of("marker"), MirrorLedger.Gone.FORGOTTEN);
    }

    index().forgetAll(REGISTRY);

    assertThat(ledger.find(REGISTRY).flatMap(MirrorState::marker)).isEmpty();
    assertThat(ledger.find(MirrorLedger.indexOf(REGISTRY)).flatMap(MirrorState::marker)).isEmpty();
    assertThat(ledger.find("corp").flatMap(MirrorState::marker)).contains("marker");
  }
}
