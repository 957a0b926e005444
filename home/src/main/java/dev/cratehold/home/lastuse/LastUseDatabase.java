package dev.cratehold.home.lastuse;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.ItemId;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// Cargo's database of last uses. [#read(CargoHome)] needs no lock; whoever opens it holds cargo's
/// lock "package cache" until it is closed.
///
/// ```java
/// try (LastUseDatabase database = LastUseDatabase.open(home, clock)) {
///   database.apply(List.of(new RowChange.Delete(ItemId.crate(registry, "foo-1.0.0.crate"))));
/// }
/// ```
///
/// All that is read between two changes is read in one transaction, which a reading begins and the
/// next change ends: to begin one for each row takes longer than to read it. No writer that heeds
/// cargo's lock waits for that.
///
/// For use by one thread.
public final class LastUseDatabase implements AutoCloseable {
  private final Path file;
  private final InstantSource clock;
  private final Connection connection;
  private final Statements statements;
  private final Changes changes;
  private final Rows rows;
  private boolean isReading;

  private LastUseDatabase(
      Path file, InstantSource clock, Connection connection, Statements statements) {
    this.file = file;
    this.clock = clock;
    this.connection = connection;
    this.statements = statements;
    this.changes = new Changes(statements);
    this.rows = new Rows(statements);
  }

  /// What the database says now, in one read-only transaction. Nothing is made, repaired or locked
  /// for longer.
  public static LastUseState read(CargoHome home) {
    return Reading.of(home.lastUseDatabase(), new Reading.Whole());
  }

  /// What the database says now, added up by spans of time, in one read-only transaction.
  ///
  /// @param times that part the spans, descending, in seconds since the epoch
  public static SumsState sums(CargoHome home, List<Long> times) {
    return Reading.of(home.lastUseDatabase(), new Sums(times));
  }

  /// Opens the database, makes it if there is none, and carries out the migrations that are still
  /// to be. The caller holds cargo's lock "package cache".
  ///
  /// @param clock says when things are used, and when a new database was made
  /// @throws LastUseException if that cannot be done, or if it is no database of cargo's
  public static LastUseDatabase open(CargoHome home, InstantSource clock) throws LastUseException {
    Path file = home.lastUseDatabase();
    Opening opening = new Opening(file);
    Connection connection = opening.connection();
    Statements statements = new Statements(connection);
    try {
      Schema.migrate(connection, statements, clock);
      return new LastUseDatabase(file, clock, connection, statements);
    } catch (SQLException e) {
      throw opening.abandon(connection, e);
    }
  }

  /// All that it says.
  public LastUseSnapshot snapshot() throws LastUseException {
    try {
      beginReading();
      return new LastUseSnapshot(rows.all(), rows.lastAutoGc(), Schema.version(connection));
    } catch (SQLException e) {
      throw Failures.cannotRead(file, e);
    }
  }

  /// What it says of these things; of those that it does not know there is no entry.
  public Map<ItemId, LastUseRow> rows(Collection<ItemId> ids) throws LastUseException {
    Map<ItemId, LastUseRow> found = HashMap.newHashMap(ids.size());
    try {
      beginReading();
      for (ItemId id : ids) {
        rows.of(id).ifPresent(row -> found.put(id, row));
      }
      return found;
    } catch (SQLException e) {
      throw Failures.cannotRead(file, e);
    }
  }

  /// When a checkout of this name was used last, of whatever repository: cargo's table has room for
  /// one of a name, and they share its row.
  public OptionalLong lastUseOfCheckouts(String name) throws LastUseException {
    try {
      beginReading();
      return rows.lastUseOfCheckouts(name);
    } catch (SQLException e) {
      throw Failures.cannotRead(file, e);
    }
  }

  /// Carries out all the changes, or none.
  public void apply(List<RowChange> all) throws LastUseException {
    write(() -> carryOut(all));
  }

  /// What is done before a change of the database becomes lasting.
  @FunctionalInterface
  public interface LastStep {
    /// Does it. If it fails, nothing is changed in the database.
    void run() throws IOException;
  }

  /// Carries out all the changes and then `last`, or none: what `last` did itself stays done.
  ///
  /// @throws IOException as `last` throws it
  public void apply(List<RowChange> all, LastStep last) throws IOException {
    write(() -> {
      carryOut(all);
      last.run();
    });
  }

  private void carryOut(List<RowChange> all) throws SQLException {
    for (RowChange change : all) {
      changes.carryOut(change);
    }
  }

  /// Writes down that these things are used now, and with them their indexes and git dbs. A use is
  /// not written if one of the last 300 seconds is known; a size only with a new row.
  ///
  /// @param used with the sizes that are known
  public void markUsed(Map<ItemId, OptionalLong> used) throws LastUseException {
    long now = clock.instant().getEpochSecond();
    write(() -> {
      for (Map.Entry<ItemId, OptionalLong> use : used.entrySet()) {
        changes.markUsed(use.getKey(), use.getValue(), now);
      }
    });
  }

  /// Writes down when what nobody uses was collected automatically, so that cargo does not do it
  /// again before its time.
  public void recordAutoGc(Instant when) throws LastUseException {
    write(
        () -> statements.update("UPDATE global_data SET last_auto_gc = ?", when.getEpochSecond()));
  }

  private void beginReading() throws SQLException {
    if (!isReading) {
      statements.update("BEGIN");
      isReading = true;
    }
  }

  /// A reading that failed may have ended by itself; if it did not, the next `BEGIN` says so.
  private void endReading() {
    if (isReading) {
      isReading = false;
      statements.tryRollBack();
    }
  }

  private <E extends Exception> void write(Statements.Work<E> work) throws LastUseException, E {
    endReading();
    try {
      statements.transaction("BEGIN IMMEDIATE", work);
    } catch (SQLException e) {
      throw Failures.cannotWrite(file, e);
    }
  }

  /// Idempotent.
  @Override
  public void close() throws LastUseException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw Failures.cannotWrite(file, e);
    }
  }
}
