package dev.cratehold.store;

import dev.cratehold.registry.Checksum;
import dev.cratehold.store.Health.Part;
import dev.cratehold.store.StoreStatus.State;
import dev.cratehold.store.statistics.Statistics;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// What a server keeps in one data directory: crate files, index files, and when they were used.
///
/// A crate is published in this order: its file is put into its place whole and verified, from then
/// on it can be opened; its bytes are forced to the disk in the background; then it is listed in
/// the database. So a listed crate has its bytes on the disk. A file that is not listed, because
/// the process was killed in between, is listed when it is first asked for. Every file is hashed
/// once in each process before it is served, since disks fail; after that, opening it costs one
/// look-up.
///
/// Safe for use by several threads, and by several processes on one directory. After [#close()]
/// nothing may be called any more.
public final class Store implements AutoCloseable {
  private static final Logger LOGGER = System.getLogger(Store.class.getName());

  /// How long after its last byte a staged file counts as left behind by a process that ended.
  private static final Duration STAGED_GRACE = Duration.ofHours(1);

  /// How often the bytes are counted again, because other processes store and delete, too.
  private static final Duration COUNT_INTERVAL = Duration.ofMinutes(10);

  private static final String UPSTREAM = "SELECT upstream FROM registry WHERE mount = ?";
  private static final String REMEMBER =
      "INSERT INTO registry (mount, upstream) VALUES (?, ?)"
          + " ON CONFLICT DO UPDATE SET upstream = excluded.upstream";

  private final InstantSource clock;
  private final StoreOptions options;
  private final DataDirectory directory;
  private final Optional<String> readOnly;
  private final Health health;
  private final Capacity capacity;
  private final DeferredAlerts alerts;
  private final Database database;
  private final DiskBlobStore blobs;
  private final SqliteIndexStore index;
  private final SqliteHoldings holdings;
  private final Lister lister;
  private final DeferredUses uses;
  private final DeferredStatistics statistics;
  private final AtomicLong crates = new AtomicLong();
  private final CountDownLatch counted = new CountDownLatch(1);
  private final Periodic counting;
  private final Thread sweeper;
  private final Integrity integrity;
  private final SqlitePins pins;
  private final StoreCollector collector;
  private final Chores chores;
  private final RareWarning failedHealing;
  private final SqliteWorkQueue workQueue;
  private final SqliteMirrorLedger mirrors;

  private Store(
      StoreParts parts,
      FileStore disk,
      StoreOptions options,
      InstantSource clock,
      RandomGenerator random) {
    this.clock = clock;
    this.options = options;
    this.directory = parts.directory();
    this.readOnly = parts.readOnly();
    this.blobs = parts.blobs();
    this.database = parts.database();
    this.health = parts.health();
    this.capacity = new Capacity(directory.root(), disk, directory::databaseBytes, options, clock);
    this.integrity = new Integrity(blobs, random);
    this.alerts = new DeferredAlerts(database, clock);
    this.index = new SqliteIndexStore(database);
    this.holdings = new SqliteHoldings(database);
    this.lister = new Lister(blobs, holdings, clock);
    this.uses = new DeferredUses(database, lister::isVerified, clock);
    this.pins = new SqlitePins(database, clock);
    this.collector = new StoreCollector(blobs, holdings, pins, uses, capacity, clock);
    this.statistics = new DeferredStatistics(database, clock);
    this.chores = new Chores(database);
    this.failedHealing = new RareWarning(LOGGER, clock);
    this.workQueue = new SqliteWorkQueue(database);
    this.mirrors = new SqliteMirrorLedger(database);
    this.counting =
        new Periodic(
            "cratehold-count",
            COUNT_INTERVAL,
            "the bytes of the store could not be counted",
            clock,
            this::count);
    this.sweeper = Thread.ofVirtual().name("cratehold-sweep").start(this::begin);
  }

  /// Opens the store in `dataDirectory`, which is created if it is not there. Nothing is scanned.
  ///
  /// Where nothing can be written, be it that the directory forbids it or that the disk is so full
  /// that the database cannot be opened, what is there can be read if `options` say so. The state
  /// is `READ_ONLY` then, and stays so until the store is opened again.
  ///
  /// @param clock tells when a crate was stored
  /// @throws IOException if the directory holds something else, if a newer Cratehold made it, if it
  ///   is on a network file system, or if it cannot be read, or written if it has to be
  public static Store open(Path dataDirectory, StoreOptions options, InstantSource clock)
      throws IOException {
    return open(dataDirectory, options, clock, new Random());
  }

