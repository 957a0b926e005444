package dev.cratehold.store;

import dev.cratehold.registry.CrateName;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// What mirrors have, in the store's database.
final class SqliteMirrorLedger implements MirrorLedger {
  private static final String FIND =
      "SELECT upstream, settings, generation, marker, synced_at FROM mirror WHERE registry = ?";
  private static final String CONFIGURE =
      """
      INSERT INTO mirror (registry, upstream, settings, generation) VALUES (?, ?, ?, 0)
      ON CONFLICT DO UPDATE SET upstream = excluded.upstream, settings = excluded.settings\
      """;
  private static final String FORGET_MARKER = "UPDATE mirror SET marker = NULL WHERE registry = ?";
  private static final String ADD_NAME =
      """
      INSERT INTO mirror_name (registry, name, generation) VALUES (?, ?, ?)
      ON CONFLICT DO UPDATE SET generation = excluded.generation\
      """;
  private static final String LOOK_AT_GONE =
      """
      INSERT OR IGNORE INTO mirror_item (registry, kind, name, version, checksum)
      SELECT registry, 'index', name, '', x'' FROM mirror_name
      WHERE registry = ? AND generation < ?\
      """;
  private static final String FORGET_GONE =
      "DELETE FROM mirror_name WHERE registry = ? AND generation < ?";
  private static final String ADVANCE =
      "UPDATE mirror SET generation = ?, marker = ? WHERE registry = ?";
  private static final String SYNCED = "UPDATE mirror SET synced_at = ? WHERE registry = ?";
  private static final String HAS = "SELECT 1 FROM mirror_name WHERE registry = ? AND name = ?";
  private static final String COUNT = "SELECT count(*) FROM mirror_name WHERE registry = ?";
  private static final String NAMES =
      "SELECT name FROM mirror_name WHERE registry = ? AND name > ? ORDER BY name LIMIT ?";

  private final Database database;

  SqliteMirrorLedger(Database database) {
    this.database = database;
  }

  @Override
  public Optional<MirrorState> find(String registry) throws IOException {
    return database.read(statements -> statements.row(FIND, SqliteMirrorLedger::state, registry));
  }

  private static MirrorState state(ResultSet row) throws SQLException {
    long syncedAt = row.getLong(5);
    return new MirrorState(
        row.getString(1),
        row.getString(2),
        row.getLong(3),
        Optional.ofNullable(row.getString(4)),
        syncedAt == 0 ? Optional.empty() : Optional.of(Rows.instant(syncedAt)));
  }

  @Override
  public void configure(String registry, String upstream, String settings, Keeping marker)
      throws IOException {
    database.write(statements -> {
      statements.update(CONFIGURE, registry, upstream, settings);
      return marker == Keeping.KEPT ? 0 : statements.update(FORGET_MARKER, registry);
    });
  }

  @Override
  public void addNames(String registry, long generation, Collection<CrateName> names)
      throws IOException {
    database.write(statements -> {
      for (CrateName name : names) {
        statements.update(ADD_NAME, registry, name.lowerCase(), generation);
        SqliteWorkQueue.addIndex(statements, registry, name);
      }
      return names.size();
    });
  }

  @Override
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // as the state has it
  public void advance(String registry, long generation, Optional<String> marker, Gone gone)
      throws IOException {
    database.write(statements -> {
      if (gone == Gone.LOOKED_AT) {
        statements.update(LOOK_AT_GONE, registry, generation);
      }
      statements.update(FORGET_GONE, registry, generation);
      return statements.update(ADVANCE, generation, marker.orElse(null), registry);
    });
  }

  @Override
  public void synced(String registry, Instant at) throws IOException {
    database.write(statements -> statements.update(SYNCED, at.toEpochMilli(), registry));
  }

  @Override
  public boolean has(String registry, CrateName name) throws IOException {
    return database.read(statements -> statements.exists(HAS, registry, name.lowerCase()));
  }

  @Override
  public long names(String registry) throws IOException {
    return database
        .read(statements -> statements.row(COUNT, row -> row.getLong(1), registry))
        .orElseThrow();
  }

  @Override
  public List<CrateName> namesAfter(String registry, String name, int limit) throws IOException {
    return database.read(statements ->
        statements.rows(NAMES, row -> new CrateName(row.getString(1)), registry, name, limit));
  }
}
