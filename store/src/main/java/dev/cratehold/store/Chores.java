package dev.cratehold.store;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// When things that are done from time to time were last done to their end, by whatever process.
final class Chores {
  static final String SCRUB = "scrub";
  static final String COLLECTION = "collection";

  private static final String LAST = "SELECT done_at FROM chore WHERE name = ?";
  private static final String DONE =
      "INSERT INTO chore (name, done_at) VALUES (?, ?)"
          + " ON CONFLICT DO UPDATE SET done_at = excluded.done_at";

  private final Database database;

  Chores(Database database) {
    this.database = database;
  }

  /// When the chore was last done, or empty if it never was.
  Optional<Instant> last(String name) throws IOException {
    return database.read(
        statements -> statements.row(LAST, row -> Rows.instant(row.getLong(1)), name));
  }

  void done(String name, Instant at) throws IOException {
    database.write(statements -> statements.update(DONE, name, at.toEpochMilli()));
  }
}