  /// What opening the store in `dataDirectory` would do. Nothing is touched.
  ///
  /// @throws IOException if opening it would be refused, as far as that can be known
  public static StoreOutlook inspect(Path dataDirectory, Access access) throws IOException {
    return DataDirectory.inspect(dataDirectory, access);
  }

  /// @param random chooses the files that are hashed again
  static Store open(
      Path dataDirectory, StoreOptions options, InstantSource clock, RandomGenerator random)
      throws IOException {
    StoreParts parts = StoreParts.open(dataDirectory, options.access(), clock);
    return new Store(parts, Files.getFileStore(parts.directory().root()), options, clock, random);
  }

  private void count() throws IOException {
    SqliteHoldings.Count count = holdings.count();
    capacity.counted(count.bytes());
    crates.set(count.crates());
  }

  /// What is done once, beside the first requests.
  private void begin() {
    try {
      count();
    } catch (IOException e) {
      LOGGER.log(Level.WARNING, "the bytes of the store could not be counted", e);
    } finally {
      counted.countDown();
    }
    if (readOnly.isEmpty()) {
      sweepStaged();
    }
  }

  private void sweepStaged() {
    try {
      int swept = blobs.sweepStaged(clock.instant().minus(STAGED_GRACE));
      if (swept > 0) {
        LOGGER.log(Level.INFO, "removed {0} unfinished downloads of an earlier run", swept);
      }
    } catch (IOException e) {
      LOGGER.log(Level.WARNING, "unfinished downloads of an earlier run could not be removed", e);
    }
  }

  /// The crate files by checksum.
  public BlobStore blobs() {
    return blobs;
  }

  /// The index files.
  public IndexStore index() {
    return index;
  }

  /// The crate versions.
  public Holdings holdings() {
    return holdings;
  }

  /// The uses of crates.
  public UseJournal uses() {
    return uses;
  }

  /// What was served, in windows of time.
  public Statistics statistics() {
    return statistics;
  }

  /// How many crate versions are held: as they were counted last, which is once in some minutes,
  /// and what this process stored since. Never waits.
  public long crates() {
    return crates.get();
  }

  /// What whoever runs the server should look at.
  public Alerts alerts() {
    return alerts;
  }

  /// What mirrors are still to fetch.
  public WorkQueue workQueue() {
    return workQueue;
  }

  /// Which crates mirrors have, and how far they are.
  public MirrorLedger mirrors() {
    return mirrors;
  }

  /// Takes the right to change what a mirror has, unless somebody else has it.
  ///
  /// @param owner what another one reads who wants it
  /// @throws NoRoomException if nothing can be written
  public MirrorLock.Attempt lockMirror(String owner) throws IOException {
    if (readOnly.isPresent()) {
      throw new NoRoomException(readOnly.get());
    }
    return MirrorLock.tryAcquire(directory.mirrorLock(), owner);
  }

  /// Deletes the crate: takes it off the list, and then its file away unless another crate has the
  /// same. Who reads the file goes on reading it. Returns whether it was listed.
  ///
  /// @throws NoRoomException if nothing can be written
  public boolean delete(CrateId crate) throws IOException {
    if (readOnly.isPresent()) {
      throw new NoRoomException(readOnly.get());
    }
    boolean listed = holdings.remove(crate);
    if (!holdings.hasFile(crate.checksum())) {
      integrity.forget(crate.checksum());
      blobs.delete(crate.checksum());
    }
    return listed;
  }

  /// What collections leave alone.
  public Pins pins() {
    return pins;
  }

  /// Plans and carries out collections. Where nothing can be written, plans can be made.
  ///
  /// What limits say about sizes is about what is there once the store is counted, which this waits
  /// for.
  public StoreCollector collector() throws IOException {
    awaitCounted();
    return collector;
  }

  /// Where the git repositories lie that are made from the index files; may not be there yet.
  public Path gitDirectory() {
    return directory.git();
  }

