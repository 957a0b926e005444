package dev.cratehold.store;

import dev.cratehold.registry.Checksum;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import dev.cratehold.registry.IndexEntry;
import dev.cratehold.registry.IndexFile;
import dev.cratehold.registry.MalformedIndexException;
import dev.cratehold.registry.Validators;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Index files in the store's database.
final class SqliteIndexStore implements IndexStore {
  private static final Logger LOGGER = System.getLogger(SqliteIndexStore.class.getName());
  private static final int PAGE = 1000;
  private static final String FIND =
      """
      SELECT gzip, length, etag, upstream_etag, upstream_last_modified, checked_at
      FROM index_file WHERE registry = ? AND name = ?\
      """;
  private static final String PUT =
      """
      INSERT INTO index_file
        (registry, name, checked_at, length, etag, upstream_etag, upstream_last_modified, gzip)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET
        checked_at = excluded.checked_at, length = excluded.length, etag = excluded.etag,
        upstream_etag = excluded.upstream_etag,
        upstream_last_modified = excluded.upstream_last_modified, gzip = excluded.gzip\
      """;
  private static final String CONFIRM =
      """
      UPDATE index_file SET checked_at = ?, upstream_etag = ?, upstream_last_modified = ?
      WHERE registry = ? AND name = ?\
      """;
  private static final String REMOVE = "DELETE FROM index_file WHERE registry = ? AND name = ?";
  private static final String RETIRE =
      "INSERT OR IGNORE INTO retired (registry, name, version, checksum) VALUES (?, ?, ?, ?)";
  private static final String RETIRED =
      "SELECT version, checksum FROM retired WHERE registry = ? AND name = ?";
  private static final String ONCE_LISTED =
      "SELECT 1 FROM retired WHERE registry = ? AND name = ? AND version = ? AND checksum = ?";
  private static final String FORGET_FILES = "DELETE FROM index_file WHERE registry = ?";
  private static final String FORGET_RETIRED = "DELETE FROM retired WHERE registry = ?";
  private static final String FORGET_MARKERS =
      "UPDATE mirror SET marker = NULL WHERE registry IN (?, ?)";
  private static final String NAMES_AFTER =
      """
      SELECT registry, name FROM index_file WHERE (registry, name) > (?, ?)
      ORDER BY registry, name LIMIT ?\
      """;

  private static final String CHANGED =
      """
      INSERT INTO index_change (registry, name, revision)
      VALUES (?, ?, (SELECT coalesce(max(revision), 0) + 1 FROM index_change WHERE registry = ?))
      ON CONFLICT DO UPDATE SET revision = excluded.revision\
      """;
  private static final String ALL_CHANGED =
      """
      INSERT INTO index_change (registry, name, revision)
      SELECT registry, name, row_number() OVER (ORDER BY name)
        + (SELECT coalesce(max(revision), 0) FROM index_change WHERE registry = ?)
      FROM index_file WHERE registry = ?
      ON CONFLICT DO UPDATE SET revision = excluded.revision\
      """;
  private static final String CHANGES =
      """
      SELECT name, revision FROM index_change WHERE registry = ? AND revision > ?
      ORDER BY revision LIMIT ?\
      """;
  private static final String NAMES =
      "SELECT name FROM index_file WHERE registry = ? AND name > ? ORDER BY name LIMIT ?";

  private static final String MATCHING =
      " FROM index_file WHERE registry = ? AND instr(replace(name, '_', '-'), ?) > 0";
  private static final String COUNT_MATCHES = "SELECT count(*)" + MATCHING;
  private static final String MATCHES =
      "SELECT name"
          + MATCHING
          + " ORDER BY CASE instr(replace(name, '_', '-'), ?) WHEN 1 THEN length(name) > ? ELSE 2 END,"
          + " name LIMIT ? OFFSET ?";

  private final Database database;

  SqliteIndexStore(Database database) {
    this.database = database;
  }

  @Override
  public Optional<IndexCopy> find(String registry, CrateName name) throws IOException {
    Optional<IndexCopy> kept = evenDamaged(registry, name);
    if (kept.isPresent() && !kept.get().isReadable()) {
      LOGGER.log(Level.WARNING, "the stored index file of {0} is damaged; it is not used", name);
      return Optional.empty();
    }
    return kept;
  }

  private Optional<IndexCopy> evenDamaged(String registry, CrateName name) throws IOException {
    return database.read(statements -> find(statements, registry, name));
  }

  private static Optional<IndexCopy> find(Statements statements, String registry, CrateName name)
      throws SQLException {
    return statements.row(FIND, SqliteIndexStore::copy, registry, name.lowerCase());
  }

  private static IndexCopy copy(ResultSet row) throws SQLException {
    Validators upstream =
        new Validators(
            Optional.ofNullable(row.getString(4)), Optional.ofNullable(row.getString(5)));
    return new IndexCopy(
        row.getBytes(1),
        row.getInt(2),
        row.getString(3),
        upstream,
        Instant.ofEpochMilli(row.getLong(6)));
  }

  @Override
  public List<Republication> put(String registry, CrateName name, IndexCopy copy)
      throws IOException {
    return database.write(statements -> {
      List<Republication> republications = List.of();
      Optional<IndexCopy> old = find(statements, registry, name);
      if (old.isEmpty() || !old.get().isReadable() || !old.get().etag().equals(copy.etag())) {
        List<IndexEntry> last = old.map(kept -> listed(name, kept)).orElse(List.of());
        republications = compare(statements, registry, name, last, copy);
        changed(statements, registry, name);
      }
      put(statements, registry, name, copy);
      return republications;
    });
  }

