package dev.cratehold.store;

import dev.cratehold.store.SqliteHoldings.Addition;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Lists published crates once their bytes are on the disk: one thread named `cratehold-sync`
/// forces files to the disk, as many as wait at the time, and then commits their entries together.
///
/// A crate whose file could not be forced, or whose entry could not be committed, stays published
/// and unlisted; the next process that opens it hashes it first.
///
/// Safe for use by several threads.
final class Lister implements AutoCloseable {
  private static final Logger LOGGER = System.getLogger(Lister.class.getName());
  private static final int QUEUE = 4096;
  private static final int BATCH = 1024;
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private final BlobStore blobs;
  private final SqliteHoldings holdings;
  private final RareWarning warning;
  private final BlockingQueue<Request> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Set<CrateId> verified = ConcurrentHashMap.newKeySet();
  private final Thread thread;
  private volatile boolean ended;

  private sealed interface Request {
    record Add(CrateId crate, Instant storedAt) implements Request {}

    record End() implements Request {}
  }

  Lister(BlobStore blobs, SqliteHoldings holdings, InstantSource clock) {
    this.blobs = blobs;
    this.holdings = holdings;
    this.warning = new RareWarning(LOGGER, clock);
    this.thread = Thread.ofPlatform().name("cratehold-sync").daemon().start(this::run);
  }

  /// Lists, soon, a crate whose file is in its place and was found to have its checksum. Waits
  /// while thousands of others are ahead of it. After the end of this it stays unlisted.
  void add(CrateId crate, Instant storedAt) throws IOException {
    if (ended) {
      return;
    }
    verified.add(crate);
    put(new Request.Add(crate, storedAt));
  }

  private void put(Request request) throws IOException {
    try {
      queue.put(request);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the disk");
    }
  }

  /// True if this process found that the crate's file has its checksum, and is still to list it.
  boolean isVerified(CrateId crate) {
    return verified.contains(crate);
  }

  private void run() {
    List<Request> batch = new ArrayList<>();
    boolean open = true;
    while (open) {
      open = takeAll(batch) && !batch.contains(new Request.End());
      list(batch);
      batch.clear();
    }
    ended = true;
  }

  /// Waits for requests and takes them until none has come for a moment, or the first has waited
  /// long. Returns false if the thread was interrupted.
  private boolean takeAll(List<Request> batch) {
    try {
      Optional<Request> next = Optional.of(queue.take());
      long end = System.nanoTime() + LONGEST_WAIT.toNanos();
      while (next.isPresent()) {
        batch.add(next.get());
        next = mayWait(batch, end) ? next() : Optional.empty();
      }
      return true;
    } catch (InterruptedException _) {
      return false;
    }
  }

  private static boolean mayWait(List<Request> batch, long end) {
    return batch.getLast() instanceof Request.Add
        && batch.size() < BATCH
        && System.nanoTime() - end < 0;
  }

  private Optional<Request> next() throws InterruptedException {
    return Optional.ofNullable(queue.poll(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
  }

  private void list(List<Request> batch) {
    List<Addition> additions = batch.stream().flatMap(r -> forced(r).stream()).toList();
    try {
      if (!additions.isEmpty()) {
        holdings.add(additions);
      }
    } catch (IOException | RuntimeException | Error e) {
      warning.log(additions.size() + " crates could not be listed", e);
    }
    for (Request request : batch) {
      if (request instanceof Request.Add(CrateId crate, Instant _)) {
        verified.remove(crate);
      }
    }
  }

  private Optional<Addition> forced(Request request) {
    if (!(request instanceof Request.Add(CrateId crate, Instant storedAt))) {
      return Optional.empty();
    }
    try {
      OptionalLong size = blobs.sync(crate.checksum());
      return size.isPresent()
          ? Optional.of(new Addition(crate, size.getAsLong(), storedAt))
          : Optional.empty();
    } catch (IOException | RuntimeException | Error e) {
      warning.log("the file of " + crate + " could not be forced to the disk", e);
      return Optional.empty();
    }
  }

  /// Lists what was added before and ends the thread. Idempotent.
  @Override
  public void close() throws IOException {
    if (!ended) {
      put(new Request.End());
    }
    Threads.join(thread);
  }
}