  /// Begins a new crate file, if there is room for it. While it is written, and now and then there
  /// is no room for the rest, writing fails with a [NoRoomException] too; what was written before
  /// stays readable until the blob is closed.
  ///
  /// @param length how many bytes it will have, if that is known
  /// @throws NoRoomException if the disk, the limits of the store or the access to its directory
  ///   forbid it
  public StagedBlob stage(OptionalLong length) throws IOException {
    if (readOnly.isPresent()) {
      throw new NoRoomException(readOnly.get());
    }
    if (options.maxBytes().isPresent()) {
      awaitCounted();
    }
    return LimitedBlob.stage(blobs, capacity, health.watch(Part.FILES), length);
  }

  private void awaitCounted() throws IOException {
    try {
      counted.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the store was counted");
    }
  }

  /// Whether the store can take more. Never waits.
  public StoreStatus status() {
    try {
      long free = capacity.freeBytes();
      if (readOnly.isPresent()) {
        return status(State.READ_ONLY, readOnly.get(), free);
      }
      Optional<String> failure = health.failure();
      Optional<String> shortage = capacity.shortage();
      if (shortage.isPresent()) {
        return status(State.FULL, shortage.get(), free);
      }
      return failure.isPresent()
          ? status(
              State.FAILING, "the last attempt to store something failed: " + failure.get(), free)
          : status(State.WRITABLE, "everything can be stored", free);
    } catch (IOException e) {
      return status(State.FAILING, "the disk cannot be asked for its room: " + e.getMessage(), 0);
    }
  }

  private StoreStatus status(State state, String sentence, long freeBytes) {
    return new StoreStatus(state, sentence, freeBytes, options.maxBytes(), capacity.storedBytes());
  }

  /// Notes that something could not be stored: the state is `FAILING` until something is. What
  /// failed in the store itself is noted already.
  public void writeFailed(IOException failure) {
    if (health.failure().isEmpty()) {
      health.failed(Database.isFailureOf(failure) ? Part.DATABASE : Part.FILES, failure);
    }
  }

  /// Scrubs the store in the background, repairing it, whenever the last complete scrub was longer
  /// than `interval` ago, be it this process's or another's. It is first looked for that after some
  /// minutes; close the schedule before the store. What is found raises alerts.
  ///
  /// @param interval more than nothing
  /// @param bytesPerSecond how fast files are read at most, so that clients do not wait for the
  ///   disk
  public ScrubSchedule keepScrubbing(Duration interval, long bytesPerSecond) {
    return readOnly.isPresent()
        ? () -> {}
        : new PacedScrubs(
            listener -> scrub(ScrubMode.REPAIR, listener),
            chores,
            alerts,
            interval,
            bytesPerSecond,
            clock);
  }

  /// Deletes by `limits` in the background: whenever the last complete collection was longer than
  /// `interval` ago, be it this process's or another's, and as soon as a crate finds no room. Close
  /// the schedule before the store. Nothing is deleted while nothing can be written.
  ///
  /// @param interval more than nothing
  public CollectionSchedule keepCollecting(CollectionLimits limits, Duration interval) {
    return readOnly.isPresent() || limits.isEmpty()
        ? () -> {}
        : new PacedCollections(collector, capacity, chores, limits, interval, clock);
  }

  /// Publishes a staged crate: when this returns it can be opened, by every process, and the end of
  /// this process does not take it away. It is listed soon after. The staged blob stays open.
  ///
  /// @throws dev.cratehold.cas.content.ContentMismatchException if its bytes do not have the
  ///   checksum of `crate`; nothing was stored
  public void publish(StagedBlob blob, CrateId crate) throws IOException {
    blob.publish(crate.checksum());
    integrity.remember(crate.checksum());
    lister.add(crate, clock.instant());
    crates.incrementAndGet();
  }

  /// True if this very crate is listed, or was published by this process a moment ago. Its file is
  /// not looked at.
  public boolean holds(CrateId crate) throws IOException {
    return lister.isVerified(crate) || holdings.contains(crate);
  }

  /// Opens the crate's file, or returns empty if it is not held. The caller has made sure that the
  /// registry vouches for the checksum.
  ///
  /// A file that does not have its checksum is taken away, so that it can be fetched again.
  public Optional<LocalFile> open(CrateId crate) throws IOException {
    Optional<LocalFile> listed = openListed(crate);
    return listed.isPresent() ? listed : openUnlisted(crate);
  }

  /// Opens the crate's file if this very crate is listed or was published by this process a moment
  /// ago, for which somebody has made sure that the registry vouches for it; else returns empty.
  /// One look-up, and the first time in a process the hash of the file.
  public Optional<LocalFile> openListed(CrateId crate) throws IOException {
    if (lister.isVerified(crate)) {
      return blobs.openFile(crate.checksum());
    }
    OptionalLong size = holdings.size(crate);
    return size.isPresent() ? openSized(crate, size.getAsLong()) : Optional.empty();
  }

