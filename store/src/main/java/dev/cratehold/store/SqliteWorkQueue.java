package dev.cratehold.store;

import dev.cratehold.registry.CrateName;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The work of mirrors in the store's database.
final class SqliteWorkQueue implements WorkQueue {
  private static final String INDEX = "index";
  private static final String CRATE = "crate";

  private static final String ADD_INDEX =
      """
      INSERT OR IGNORE INTO mirror_item (registry, kind, name, version, checksum)
      VALUES (?, 'index', ?, '', x'')\
      """;
  private static final String ADD_CRATE =
      """
      INSERT OR IGNORE INTO mirror_item (registry, kind, name, version, checksum)
      VALUES (?, 'crate', ?, ?, ?)\
      """;
  private static final String LISTED =
      "SELECT 1 FROM crate WHERE registry = ? AND name = ? AND version = ? AND checksum = ?";
  private static final String THIS =
      " WHERE registry = ? AND kind = ? AND name = ? AND version = ? AND checksum = ?";
  private static final String CONTAINS = "SELECT 1 FROM mirror_item" + THIS;
  private static final String REMOVE = "DELETE FROM mirror_item" + THIS;
  private static final String FAIL =
      "UPDATE mirror_item SET state = ?, attempts = ?, due_at = ?, failure = ?" + THIS;
  private static final String OF_NAME =
      """
      SELECT registry, name, version, checksum FROM mirror_item
      WHERE registry = ? AND kind = 'crate' AND name = ?\
      """;
  private static final String REMOVE_CRATES =
      "DELETE FROM mirror_item WHERE registry = ? AND kind = 'crate'";

  private static final String SELECTED =
      " FROM mirror_item WHERE registry = ? AND kind = ? AND attempts < ? AND due_at <= ?"
          + " AND (state = 'failed' OR ?)";
  private static final String BEHIND =
      "SELECT registry, name, version, checksum, kind, attempts"
          + SELECTED
          + " AND (name, version, checksum) > (?, ?, ?)"
          + " ORDER BY name, version, checksum LIMIT ?";
  private static final String COUNT = "SELECT count(*)" + SELECTED;
  private static final String NEXT_RETRY =
      """
      SELECT min(due_at) FROM mirror_item
      WHERE registry = ? AND kind = ? AND state = 'failed' AND attempts < ?
      HAVING count(*) > 0\
      """;
  private static final String ARM =
      "UPDATE mirror_item SET attempts = 0, due_at = 0 WHERE registry = ? AND state = ?";
  private static final String TOTALS =
      "SELECT kind, state, count(*) FROM mirror_item WHERE registry = ? GROUP BY kind, state";
  private static final String FAILURES =
      """
      SELECT registry, name, version, checksum, kind, attempts, state, due_at, failure
      FROM mirror_item WHERE registry = ? AND state <> 'waiting'
      ORDER BY kind DESC, name, version, checksum LIMIT ?\
      """;

  private final Database database;

  SqliteWorkQueue(Database database) {
    this.database = database;
  }

  @Override
  public long add(Collection<WorkItem> items) throws IOException {
    return database.write(statements -> {
      long added = 0;
      for (WorkItem item : items) {
        added += add(statements, item);
      }
      return added;
    });
  }

  private static int add(Statements statements, WorkItem item) throws SQLException {
    return switch (item) {
      case WorkItem.IndexFile file -> addIndex(statements, file.registry(), file.name());
      case WorkItem.Crate crate -> addCrate(statements, crate.id());
    };
  }

  static int addIndex(Statements statements, String registry, CrateName name) throws SQLException {
    return statements.update(ADD_INDEX, registry, name.lowerCase());
  }

  private static int addCrate(Statements statements, CrateId crate) throws SQLException {
    return isListed(statements, crate)
        ? 0
        : statements.update(
            ADD_CRATE,
            crate.registry(),
            crate.name().value(),
            crate.version().value(),
            Rows.bytes(crate.checksum()));
  }

  private static boolean isListed(Statements statements, CrateId crate) throws SQLException {
    return statements.exists(
        LISTED,
        crate.registry(),
        crate.name().value(),
        crate.version().value(),
        Rows.bytes(crate.checksum()));
  }

  @Override
  public List<QueuedItem> first(WorkSelection selection, int limit) throws IOException {
    return behind(selection, "", "", new byte[0], limit);
  }

  @Override
  public List<QueuedItem> after(WorkSelection selection, WorkItem item, int limit)
      throws IOException {
    Object[] key = key(item);
    return behind(selection, (String) key[2], (String) key[3], (byte[]) key[4], limit);
  }

  private List<QueuedItem> behind(
      WorkSelection selection, String name, String version, byte[] checksum, int limit)
      throws IOException {
    return database.read(statements ->
        statements.rows(
            BEHIND,
            SqliteWorkQueue::queued,
            selection.registry(),
            word(selection.kind()),
            selection.attempts(),
            selection.dueBy().toEpochMilli(),
            isAll(selection),
            name,
            version,
            checksum,
            limit));
  }

  private static int isAll(WorkSelection selection) {
    return selection.which() == WorkSelection.Which.ALL ? 1 : 0;
  }

  private static QueuedItem queued(ResultSet row) throws SQLException {
    return new QueuedItem(item(row), row.getInt(6));
  }

