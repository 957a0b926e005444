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
/// Safe for use by several threads.
final class Capacity {
  private static final int MARGIN = 20;
  private static final int DATABASE_PART = 64;
  private static final long DATABASE_GROWTH = 1 << 20;
  private static final Duration MEASURED_FOR = Duration.ofSeconds(1);

  private final AtomicReference<Runnable> shortageListener = new AtomicReference<>(() -> {});
  private final Path directory;
  private final FileStore disk;
  private final DatabaseSize databaseSize;
  private final StoreOptions options;
  private final InstantSource clock;
  private final AtomicLong published = new AtomicLong();
  private final AtomicLong staged = new AtomicLong();
  private final AtomicLong announced = new AtomicLong();

  /// The most that was refused since somebody made room.
  private final AtomicLong wanted = new AtomicLong();

  private volatile long counted;
  private volatile long lastRefused;
  private volatile Optional<String> hindrance = Optional.empty();
  private volatile Measure measure = new Measure(0, 0, Instant.MIN);

  private record Measure(long freeBytes, long databaseBytes, Instant at) {}

  /// Tells what the database takes of the disk.
  interface DatabaseSize {
    long bytes() throws IOException;
  }

  Capacity(
      Path directory,
      FileStore disk,
      DatabaseSize databaseSize,
      StoreOptions options,
      InstantSource clock) {
    this.directory = directory;
    this.disk = disk;
    this.databaseSize = databaseSize;
    this.options = options;
    this.clock = clock;
  }

  /// Makes sure that there is room for `more` bytes beside what was announced.
  ///
  /// @throws NoRoomException if there is not
  void require(long more) throws IOException {
    Optional<String> shortage = shortage(more, measured().freeBytes());
    lastRefused = shortage.isPresent() ? more : 0;
    if (shortage.isPresent()) {
      throw refused(shortage.get(), more);
    }
  }

  private NoRoomException refused(String shortage, long bytes) {
    wanted.accumulateAndGet(bytes, Math::max);
    shortageListener.get().run();
    return new NoRoomException(shortage);
  }

  /// Notes that `bytes` are about to be written into a file that is not published, `reserved` of
  /// which were announced. Of what is written at the same moment, only as much is let through as
  /// the limit leaves.
  ///
  /// @param written how many bytes the file has so far
  /// @throws NoRoomException if the limit leaves no room for them; nothing is noted then
  void grow(long bytes, long reserved, long written) throws IOException {
    staged.addAndGet(bytes);
    announced.addAndGet(-reserved);
    Optional<String> shortage = shortageOfSize(0);
    if (shortage.isPresent()) {
      staged.addAndGet(-bytes);
      announced.addAndGet(reserved);
      lastRefused = bytes;
      // Nobody knows how long the file is going to be: twice as long, let us say.
      throw refused(shortage.get(), 2 * (written + bytes));
    }
  }

  /// Makes sure that there is room for `bytes`, or for one where none are announced, and announces
  /// them: of two crates that begin at the same moment the second sees the first.
  ///
  /// @throws NoRoomException if there is not
  synchronized void reserve(long bytes) throws IOException {
    require(Math.max(1, bytes));
    announced(bytes);
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
    long needed = announced.get() + wanted.getAndSet(0);
    CollectionLimits goal = limits;
    if (limits.maxBytes().isPresent()) {
      long most = limits.maxBytes().getAsLong();
      long less = forCrates(most) - Math.max(most / MARGIN, needed);
      boolean isShort = storedBytes() + needed > forCrates(most);
      goal = isShort && less >= 0 ? goal.withMaxBytes(less) : goal;
    }
    if (limits.minFree().isPresent() && freeBytesNow() - needed < limits.minFree().getAsLong()) {
      long least = limits.minFree().getAsLong();
      goal = goal.withMinFree(least + Math.max(least / MARGIN, needed));
    }
    return goal;
  }

  /// Why what was refused last would be refused again, or empty if nothing would.
  Optional<String> shortage() throws IOException {
    return shortage(Math.max(1, lastRefused), freeBytes());
  }

  private Optional<String> shortage(long more, long free) {
    if (free - announced.get() - more < options.minFree()) {
      return Optional.of(
          "the disk of %s has %s left, and %s are to stay free: make room on it, or lower --min-free"
              .formatted(directory, text(free), text(options.minFree())));
    }
    return shortageOfSize(more);
  }

  private Optional<String> shortageOfSize(long more) {
    boolean isShort =
        options.maxBytes().isPresent()
            && storedBytes() + announced.get() + more > forCrates(options.maxBytes().getAsLong());
    return isShort
        ? Optional.of(
            "the store in %s has %s of the %s that it may take: raise --max-size%s"
                .formatted(
                    directory,
                    text(storedBytes()),
                    text(options.maxBytes().getAsLong()),
                    hindrance()))
        : Optional.empty();
  }

  /// What crates may fill of a limit. The rest is for the database, which grows by their entries
  /// and by index files after room was found for them.
  private static long forCrates(long most) {
    return most - Math.min(most / DATABASE_PART, DATABASE_GROWTH);
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
  /// @param bytes those of crate files
  void counted(long bytes) throws IOException {
    counted = bytes;
    published.set(0);
    var _ = measured();
  }

  /// What takes room beside the published files: the database, and what is being written.
  long bytesBesideFiles() throws IOException {
    return measured().databaseBytes() + staged.get();
  }

  /// What the disk has left now.
  long freeBytesNow() throws IOException {
    return measured().freeBytes();
  }

  private Measure measured() throws IOException {
    Measure now = new Measure(disk.getUsableSpace(), databaseSize.bytes(), clock.instant());
    measure = now;
    return now;
  }

  /// What the disk has left, measured at most once a second.
  long freeBytes() throws IOException {
    Measure last = measure;
    Instant now = clock.instant();
    return Duration.between(last.at(), now).abs().compareTo(MEASURED_FOR) >= 0
        ? measured().freeBytes()
        : last.freeBytes();
  }

  /// What crates had when they were counted, what was published and deleted since, what is being
  /// written, and what the database had when it was last measured.
  long storedBytes() {
    return counted + published.get() + staged.get() + measure.databaseBytes();
  }
}