  private Optional<LocalFile> openSized(CrateId crate, long size) throws IOException {
    Checksum checksum = crate.checksum();
    Optional<LocalFile> file = blobs.openFile(checksum);
    if (file.isPresent() && file.get().length() == size && isIntact(checksum, file.get())) {
      return file;
    }
    if (file.isPresent()) {
      takeAway(crate, file.get());
    }
    heal("take a missing or corrupt crate off the list", () -> holdings.forget(checksum));
    return Optional.empty();
  }

  private Optional<LocalFile> openUnlisted(CrateId crate) throws IOException {
    Optional<LocalFile> file = blobs.openFile(crate.checksum());
    if (file.isEmpty()) {
      return file;
    }
    if (isIntact(crate.checksum(), file.get())) {
      list(crate);
      return file;
    }
    takeAway(crate, file.get());
    return Optional.empty();
  }

  /// Hashes an open file where that is due. One that cannot be read is closed.
  private boolean isIntact(Checksum checksum, LocalFile file) throws IOException {
    try {
      return integrity.isIntact(checksum);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  private void list(CrateId crate) throws IOException {
    if (readOnly.isEmpty()) {
      lister.add(crate, clock.instant());
    }
  }

  private void takeAway(CrateId crate, LocalFile file) throws IOException {
    file.close();
    integrity.forget(crate.checksum());
    alerts.raise(CorruptCrates.alert(crate));
    heal("move a corrupt crate file to quarantine", () -> blobs.quarantine(crate.checksum()));
  }

  /// Repairs what was found, if that is possible: whether it is or not, nobody is given what is
  /// damaged.
  private void heal(String what, Periodic.Task repair) {
    if (readOnly.isPresent()) {
      return;
    }
    try {
      repair.run();
    } catch (IOException e) {
      failedHealing.log("could not " + what, e);
    }
  }

  /// Remembers which upstream a mounted registry has. If it had another one before, all index files
  /// of the registry are forgotten, for they say what the other one has; crates stay, because their
  /// checksums say what they are.
  ///
  /// @return how many index files were forgotten
  public long registry(String mount, String upstreamUrl) throws IOException {
    Optional<String> known =
        database.read(statements -> statements.row(UPSTREAM, row -> row.getString(1), mount));
    if (known.isPresent() && known.get().equals(upstreamUrl)) {
      return 0;
    }
    if (readOnly.isPresent() && known.isPresent()) {
      throw new NoRoomException(
          "the index files in %s are those of %s and not of %s, and cannot be replaced: %s"
              .formatted(directory.root(), known.get(), upstreamUrl, readOnly.get()));
    }
    return readOnly.isPresent() ? 0 : database.write(s -> changeUpstream(s, mount, upstreamUrl));
  }

  private static long changeUpstream(Statements statements, String mount, String upstreamUrl)
      throws SQLException {
    Optional<String> known = statements.row(UPSTREAM, row -> row.getString(1), mount);
    statements.update(REMEMBER, mount, upstreamUrl);
    return known.isPresent() && !known.get().equals(upstreamUrl)
        ? SqliteIndexStore.forgetAll(statements, mount)
        : 0;
  }

  /// Hashes every file again and compares what is there with what is listed. Other threads and
  /// processes may use the store meanwhile.
  ///
  /// @param listener is told after each file
  /// @throws NoRoomException if it is to repair and nothing can be written
  public ScrubReport scrub(ScrubMode mode, ScrubListener listener) throws IOException {
    if (mode == ScrubMode.REPAIR && readOnly.isPresent()) {
      throw new NoRoomException(readOnly.get());
    }
    ScrubReport report = new Scrub(blobs, holdings, index, mode, listener).run();
    if (mode == ScrubMode.REPAIR) {
      heal("note that the store was scrubbed", () -> chores.done(Chores.SCRUB, clock.instant()));
    }
    return report;
  }

  /// Lists what was published, writes the uses and statistics noted, and closes the database.
  /// Idempotent.
  @Override
  public void close() throws IOException {
    Threads.join(sweeper);
    counting.close();
    try (database;
        alerts;
        statistics;
        uses) {
      lister.close();
    }
  }
}
