package dev.cratehold.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import dev.cratehold.registry.Validators;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Databases of earlier versions.
final class SchemaTest {
  private static final byte[] BYTES = Samples.bytes(1, 5000);
  private static final CrateId CRATE = Samples.crate("serde", "1.0.0", BYTES);
  private static final CrateName SERDE = new CrateName("serde");
  private static final IndexCopy COPY =
      IndexCopy.of(Samples.indexFile("serde", "1.0.0"), Validators.NONE, Samples.NOW);

  @TempDir Path directory;
  private Path file;
  private Path backup;

  @BeforeEach
  void makeStoreOfTheFirstVersion() throws Exception {
    file = directory.resolve("cratehold.db");
    backup = directory.resolve("cratehold.db.schema-1.bak");
    Files.writeString(directory.resolve("cratehold-store"), "owner = store\nformat = 1\n");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("PRAGMA journal_mode = WAL");
      statement.executeUpdate(firstScript());
      statement.executeUpdate("PRAGMA user_version = 1");
      fill(connection);
    }
  }

  private static String firstScript() throws IOException {
    try (InputStream in = Schema.class.getResourceAsStream("schema/001-first.sql")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void fill(Connection connection) throws SQLException {
    insert(connection, "INSERT INTO registry VALUES (?, ?)", "crates-io", "sparse+https://a.test/");
    insert(
        connection,
        "INSERT INTO index_file VALUES (?, ?, ?, ?, ?, NULL, NULL, ?)",
        "crates-io",
        "serde",
        COPY.checkedAt().toEpochMilli(),
        COPY.length(),
        COPY.etag(),
        COPY.gzip());
    insert(
        connection,
        "INSERT INTO retired VALUES (?, ?, ?, ?)",
        "crates-io",
        "serde",
        "0.9.0",
        Rows.bytes(Samples.listed("0.9.0")));
    insert(
        connection,
        "INSERT INTO crate VALUES (?, ?, ?, ?, ?, 1, 2, 3, 4)",
        "crates-io",
        "serde",
        "1.0.0",
        Rows.bytes(CRATE.checksum()),
        BYTES.length);
  }

  private static void insert(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }

  private static void checkContent(Store store) throws IOException {
    assertThat(store.registry("crates-io", "sparse+https://a.test/")).isZero();
    assertThat(store.index().find("crates-io", SERDE)).contains(COPY);
    assertThat(
            store
                .index()
                .onceListed("crates-io", SERDE, new CrateVersion("0.9.0"), Samples.listed("0.9.0")))
        .isTrue();
    assertThat(store.holdings().find(CRATE))
        .hasValueSatisfying(held -> assertThat(held.uses()).isEqualTo(3));
  }

  private static int number(Path database, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      return found.getInt(1);
    }
  }

  @Test
  void open_firstSchema_isUpgradedInPlaceWithItsContent() throws Exception {
    try (Store store = Samples.open(directory)) {
      checkContent(store);
      assertThat(store.alerts().total()).isZero();
    }

    assertThat(number(file, "PRAGMA user_version")).isEqualTo(3);
  }

  @Test
  void open_firstSchema_keepsACopyOfItAsItWas() throws Exception {
    Samples.open(directory).close();

    assertThat(number(backup, "PRAGMA user_version")).isEqualTo(1);
    assertThat(number(backup, "SELECT count(*) FROM sqlite_master WHERE name = 'alert'")).isZero();
    assertThat(number(backup, "SELECT count(*) FROM crate")).isEqualTo(1);
    assertThat(directory).isDirectoryNotContaining("glob:**unfinished");
  }

  @Test
  void open_copyPutBack_isTheStoreAsItWas() throws Exception {
    Samples.open(directory).close();
    Files.copy(backup, file, StandardCopyOption.REPLACE_EXISTING);

    try (Store store = Samples.open(directory)) {
      checkContent(store);
    }
  }

  @Test
  void open_upgradedBefore_makesNoCopy() throws Exception {
    Samples.open(directory).close();
    Files.delete(backup);

    Samples.open(directory).close();

    assertThat(backup).doesNotExist();
  }

  @Test
  void open_newDatabase_makesNoCopy() throws IOException {
    Path fresh = directory.resolve("fresh");

    Samples.open(fresh).close();

    assertThat(fresh).isDirectoryNotContaining("glob:**.bak");
  }

  @Test
  void open_copyLeftUnfinishedByAKilledProcess_isReplaced() throws Exception {
    Files.writeString(directory.resolve("cratehold.db.schema-1.bak.unfinished"), "half");

    Samples.open(directory).close();

    assertThat(number(backup, "PRAGMA user_version")).isEqualTo(1);
    assertThat(directory).isDirectoryNotContaining("glob:**unfinished");
  }

  @Test
  void open_copyCannotBeWritten_saysSoAndChangesNothing() throws Exception {
    Files.createDirectories(backup.resolve("in the way"));

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Samples.open(directory))
        .withMessageContaining("has to be upgraded from schema 1")
        .withMessageContaining(backup.toString());

    assertThat(number(file, "PRAGMA user_version")).isEqualTo(1);
    Files.delete(backup.resolve("in the way"));
    Files.delete(backup);
    try (Store store = Samples.open(directory)) {
      checkContent(store);
    }
  }

  @Test
  void open_manyAtOnce_upgradeItOnceAndKeepTheRightCopy() throws Exception {
    List<Callable<Boolean>> openers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      openers.add(() -> {
        try (Store store = Samples.open(directory)) {
          checkContent(store);
          return true;
        }
      });
    }
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      for (Future<Boolean> opened : threads.invokeAll(openers)) {
        assertThat(opened.get()).isTrue();
      }
    }

    assertThat(number(backup, "PRAGMA user_version")).isEqualTo(1);
    assertThat(number(backup, "SELECT count(*) FROM crate")).isEqualTo(1);
  }
}