  /// The thing in the first five columns: registry, name, version, checksum, kind.
  private static WorkItem item(ResultSet row) throws SQLException {
    return row.getString(5).equals(INDEX)
        ? new WorkItem.IndexFile(row.getString(1), new CrateName(row.getString(2)))
        : new WorkItem.Crate(Rows.crateId(row));
  }

  @Override
  public long count(WorkSelection selection) throws IOException {
    return database
        .read(statements ->
            statements.row(
                COUNT,
                row -> row.getLong(1),
                selection.registry(),
                word(selection.kind()),
                selection.attempts(),
                selection.dueBy().toEpochMilli(),
                isAll(selection)))
        .orElseThrow();
  }

  @Override
  public Optional<Instant> nextRetry(String registry, WorkItem.Kind kind, int attempts)
      throws IOException {
    return database.read(statements ->
        statements.row(
            NEXT_RETRY, row -> Rows.instant(row.getLong(1)), registry, word(kind), attempts));
  }

  @Override
  public List<WorkOutcome> settle(Collection<WorkOutcome> outcomes) throws IOException {
    return database.write(statements -> {
      List<WorkOutcome> unsettled = new ArrayList<>();
      for (WorkOutcome outcome : outcomes) {
        if (!isSettled(statements, outcome)) {
          unsettled.add(outcome);
        }
      }
      return unsettled;
    });
  }

  private static boolean isSettled(Statements statements, WorkOutcome outcome) throws SQLException {
    switch (outcome) {
      case WorkOutcome.Looked looked -> settle(statements, looked);
      case WorkOutcome.Dropped(WorkItem item) -> statements.update(REMOVE, key(item));
      case WorkOutcome.Failed(FailedItem failure) -> fail(statements, failure);
      case WorkOutcome.Published(WorkItem.Crate item) -> {
        if (!isListed(statements, item.id())) {
          return false;
        }
        statements.update(REMOVE, key(item));
      }
    }
    return true;
  }

  private static void settle(Statements statements, WorkOutcome.Looked looked) throws SQLException {
    statements.update(REMOVE, key(looked.item()));
    Set<CrateId> wanted = new HashSet<>(looked.wanted());
    List<CrateId> queued =
        statements.rows(
            OF_NAME, Rows::crateId, looked.item().registry(), looked.item().name().value());
    for (CrateId crate : queued) {
      if (!wanted.contains(crate)) {
        statements.update(REMOVE, key(new WorkItem.Crate(crate)));
      }
    }
    for (CrateId crate : looked.wanted()) {
      addCrate(statements, crate);
    }
  }

  private static void fail(Statements statements, FailedItem failure) throws SQLException {
    Object[] key = key(failure.item());
    statements.update(
        FAIL,
        word(failure.state()),
        failure.attempts(),
        failure.due().toEpochMilli(),
        failure.reason(),
        key[0],
        key[1],
        key[2],
        key[3],
        key[4]);
  }

  @Override
  public long arm(String registry, WorkState state) throws IOException {
    return database.write(statements -> (long) statements.update(ARM, registry, word(state)));
  }

  @Override
  public long removeCrates(String registry) throws IOException {
    return database.write(statements -> (long) statements.update(REMOVE_CRATES, registry));
  }

  @Override
  public boolean contains(WorkItem item) throws IOException {
    return database.read(statements -> statements.exists(CONTAINS, key(item)));
  }

  @Override
  public WorkTotals totals(String registry) throws IOException {
    Map<WorkState, Long> indexFiles = new EnumMap<>(WorkState.class);
    Map<WorkState, Long> crates = new EnumMap<>(WorkState.class);
    for (Count count : counts(registry)) {
      (count.kind().equals(INDEX) ? indexFiles : crates).put(count.state(), count.number());
    }
    return new WorkTotals(indexFiles, crates);
  }

  private record Count(String kind, WorkState state, long number) {}

  private List<Count> counts(String registry) throws IOException {
    return database.read(statements ->
        statements.rows(
            TOTALS,
            row -> new Count(row.getString(1), state(row.getString(2)), row.getLong(3)),
            registry));
  }

  @Override
  public List<FailedItem> failures(String registry, int limit) throws IOException {
    return database.read(
        statements -> statements.rows(FAILURES, SqliteWorkQueue::failed, registry, limit));
  }

  private static FailedItem failed(ResultSet row) throws SQLException {
    return new FailedItem(
        item(row),
        state(row.getString(7)),
        row.getInt(6),
        Rows.instant(row.getLong(8)),
        Optional.ofNullable(row.getString(9)).orElse(""));
  }

  private static Object[] key(WorkItem item) {
    return switch (item) {
      case WorkItem.IndexFile file ->
          new Object[] {file.registry(), INDEX, file.name().lowerCase(), "", new byte[0]};
      case WorkItem.Crate(CrateId id) ->
          new Object[] {
            id.registry(), CRATE, id.name().value(), id.version().value(), Rows.bytes(id.checksum())
          };
    };
  }

  private static String word(WorkItem.Kind kind) {
    return switch (kind) {
      case INDEX_FILE -> INDEX;
      case CRATE -> CRATE;
    };
  }

  private static String word(WorkState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static WorkState state(String word) {
    return WorkState.valueOf(word.toUpperCase(Locale.ROOT));
  }
}
