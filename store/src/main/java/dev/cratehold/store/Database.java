package dev.cratehold.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

/// The SQLite database of a store: one connection with held statements, used by one thread named
/// `cratehold-sqlite`, because SQLite would pin the carrier of a virtual thread.
///
/// The thread takes all that waits for it at once, answers the reads, and carries out the writes in
/// one transaction; a write returns when that is committed. So many small writes at the same time
/// share one commit, and nobody waits for a timer. A write that fails takes no other with it: the
/// transaction is rolled back and each write is carried out again in one of its own.
///
/// Safe for use by several threads.
final class Database implements AutoCloseable {
  private static final int QUEUE = 1024;
  private static final int BATCH = 256;

  /// The part of an error code that says what kind of error it is.
  private static final int PRIMARY = 0xff;

  private static final Set<Integer> WRITING_CODES =
      Set.of(
          SQLiteErrorCode.SQLITE_FULL.code,
          SQLiteErrorCode.SQLITE_IOERR.code,
          SQLiteErrorCode.SQLITE_CANTOPEN.code,
          SQLiteErrorCode.SQLITE_READONLY.code);

  private final Path file;
  private final Health.Watch watch;
  private final Optional<String> readOnly;
  private final int schema;
  private final Connection connection;
  private final Statements statements;
  private final BlockingQueue<Job<?>> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Thread thread;
  private boolean stopping;
  private volatile boolean ended;

  private Database(Path file, Connection connection, Health.Watch watch, Optional<String> readOnly)
      throws SQLException {
    this.file = file;
    this.watch = watch;
    this.readOnly = readOnly;
    this.schema = Schema.version(connection);
    this.connection = connection;
    this.statements = new Statements(connection);
    this.thread = Thread.ofPlatform().name("cratehold-sqlite").daemon().unstarted(this::run);
  }

  /// Opens the database in `file`, creates it if it is not there, and brings its schema up to date.
  ///
  /// @param watch is told how writes end
  /// @throws IOException if a newer Cratehold made it, or if it cannot be opened or written
  static Database open(Path file, Health.Watch watch) throws IOException {
    try {
      return started(new Database(file, Schema.connect(file), watch, Optional.empty()));
    } catch (SQLException e) {
      throw failure("cannot open the database " + file, e);
    }
  }

  /// Opens the database in `file`, which is there, for reading.
  ///
  /// @param reason why nothing can be written: what writers are told
  /// @throws IOException if a newer Cratehold made it, or if it cannot be read
  static Database openForReading(Path file, String reason) throws IOException {
    try {
      Connection connection = Schema.connectForReading(file);
      return started(new Database(file, connection, Health.Watch.NONE, Optional.of(reason)));
    } catch (SQLException e) {
      throw failure("cannot read the database " + file, e);
    }
  }

  private static Database started(Database database) {
    database.thread.start();
    return database;
  }

  /// True if nothing can be written.
  boolean isReadOnly() {
    return readOnly.isPresent();
  }

  /// The number of schema scripts that were carried out: fewer than there are if it is only read.
  int schema() {
    return schema;
  }

  /// Work on the database. It may be carried out more than once, so it changes nothing else.
  @FunctionalInterface
  interface Work<T> {
    T run(Statements statements) throws SQLException, IOException;
  }

  /// Carries out `work`, which changes nothing.
  <T> T read(Work<T> work) throws IOException {
    return result(new Job<>(Kind.READ, work));
  }

  /// Carries out `work` in a transaction and returns when it is committed.
  ///
  /// @throws NoRoomException if the database was opened for reading
  <T> T write(Work<T> work) throws IOException {
    if (readOnly.isPresent()) {
      throw new NoRoomException(readOnly.get());
    }
    try {
      T value = result(new Job<>(Kind.WRITE, work));
      watch.succeeded();
      return value;
    } catch (IOException e) {
      if (isFailureOf(e)) {
        watch.failed(e);
      }
      throw e;
    }
  }

  /// True if the database failed, as opposed to the work that was to be done on it.
  static boolean isFailureOf(IOException failure) {
    return failure.getCause() instanceof SQLException;
  }

  /// True if the database may be readable although this failed: something could not be written.
  static boolean isForLackOfWriting(IOException failure) {
    return failure.getCause() instanceof SQLException e
        && WRITING_CODES.contains(e.getErrorCode() & PRIMARY);
  }

