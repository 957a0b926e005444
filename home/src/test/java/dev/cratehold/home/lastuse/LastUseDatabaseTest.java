package dev.cratehold.home.lastuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.ItemId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LastUseDatabaseTest {
  private static final long NOW = 1_800_000_000;
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(NOW));
  private static final ItemId INDEX = ItemId.index("index.example-0123456789abcdef");
  private static final ItemId CRATE = ItemId.crate(INDEX.directory(), "foo-1.0.0.crate");
  private static final ItemId SRC = ItemId.src(INDEX.directory(), "foo-1.0.0");
  private static final ItemId GIT_DB = ItemId.gitDb("repo-0123456789abcdef");
  private static final ItemId CHECKOUT = ItemId.gitCheckout(GIT_DB.directory(), "3580364");

  @TempDir private Path root;
  private CargoHome home;

  @BeforeEach
  void locate() {
    home = new CargoHome(root);
  }

  @Test
  void open_nothingThere_makesVersion7WithNowAsLastCollection() throws IOException {
    open().close();
    assertThat(snapshot()).isEqualTo(new LastUseSnapshot(List.of(), OptionalLong.of(NOW), 7));
  }

  @Test
  void open_emptyFile_makesTheTables() throws IOException {
    Files.createFile(home.lastUseDatabase());
    open().close();
    assertThat(snapshot().schemaVersion()).isEqualTo(7);
  }

  @Test
  void open_nothingThere_keepsTheRollbackJournal() throws Exception {
    open().close();
    assertThat(texts("PRAGMA journal_mode")).containsExactly("delete");
  }

  @Test
  void open_olderDatabase_carriesOutTheRest() throws Exception {
    open().close();
    execute("DROP TABLE global_data", "PRAGMA user_version = 5");
    open().close();
    assertThat(snapshot().lastAutoGc()).hasValue(NOW);
  }

  @Test
  void open_tablesWithoutVersion_fails() throws Exception {
    open().close();
    execute("PRAGMA user_version = 0");
    assertThatThrownBy(this::open)
        .isInstanceOf(LastUseException.class)
        .hasMessageContaining(home.lastUseDatabase().toString());
  }

  @Test
  void open_versionBelowZero_carriesOutAllMigrations() throws Exception {
    execute("PRAGMA user_version = -1");
    open().close();
    assertThat(snapshot().schemaVersion()).isEqualTo(7);
  }

  @Test
  void open_directoryInItsPlace_fails() throws IOException {
    Files.createDirectory(home.lastUseDatabase());
    assertThatThrownBy(this::open)
        .isInstanceOf(LastUseException.class)
        .hasMessageContaining("is a directory");
  }

  @Test
  void open_newerDatabase_leavesItsVersionTablesAndColumns() throws Exception {
    makeNewer();
    try (LastUseDatabase database = open()) {
      database.markUsed(Map.of(CRATE, OptionalLong.of(5)));
    }
    assertThat(texts("SELECT note FROM registry_crate")).containsExactly("later");
    assertThat(texts("SELECT count(*) FROM target_directory")).containsExactly("1");
    assertThat(snapshot().schemaVersion()).isEqualTo(8);
  }

  @Test
  void read_newerDatabase_findsItsRows() throws Exception {
    makeNewer();
    execute("INSERT INTO registry_index (name, timestamp) VALUES ('a', 1)");
    assertThat(snapshot().rows()).containsExactly(row(ItemId.index("a"), 1));
  }

  /// As a later cargo might make it: one more migration, table and column.
  private void makeNewer() throws Exception {
    open().close();
    execute(
        "ALTER TABLE registry_crate ADD COLUMN note TEXT DEFAULT 'later'",
        "CREATE TABLE target_directory (path TEXT)",
        "INSERT INTO target_directory VALUES ('x')",
        "PRAGMA user_version = 8");
  }

  @Test
  void markUsed_crate_marksItsIndex() throws IOException {
    mark(NOW, CRATE);
    assertThat(snapshot().rows()).containsExactly(row(INDEX, NOW), row(CRATE, 7, NOW));
  }

  @Test
  void markUsed_checkout_marksItsGitDb() throws IOException {
    mark(NOW, CHECKOUT);
    assertThat(snapshot().rows()).containsExactly(row(GIT_DB, NOW), row(CHECKOUT, 7, NOW));
  }

  @Test
  void markUsed_within300Seconds_writesNothing() throws IOException {
    mark(NOW, SRC);
    mark(NOW + 300, SRC);
    assertThat(snapshot().rows()).extracting(LastUseRow::timestamp).containsOnly(NOW);
  }

  @Test
  void markUsed_after300Seconds_writesTheTime() throws IOException {
    mark(NOW, SRC);
    mark(NOW + 301, SRC);
    assertThat(snapshot().rows()).extracting(LastUseRow::timestamp).containsOnly(NOW + 301);
  }

  @Test
  void markUsed_sizeKnownLater_leavesTheSize() throws IOException {
    try (LastUseDatabase database = open()) {
      database.markUsed(Map.of(SRC, OptionalLong.empty()));
    }
    mark(NOW + 1000, SRC);
    assertThat(snapshot().rows()).containsExactly(row(INDEX, NOW + 1000), row(SRC, NOW + 1000));
  }

  @Test
  void apply_insertOfKnownRow_keepsTheLaterTimeAndAddsTheSize() throws IOException {
    apply(insert(row(INDEX, 5)), insert(row(SRC, 9)), insert(row(SRC, 3, 4)));
    assertThat(snapshot().rows()).containsExactly(row(INDEX, 5), row(SRC, 3, 9));
  }

  @Test
  void apply_insertBelowUnknownParent_addsNothing() throws IOException {
    apply(insert(row(CRATE, 3, 4)));
    assertThat(snapshot().rows()).isEmpty();
  }

  @Test
  void apply_checkoutWhoseNameAnotherRepositoryHas_leavesThatOne() throws IOException {
    ItemId fork = ItemId.gitDb("fork-0123456789abcdef");
    ItemId twin = ItemId.gitCheckout(fork.directory(), CHECKOUT.name());
    apply(insert(row(GIT_DB, 1)), insert(row(fork, 1)), insert(row(CHECKOUT, 2)));
    apply(insert(row(twin, 9)), new RowChange.Delete(twin));
    assertThat(snapshot().rows()).contains(row(CHECKOUT, 2)).hasSize(3);
  }

  @Test
  void apply_deleteOfParent_deletesItsChildren() throws IOException {
    apply(insert(row(INDEX, 5)), insert(row(SRC, 9)), insert(row(CRATE, 3, 4)));
    apply(new RowChange.Delete(INDEX));
    assertThat(snapshot().rows()).isEmpty();
  }

  @Test
  void apply_resize_setsTheSize() throws IOException {
    apply(insert(row(INDEX, 5)), insert(row(SRC, 9)), new RowChange.Resize(SRC, 77));
    assertThat(snapshot().rows()).contains(row(SRC, 77, 9));
  }

  @Test
  void apply_oneChangeThatCannotBe_carriesOutNone() throws IOException {
    ItemId log = ItemId.leftover("log/x");
    assertThatThrownBy(() -> apply(insert(row(INDEX, 5)), new RowChange.Delete(log)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(snapshot().rows()).isEmpty();
  }

  @Test
  void rows_knownAndUnknown_findsTheKnown() throws IOException {
    apply(insert(row(INDEX, 5)), insert(row(SRC, 9)));
    try (LastUseDatabase database = open()) {
      assertThat(database.rows(List.of(INDEX, SRC, CRATE, GIT_DB)))
          .isEqualTo(Map.of(INDEX, row(INDEX, 5), SRC, row(SRC, 9)));
    }
  }

  @Test
  void recordAutoGc_later_isRead() throws IOException {
    try (LastUseDatabase database = open()) {
      database.recordAutoGc(Instant.ofEpochSecond(NOW + 5));
    }
    assertThat(snapshot().lastAutoGc()).hasValue(NOW + 5);
  }

  @Test
  void read_nothingThere_isMissing() {
    assertThat(LastUseDatabase.read(home)).isEqualTo(new LastUseState.Missing());
    assertThat(home.lastUseDatabase()).doesNotExist();
  }

  @Test
  void read_emptyFile_isMissing() throws IOException {
    Files.createFile(home.lastUseDatabase());
    assertThat(LastUseDatabase.read(home)).isEqualTo(new LastUseState.Missing());
  }

  @Test
  void read_databaseWithoutTables_isMissing() throws Exception {
    execute("CREATE TABLE x (y)", "DROP TABLE x");
    assertThat(LastUseDatabase.read(home)).isEqualTo(new LastUseState.Missing());
  }

  @Test
  void read_otherBytes_saysThatItIsNoDatabase() throws IOException {
    Files.writeString(home.lastUseDatabase(), "no database ".repeat(1000));
    assertThat(whyUnreadable()).contains("it is no database").contains("home clear last-use");
  }

  @Test
  void read_damagedPages_saysSo() throws Exception {
    apply(
        IntStream.range(0, 500)
            .mapToObj(i -> insert(row(ItemId.index("index-" + i), i)))
            .toArray(RowChange[]::new));
    byte[] bytes = Files.readAllBytes(home.lastUseDatabase());
    Arrays.fill(bytes, 4096, bytes.length, (byte) 0x5a);
    Files.write(home.lastUseDatabase(), bytes);
    assertThat(whyUnreadable()).contains("damaged");
  }

  @Test
  void read_tablesWithoutVersion_saysThatItIsNotCargos() throws Exception {
    open().close();
    execute("PRAGMA user_version = 0");
    assertThat(whyUnreadable()).contains("its version is 0");
  }

  @Test
  void read_tableMissing_namesIt() throws Exception {
    open().close();
    execute("DROP TABLE git_checkout");
    assertThat(whyUnreadable()).contains("git_checkout");
  }

  @Test
  void read_directoryInItsPlace_saysSo() throws IOException {
    Files.createDirectory(home.lastUseDatabase());
    assertThat(whyUnreadable()).contains("is a directory");
  }

  @Test
  void read_globalDataWithoutRow_hasNoLastCollection() throws Exception {
    open().close();
    execute("DELETE FROM global_data");
    assertThat(snapshot().lastAutoGc()).isEmpty();
  }

  @Test
  void read_hotJournal_saysThatItIsRepairedLaterAndTouchesNothing() throws Exception {
    leaveHotJournal();
    byte[] before = Files.readAllBytes(home.lastUseDatabase());
    assertThat(whyUnreadable()).contains("was killed");
    assertThat(Files.readAllBytes(home.lastUseDatabase())).isEqualTo(before);
  }

  @Test
  void open_hotJournal_rollsItBack() throws Exception {
    leaveHotJournal();
    open().close();
    assertThat(snapshot().rows()).hasSize(1);
  }

  /// Copies database and journal out of the middle of a transaction, as kill -9 leaves them.
  private void leaveHotJournal() throws Exception {
    apply(insert(row(INDEX, 5)));
    Path journal = root.resolve(".global-cache-journal");
    Path database = home.lastUseDatabase();
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA cache_size = 1");
      statement.execute("PRAGMA cache_spill = 1");
      statement.execute("BEGIN");
      for (int i = 0; i < 5000; i++) {
        statement.execute(
            "INSERT INTO registry_index (name, timestamp) VALUES ('i%d', 1)".formatted(i));
      }
      Files.copy(journal, root.resolve("journal"));
      Files.copy(database, root.resolve("database"));
      statement.execute("ROLLBACK");
    }
    Files.delete(database);
    Files.move(root.resolve("database"), database);
    Files.move(root.resolve("journal"), journal);
  }

  @Test
  void read_rowsThatNameNoFile_areLeftOut() throws Exception {
    open().close();
    execute(
        "INSERT INTO registry_index (id, name, timestamp) VALUES (1, 'a', 1), (2, '..', 1), (3, '', 1)",
        "INSERT INTO registry_crate VALUES (1, '../../../etc', 1, 1), (2, 'x.crate', 1, 1)",
        "INSERT INTO registry_crate VALUES (1, 'ok.crate', 1, 1)",
        "INSERT INTO registry_src VALUES (1, 'x', 1, 'yesterday'), (1, 'y', 1, -5)");
    assertThat(snapshot().rows())
        .containsExactly(row(ItemId.index("a"), 1), row(ItemId.crate("a", "ok.crate"), 1, 1));
  }

  @Test
  void read_nameWithSpecialCharactersOfUris_isFound() throws Exception {
    Path odd = Files.createDirectory(root.resolve("a?b#c%20d e"));
    CargoHome other = new CargoHome(odd);
    LastUseDatabase.open(other, CLOCK).close();
    assertThat(LastUseDatabase.read(other)).isInstanceOf(LastUseState.Present.class);
    assertThat(other.lastUseDatabase()).exists();
  }

  private LastUseDatabase open() throws LastUseException {
    return LastUseDatabase.open(home, CLOCK);
  }

  private void mark(long seconds, ItemId id) throws IOException {
    InstantSource clock = InstantSource.fixed(Instant.ofEpochSecond(seconds));
    try (LastUseDatabase database = LastUseDatabase.open(home, clock)) {
      database.markUsed(Map.of(id, OptionalLong.of(7)));
    }
  }

  private void apply(RowChange... changes) throws IOException {
    try (LastUseDatabase database = open()) {
      database.apply(List.of(changes));
    }
  }

  private LastUseSnapshot snapshot() {
    return ((LastUseState.Present) LastUseDatabase.read(home)).snapshot();
  }

  private String whyUnreadable() {
    return ((LastUseState.Unreadable) LastUseDatabase.read(home)).why();
  }

  private static RowChange insert(LastUseRow row) {
    return new RowChange.Insert(row);
  }

  private static LastUseRow row(ItemId id, long timestamp) {
    return new LastUseRow(id, OptionalLong.empty(), timestamp);
  }

  private static LastUseRow row(ItemId id, long bytes, long timestamp) {
    return new LastUseRow(id, OptionalLong.of(bytes), timestamp);
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + home.lastUseDatabase());
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private List<String> texts(String query) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      while (found.next()) {
        texts.add(found.getString(1));
      }
    }
    return texts;
  }
}
