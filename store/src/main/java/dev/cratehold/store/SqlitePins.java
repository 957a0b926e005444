package dev.cratehold.store;

import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Pins in the store's database.
final class SqlitePins implements Pins {
  private static final String ADD =
      "INSERT INTO pin (registry, name, version, owner, pinned_at) VALUES (?, ?, ?, ?, ?)"
          + " ON CONFLICT DO NOTHING";
  private static final String REMOVE =
      "DELETE FROM pin WHERE registry = ? AND name = ? AND version = ? AND owner = ?";
  private static final String REMOVE_ALL = "DELETE FROM pin WHERE owner = ?";
  private static final String ALL =
      "SELECT registry, name, version, owner, pinned_at FROM pin"
          + " ORDER BY registry, name, version, owner";
  private static final String APPLIES =
      "SELECT 1 FROM pin WHERE registry = ? AND name = ? AND version IN ('', ?)";
  private static final String CHECKSUMS =
      """
      SELECT DISTINCT crate.checksum FROM pin JOIN crate USING (registry, name)
      WHERE pin.version IN ('', crate.version)\
      """;

  private final Database database;
  private final InstantSource clock;

  SqlitePins(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public int add(Collection<Pin> pins) throws IOException {
    long now = clock.instant().toEpochMilli();
    return database.write(statements -> add(statements, pins, now));
  }

  private static int add(Statements statements, Collection<Pin> pins, long now)
      throws SQLException {
    int added = 0;
    for (Pin pin : pins) {
      added +=
          statements.update(
              ADD, pin.registry(), pin.name().value(), version(pin), pin.owner(), now);
    }
    return added;
  }

  private static String version(Pin pin) {
    return pin.version().map(CrateVersion::value).orElse("");
  }

  @Override
  public int remove(Collection<Pin> pins) throws IOException {
    return database.write(statements -> {
      int removed = 0;
      for (Pin pin : pins) {
        removed +=
            statements.update(
                REMOVE, pin.registry(), pin.name().value(), version(pin), pin.owner());
      }
      return removed;
    });
  }

  @Override
  public int removeAll(String owner) throws IOException {
    return database.write(statements -> statements.update(REMOVE_ALL, owner));
  }

  @Override
  public void replaceAll(String owner, Collection<Pin> pins) throws IOException {
    if (!pins.stream().allMatch(pin -> pin.owner().equals(owner))) {
      throw new IllegalArgumentException("not all of these pins are for " + owner);
    }
    long now = clock.instant().toEpochMilli();
    var _ =
        database.write(
            statements -> statements.update(REMOVE_ALL, owner) + add(statements, pins, now));
  }

  @Override
  public List<PlacedPin> all() throws IOException {
    return database.read(statements -> statements.rows(ALL, SqlitePins::placed));
  }

  private static PlacedPin placed(ResultSet row) throws SQLException {
    String version = row.getString(3);
    Pin pin =
        new Pin(
            row.getString(1),
            new CrateName(row.getString(2)),
            version.isEmpty() ? Optional.empty() : Optional.of(new CrateVersion(version)),
            row.getString(4));
    return new PlacedPin(pin, Rows.instant(row.getLong(5)));
  }

  @Override
  public Set<CrateId> pinned(Collection<CrateId> crates) throws IOException {
    return database.read(statements -> {
      Set<CrateId> pinned = new HashSet<>();
      for (CrateId crate : crates) {
        if (statements.exists(
            APPLIES, crate.registry(), crate.name().value(), crate.version().value())) {
          pinned.add(crate);
        }
      }
      return pinned;
    });
  }

  /// The files of the pinned crates that are here.
  PinnedFiles files() throws IOException {
    return new PinnedFiles(
        database.read(
            statements -> statements.rows(CHECKSUMS, row -> PinnedFiles.key(row.getBytes(1)))));
  }
}