  private <T> T result(Job<T> job) throws IOException {
    try {
      queue.put(job);
      if (ended) {
        job.fail(new IOException("the database " + file + " is closed"));
      }
      return job.result.get();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the database " + file);
    } catch (ExecutionException e) {
      throw failure("the database " + file + " failed", e.getCause());
    }
  }

  private static IOException failure(String what, @Nullable Throwable cause) {
    return switch (cause) {
      case SQLException e -> new IOException(what + ": " + e.getMessage() + remedy(e), e);
      case IOException e -> e;
      case null, default -> throw new IllegalStateException(what, cause);
    };
  }

  /// What to do about a damaged file; nothing for other failures.
  private static String remedy(SQLException failure) {
    int code = failure.getErrorCode();
    return code == SQLiteErrorCode.SQLITE_NOTADB.code || code == SQLiteErrorCode.SQLITE_CORRUPT.code
        ? "; move it away, with its -wal and -shm: crate files stay, and are listed again when they"
            + " are asked for"
        : "";
  }

  private void run() {
    List<Job<?>> batch = new ArrayList<>(BATCH);
    while (!stopping) {
      takeAll(batch);
      carryOut(batch);
      batch.clear();
    }
    ended = true;
    queue.drainTo(batch);
    batch.forEach(job -> job.fail(new IOException("the database " + file + " is closed")));
  }

  private void takeAll(List<Job<?>> batch) {
    try {
      batch.add(queue.take());
      queue.drainTo(batch, BATCH - 1);
    } catch (InterruptedException _) {
      stopping = true;
    }
  }

  /// Carries out all of the batch. Whatever happens, nobody is left waiting.
  private void carryOut(List<Job<?>> batch) {
    try {
      batch.stream().filter(job -> job.kind == Kind.READ).forEach(job -> job.read(statements));
      commit(batch.stream().filter(job -> job.kind == Kind.WRITE).toList());
    } catch (Throwable e) {
      batch.forEach(job -> job.fail(e));
    }
  }

  private void commit(List<Job<?>> writes) throws SQLException {
    if (writes.isEmpty()) {
      return;
    }
    statements.update("BEGIN IMMEDIATE");
    try {
      transaction(writes).forEach(Runnable::run);
    } catch (SQLException | IOException | RuntimeException e) {
      rollBack(e);
      commitEach(writes, e);
    }
  }

  private void commitEach(List<Job<?>> writes, Exception reason) throws SQLException {
    if (writes.size() == 1) {
      writes.getFirst().fail(reason);
      return;
    }
    for (Job<?> write : writes) {
      commit(List.of(write));
    }
  }

  /// Carries out the writes and commits them. Returns what tells their callers.
  private List<Runnable> transaction(List<Job<?>> writes) throws SQLException, IOException {
    List<Runnable> outcomes = new ArrayList<>(writes.size());
    for (Job<?> write : writes) {
      outcomes.add(write.outcome(statements));
    }
    statements.update("COMMIT");
    return outcomes;
  }

  /// Ends the transaction, which SQLite itself may have ended already, as it does on a full disk.
  private void rollBack(Exception reason) {
    try {
      statements.update("ROLLBACK");
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }

  /// Carries out what was asked for before, then closes the database. What is asked for later
  /// fails. Idempotent.
  @Override
  public void close() throws IOException {
    if (!ended) {
      read(_ -> stopping = true);
    }
    Threads.join(thread);
    try {
      connection.close();
    } catch (SQLException e) {
      throw failure("cannot close the database " + file, e);
    }
  }

  private enum Kind {
    READ,
    WRITE
  }

  private record Job<T>(Kind kind, Work<T> work, CompletableFuture<T> result) {
    Job(Kind kind, Work<T> work) {
      this(kind, work, new CompletableFuture<>());
    }

    void read(Statements statements) {
      try {
        outcome(statements).run();
      } catch (SQLException | IOException | RuntimeException e) {
        fail(e);
      }
    }

    /// Does the work. Returns what tells the caller.
    Runnable outcome(Statements statements) throws SQLException, IOException {
      T value = work.run(statements);
      return () -> result.complete(value);
    }

    void fail(Throwable reason) {
      result.completeExceptionally(reason);
    }
  }
}
