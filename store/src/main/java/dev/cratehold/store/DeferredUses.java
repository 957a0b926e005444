package dev.cratehold.store;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/// Gathers uses in memory, summed by crate, and writes them to the database every few seconds in
/// one transaction.
final class DeferredUses implements UseJournal, AutoCloseable {
  private static final Logger LOGGER = System.getLogger(DeferredUses.class.getName());
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  /// How many different crates are noted at most between two writes, about 30 MB of memory.
  private static final int LIMIT = 100_000;

  private static final String USE =
      """
      UPDATE crate SET
        last_use = max(last_use, ?), uses = uses + ?, bytes_served = bytes_served + ?
      WHERE registry = ? AND name = ? AND version = ? AND checksum = ?\
      """;

  private final Database database;
  private final Predicate<CrateId> unlisted;
  private final ConcurrentHashMap<CrateId, Sum> noted = new ConcurrentHashMap<>();
  private final AtomicLong dropped = new AtomicLong();
  private final Periodic flushing;

  /// @param unlisted tells the crates that are about to be listed: their notes wait for that
  DeferredUses(Database database, Predicate<CrateId> unlisted, InstantSource clock) {
    this.database = database;
    this.unlisted = unlisted;
    this.flushing =
        new Periodic(
            "cratehold-uses",
            INTERVAL,
            "the uses of crates could not be written, will try again",
            clock,
            this::flushAndTell);
  }

  private record Sum(long uses, long bytes, Instant last) {
    Sum plus(Sum that) {
      return new Sum(
          uses + that.uses, bytes + that.bytes, last.isAfter(that.last) ? last : that.last);
    }
  }

  @Override
  public void used(CrateId crate, long bytes, Instant at) {
    if (database.isReadOnly()) {
      return;
    }
    if (noted.mappingCount() < LIMIT || noted.containsKey(crate)) {
      noted.merge(crate, new Sum(1, bytes, at), Sum::plus);
    } else {
      dropped.incrementAndGet();
    }
  }

  @Override
  public void flush() throws IOException {
    flush(noted.keySet().stream().filter(unlisted.negate()).toList());
  }

  private void flush(List<CrateId> crates) throws IOException {
    List<Note> notes = taken(crates);
    if (notes.isEmpty()) {
      return;
    }
    try {
      database.write(statements -> write(statements, notes));
    } catch (IOException e) {
      notes.forEach(note -> noted.merge(note.crate(), note.sum(), Sum::plus));
      throw e;
    }
  }

  private record Note(CrateId crate, Sum sum) {}

  private List<Note> taken(List<CrateId> crates) {
    List<Note> notes = new ArrayList<>(crates.size());
    for (CrateId crate : crates) {
      Sum sum = noted.remove(crate);
      if (sum != null) {
        notes.add(new Note(crate, sum));
      }
    }
    return notes;
  }

  private static int write(Statements statements, List<Note> notes) throws SQLException {
    for (Note note : notes) {
      CrateId crate = note.crate();
      statements.update(
          USE,
          note.sum().last().toEpochMilli(),
          note.sum().uses(),
          note.sum().bytes(),
          crate.registry(),
          crate.name().value(),
          crate.version().value(),
          Rows.bytes(crate.checksum()));
    }
    return notes.size();
  }

  private void flushAndTell() throws IOException {
    long lost = dropped.getAndSet(0);
    if (lost > 0) {
      LOGGER.log(Level.WARNING, "{0} uses of crates were not noted: too many at once", lost);
    }
    flush();
  }

  /// Writes what was noted and ends the thread. Idempotent.
  @Override
  public void close() throws IOException {
    flushing.close();
    flush(List.copyOf(noted.keySet()));
  }
}
