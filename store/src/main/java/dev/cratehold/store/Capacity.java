package dev.cratehold.store;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// How much more a store may take: from the disk, of which a reserve stays free, and from the limit
/// that it was given.
///
/// Safe for use by several threads. Crates that begin at the same moment may together take a little
/// more than there is.
final class Capacity {
  private static final int MARGIN = 20;
  private static final Duration MEASURED_FOR = Duration.ofSeconds(1);

  private final AtomicReference<Runnable> shortageListener = new AtomicReference<>(() -> {});
  private final Path directory;
  private final FileStore disk;
  private final StoreOptions options;
  private final InstantSource clock;
  private final AtomicLong published = new AtomicLong();
  private final AtomicLong staged = new AtomicLong();
  private final AtomicLong announced = new AtomicLong();
  private volatile long counted;
  private volatile long database;
  private volatile long lastRefused;
  private volatile Optional<String> hindrance = Optional.empty();
  private volatile Measure measure = new Measure(0, Instant.MIN);

  private record Measure(long freeBytes, Instant at) {}

  Capacity(Path directory, FileStore disk, StoreOptions options, InstantSource clock) {
    this.directory = directory;
    this.disk = disk;
    this.options = options;
    this.clock = clock;
  }

  /// Makes sure that there is room for `more` bytes beside what was announced.
  ///
  /// @throws NoRoomException if there is not
  void require(long more) throws IOException {
    Optional<String> shortage = shortage(more, disk.getUsableSpace());
    lastRefused = shortage.isPresent() ? more : 0;
    if (shortage.isPresent()) {
      shortageListener.get().run();
      throw new NoRoomException(shortage.get());
    }
  }

  /// Has `listener` called whenever something is refused. It must not wait.
  void onShortage(Runnable listener) {
    shortageListener.set(listener);
  }

  /// Notes why room cannot be made by deleting; empty if it can.
  void hindered(Optional<String> why) {
    hindrance = why;
  }

  /// What a collection should reach so that what was refused last finds room, and a little more: a
  /// twentieth of the limit that it is refused by.
  CollectionLimits goal(CollectionLimits limits) throws IOException {
    long wanted = announced.get() + lastRefused;
    CollectionLimits goal = limits;
    if (limits.maxBytes().isPresent()) {
      long most = limits.maxBytes().getAsLong();
      boolean isShort = storedBytes() + wanted > most;
      long less = Math.min(most - most / MARGIN, most - wanted);
      goal = isShort && wanted <= most ? goal.withMaxBytes(less) : goal;
    }
    if (limits.minFree().isPresent() && freeBytesNow() - wanted < limits.minFree().getAsLong()) {
      long least = limits.minFree().getAsLong();
      goal = goal.withMinFree(least + Math.max(least / MARGIN, wanted));
    }
    return goal;
  }

  /// Why what was refused last would be refused again, or empty if nothing would.
  Optional<String> shortage() throws IOException {
    return shortage(Math.max(1, lastRefused), freeBytes());
  }

  private Optional<String> shortage(long more, long free) {
    long wanted = announced.get() + more;
    if (free - wanted < options.minFree()) {
      return Optional.of(
          "the disk of %s has %s left, and %s are to stay free: make room on it, or lower --min-free"
              .formatted(directory, text(free), text(options.minFree())));
    }
    return options.maxBytes().isPresent() && storedBytes() + wanted > options.maxBytes().getAsLong()
        ? Optional.of(
            "the store in %s has %s of the %s that it may take: raise --max-size%s"
                .formatted(
                    directory,
                    text(storedBytes()),
                    text(options.maxBytes().getAsLong()),
                    hindrance()))
        : Optional.empty();
  }

  private String hindrance() {
    return hindrance.map(why -> "; " + why).orElse("");
  }

  private static String text(long bytes) {
    return String.format(Locale.ROOT, "%.1fMiB", bytes / (double) (1 << 20));
  }

  /// Notes that `bytes` are going to be written; less than 0 that they are not any more.
  void announced(long bytes) {
    announced.addAndGet(bytes);
  }

  /// Notes that `bytes` were written into a file that is not published; less than 0 that they are
  /// there no more.
  void staged(long bytes) {
    staged.addAndGet(bytes);
  }

  /// Notes that a file of so many bytes was published.
  void published(long bytes) {
    published.addAndGet(bytes);
  }

  /// Notes that a published file of so many bytes was deleted.
  void deleted(long bytes) {
    published.addAndGet(-bytes);
  }

  /// Takes over what was counted anew.
  ///
  /// @param fileBytes those of crate files
  /// @param databaseBytes those of the database
  void counted(long fileBytes, long databaseBytes) {
    counted = fileBytes + databaseBytes;
    database = databaseBytes;
    published.set(0);
  }

  /// What takes room beside the published files: the database, and what is being written.
  long bytesBesideFiles() {
    return database + staged.get();
  }

  /// What the disk has left now.
  long freeBytesNow() throws IOException {
    return disk.getUsableSpace();
  }

  /// What the disk has left, measured at most once a second.
  long freeBytes() throws IOException {
    Measure last = measure;
    Instant now = clock.instant();
    if (Duration.between(last.at(), now).abs().compareTo(MEASURED_FOR) >= 0) {
      last = new Measure(disk.getUsableSpace(), now);
      measure = last;
    }
    return last.freeBytes();
  }

  /// What crates and database had when they were counted, what was published since, and what is
  /// being written.
  long storedBytes() {
    return counted + published.get() + staged.get();
  }
}
