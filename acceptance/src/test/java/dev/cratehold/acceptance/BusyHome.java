package dev.cratehold.acceptance;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.lock.CargoLocks;
import dev.cratehold.home.lock.LockAttempt;
import dev.cratehold.home.lock.LockMode;
import dev.cratehold.home.lock.Patience;
import dev.cratehold.posix.Posix;
import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.RealCargo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Eight real cargos, half of them nightly, that build in one home round after round, beside a
/// `cratehold home gc` that collects all that its default grace lets it.
///
/// Each round begins with an idle home. About half of what the projects need is made older than the
/// grace, the collection is started, and each build begins at a random moment before, in or after
/// it. Nothing is made older while a build uses it: to cargo's knowledge and ours that would be no
/// use in the grace. Without a moment in which no build compiles nobody would ever get the lock.
final class BusyHome {
  static final int LOOPS = 8;

  private static final Duration BEFORE_GRACE = Duration.ofHours(2);
  private static final int MOST_TIMES = 5;
  private static final Duration SPREAD = Duration.ofSeconds(1);

  private final Path scratch;
  private final SplittableRandom random;
  private final CargoHome home;
  private final List<BuildLoop> loops = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private Duration lastCollection = Duration.ofSeconds(1);
  private int collections;
  private int busy;
  private int partial;

  private BusyHome(Path scratch, long seed, FakeRegistry registry) throws IOException {
    this.scratch = scratch;
    this.random = new SplittableRandom(seed);
    Cargo first = Cargo.fresh(RealCargo.stable(), scratch).mirror(registry.indexUrl());
    this.home = new CargoHome(first.home().toRealPath());
    for (int i = 0; i < LOOPS; i++) {
      RealCargo client = i % 2 == 0 ? RealCargo.stable() : RealCargo.nightly();
      Cargo cargo = Cargo.fresh(client, scratch).environment("CARGO_HOME", home.root().toString());
      registry.publish(BuildLoop.crates(i));
      loops.add(BuildLoop.create(i, cargo, home.root(), scratch));
    }
  }

  /// Builds and collects for so long, or up to five times as long on a machine so slow that too
  /// little would have been collected.
  ///
  /// @param scratch where all files lie
  /// @param seed of all that is chosen at random
  static BusyHomeReport run(Path scratch, Duration duration, long seed) throws Exception {
    System.out.println("busy home: -Dcratehold.seed=" + seed);
    try (FakeRegistry registry = FakeRegistry.start()) {
      BusyHome busy = new BusyHome(scratch, seed, registry);
      busy.run(duration);
      return new BusyHomeReport(
          duration,
          seed,
          busy.loops.stream().mapToInt(BuildLoop::builds).sum(),
          busy.failures,
          busy.collections,
          busy.busy,
          busy.partial,
          busy.collected(),
          busy.extractedAgain());
    }
  }

  private void run(Duration duration) throws Exception {
    long begun = System.nanoTime();
    try (ScheduledExecutorService threads = Executors.newScheduledThreadPool(LOOPS + 1)) {
      Duration elapsed = Duration.ZERO;
      while (elapsed.compareTo(duration) < 0
          || (!isEnough() && elapsed.compareTo(duration.multipliedBy(MOST_TIMES)) < 0)) {
        runRound(threads);
        elapsed = Duration.ofNanos(System.nanoTime() - begun);
      }
    }
    loops.forEach(BuildLoop::count);
  }

  /// Whether so much was collected and made again that it shows something.
  private boolean isEnough() {
    return collected() >= BusyHomeReport.LEAST_COLLECTED
        && extractedAgain() >= BusyHomeReport.LEAST_EXTRACTED_AGAIN;
  }

  private int collected() {
    return loops.stream().mapToInt(BuildLoop::collected).sum();
  }

  private int extractedAgain() {
    return loops.stream().mapToInt(BuildLoop::extractedAgain).sum();
  }

  private void runRound(ScheduledExecutorService threads) throws Exception {
    List<Future<?>> running = new ArrayList<>();
    if (Files.exists(home.lastUseDatabase())) {
      age(loops.stream().flatMap(loop -> loop.half(random).stream()).toList());
      running.add(threads.submit(this::collect));
    }
    long first = random.nextLong(Math.clamp(2 * lastCollection.toMillis(), 1, 5000));
    for (BuildLoop loop : loops) {
      long delay = first + random.nextLong(SPREAD.toMillis());
      running.add(threads.schedule(() -> build(loop), delay, TimeUnit.MILLISECONDS));
    }
    for (Future<?> each : running) {
      each.get();
    }
  }

  private boolean build(BuildLoop loop) throws Exception {
    Optional<String> failure = loop.build();
    failure.ifPresent(this::fail);
    return failure.isEmpty();
  }

  private void fail(String what) {
    synchronized (failures) {
      failures.add(what);
    }
  }

  private int collect() throws Exception {
    HomeCommand.Result result =
        HomeCommand.on(home.root(), scratch).run(Collecting.everything("--wait=1 minute"));
    lastCollection = result.duration();
    collections++;
    switch (result.exit()) {
      case 0 -> {}
      case 3 -> partial++;
      case 4 -> busy++;
      default -> fail(result.toString());
    }
    return result.exit();
  }

  /// Makes the last use of these older than the grace.
  private void age(List<String> crates) throws IOException, SQLException {
    CargoLocks locks = new CargoLocks(home, Posix.system(), _ -> {});
    LockAttempt attempt = locks.acquire(LockMode.DOWNLOAD_EXCLUSIVE, new Patience.Forever());
    if (!(attempt instanceof LockAttempt.Held(var lock))) {
      throw new AssertionError("no lock to change the database: " + attempt);
    }
    try (lock;
        Connection database =
            DriverManager.getConnection("jdbc:sqlite:" + home.lastUseDatabase())) {
      database.setAutoCommit(false);
      age(database, "UPDATE registry_crate SET timestamp = ? WHERE name = ? || '.crate'", crates);
      age(database, "UPDATE registry_src SET timestamp = ? WHERE name = ?", crates);
      database.commit();
    }
  }

  private static void age(Connection database, String update, List<String> crates)
      throws SQLException {
    long then = Instant.now().minus(BEFORE_GRACE).getEpochSecond();
    try (PreparedStatement statement = database.prepareStatement(update)) {
      for (String crate : crates) {
        statement.setLong(1, then);
        statement.setString(2, crate);
        statement.executeUpdate();
      }
    }
  }
}