  /// Compares a new copy with what earlier ones listed, and remembers what only they did.
  private static List<Republication> compare(
      Statements statements, String registry, CrateName name, List<IndexEntry> last, IndexCopy copy)
      throws SQLException, MalformedIndexException {
    List<Republications.Listed> retired =
        statements.rows(RETIRED, SqliteIndexStore::retired, registry, name.lowerCase());
    if (last.isEmpty() && retired.isEmpty()) {
      return List.of();
    }
    IndexFile now = IndexFile.parse(name, copy.body());
    retire(statements, registry, listedOnlyBy(last, now), name);
    return Republications.of(last, retired, now);
  }

  private static Republications.Listed retired(ResultSet row) throws SQLException {
    return new Republications.Listed(
        new CrateVersion(row.getString(1)), Rows.checksum(row.getBytes(2)));
  }

  private static void put(Statements statements, String registry, CrateName name, IndexCopy copy)
      throws SQLException {
    statements.update(
        PUT,
        registry,
        name.lowerCase(),
        copy.checkedAt().toEpochMilli(),
        copy.length(),
        copy.etag(),
        copy.upstream().etag().orElse(null),
        copy.upstream().lastModified().orElse(null),
        copy.gzip());
  }

  private static List<IndexEntry> listedOnlyBy(List<IndexEntry> last, IndexFile now) {
    return last.stream().filter(entry -> !now.lists(entry.version(), entry.checksum())).toList();
  }

  /// What a kept copy lists: nothing if it is damaged, for then it cannot vouch for anything.
  private static List<IndexEntry> listed(CrateName name, IndexCopy kept) {
    if (!kept.isIntact()) {
      return List.of();
    }
    try {
      return IndexFile.parse(name, kept.body()).entries();
    } catch (MalformedIndexException _) {
      return List.of();
    }
  }

  private static void retire(
      Statements statements, String registry, List<IndexEntry> entries, CrateName name)
      throws SQLException {
    for (IndexEntry entry : entries) {
      statements.update(
          RETIRE,
          registry,
          name.lowerCase(),
          entry.version().value(),
          Rows.bytes(entry.checksum()));
    }
  }

  @Override
  public void confirm(String registry, CrateName name, Validators validators, Instant checkedAt)
      throws IOException {
    database.write(statements ->
        statements.update(
            CONFIRM,
            checkedAt.toEpochMilli(),
            validators.etag().orElse(null),
            validators.lastModified().orElse(null),
            registry,
            name.lowerCase()));
  }

  @Override
  public void remove(String registry, CrateName name) throws IOException {
    database.write(statements -> {
      Optional<IndexCopy> old = find(statements, registry, name);
      if (old.isPresent()) {
        retire(statements, registry, listed(name, old.get()), name);
        changed(statements, registry, name);
      }
      return statements.update(REMOVE, registry, name.lowerCase());
    });
  }

  private static void changed(Statements statements, String registry, CrateName name)
      throws SQLException {
    statements.update(CHANGED, registry, name.lowerCase(), registry);
  }

  @Override
  public List<IndexChange> changesSince(String registry, long revision, int limit)
      throws IOException {
    return database.read(statements ->
        statements.rows(
            CHANGES,
            row -> new IndexChange(new CrateName(row.getString(1)), row.getLong(2)),
            registry,
            revision,
            limit));
  }

  @Override
  public List<CrateName> namesAfter(String registry, String name, int limit) throws IOException {
    return database.read(statements ->
        statements.rows(NAMES, row -> new CrateName(row.getString(1)), registry, name, limit));
  }

  @Override
  public boolean onceListed(
      String registry, CrateName name, CrateVersion version, Checksum checksum) throws IOException {
    return database.read(statements ->
        statements.exists(
            ONCE_LISTED, registry, name.lowerCase(), version.value(), Rows.bytes(checksum)));
  }

  @Override
  public SearchResult search(String registry, String text, int limit, int offset)
      throws IOException {
    String wanted = text.toLowerCase(Locale.ROOT).replace('_', '-');
    return database.read(statements -> {
      long total =
          statements.row(COUNT_MATCHES, row -> row.getLong(1), registry, wanted).orElse(0L);
      List<CrateName> names =
          statements.rows(
              MATCHES,
              row -> new CrateName(row.getString(1)),
              registry,
              wanted,
              wanted,
              wanted.length(),
              limit,
              offset);
      return new SearchResult(names, total);
    });
  }

  @Override
  public long forgetAll(String registry) throws IOException {
    return database.write(statements -> forgetAll(statements, registry));
  }

  /// Tells `visitor` every copy that is kept, damaged ones too.
  void forEach(IndexCopyVisitor visitor) throws IOException {
    List<Filed> page = after(new Filed("", ""));
    while (!page.isEmpty()) {
      for (Filed filed : page) {
        CrateName name = new CrateName(filed.name());
        Optional<IndexCopy> copy = evenDamaged(filed.registry(), name);
        if (copy.isPresent()) {
          visitor.visit(filed.registry(), name, copy.get());
        }
      }
      page = after(page.getLast());
    }
  }

  private List<Filed> after(Filed last) throws IOException {
    return database.read(statements ->
        statements.rows(
            NAMES_AFTER,
            row -> new Filed(row.getString(1), row.getString(2)),
            last.registry(),
            last.name(),
            PAGE));
  }

  private record Filed(String registry, String name) {}

  /// Is told the copies one by one.
  @FunctionalInterface
  interface IndexCopyVisitor {
    void visit(String registry, CrateName name, IndexCopy copy) throws IOException;
  }

  static long forgetAll(Statements statements, String registry) throws SQLException {
    statements.update(ALL_CHANGED, registry, registry);
    statements.update(FORGET_RETIRED, registry);
    statements.update(FORGET_MARKERS, registry, MirrorLedger.indexOf(registry));
    return statements.update(FORGET_FILES, registry);
  }
}
