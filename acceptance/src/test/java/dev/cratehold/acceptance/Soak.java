package dev.cratehold.acceptance;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.Fault;
import dev.cratehold.testing.Hook;
import dev.cratehold.testing.RealCargo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Twenty cargos that fetch again and again through two servers, one of which is killed (SIGKILL)
/// and started again at random moments, while the upstream publishes, breaks, lies and goes away.
/// Each fetch has an empty home and must get every crate intact.
final class Soak {
  static final int CLIENTS = 20;

  /// Enough for a server that is starting, or a lying upstream.
  private static final String RETRIES = "30";

  /// What cargo does not retry: a server that was killed when it had accepted the connection.
  private static final String EMPTY_REPLY = "[52]";

  /// A heap that is there from the beginning, so that what the process holds grows only by what
  /// lies outside of it; a leak within it ends in an OutOfMemoryError.
  private static final Map<String, String> HEAP =
      Map.of("CRATEHOLD_JAVA_OPTIONS", "-Xms96m -Xmx96m -XX:+AlwaysPreTouch");

  private final Path scratch;
  private final SplittableRandom random;
  private final SoakContent content;
  private final FakeRegistry upstream;
  private final Cratehold longLived;
  private final Cratehold killed;
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger fetches = new AtomicInteger();
  private final AtomicInteger emptyReplies = new AtomicInteger();
  private final List<String> failures = new ArrayList<>();
  private final List<Resources> samples = new ArrayList<>();
  private final List<Resources> lives = new ArrayList<>();

  private Soak(Path scratch, long seed, FakeRegistry upstream) throws IOException {
    this.scratch = scratch;
    this.random = new SplittableRandom(seed);
    this.content = new SoakContent(upstream);
    this.upstream = upstream;
    this.longLived = start();
    this.killed = start();
  }

  private Cratehold start() throws IOException {
    return Cratehold.start(scratch, HEAP, upstream.indexUrl(), "--index-ttl", "1s");
  }

  /// Soaks two servers for so long.
  ///
  /// @param scratch where all files lie
  /// @param seed of all that is chosen at random
  static SoakReport run(Path scratch, Duration duration, long seed) throws Exception {
    System.out.println("soak: -Dcratehold.seed=" + seed);
    try (FakeRegistry upstream = FakeRegistry.start()) {
      Soak soak = new Soak(scratch, seed, upstream);
      try (Cratehold longLived = soak.longLived;
          Cratehold killed = soak.killed) {
        int strikes = soak.run(duration);
        List<Cratehold.Outcome> verified = List.of(verify(longLived), verify(killed));
        return new SoakReport(
            duration,
            seed,
            soak.lives.size(),
            strikes,
            soak.content.published(),
            soak.fetches.get(),
            soak.emptyReplies.get(),
            soak.failures,
            soak.samples,
            soak.lives,
            verified);
      }
    }
  }

  private static Cratehold.Outcome verify(Cratehold server) throws Exception {
    server.stop();
    return server.run("store", "verify");
  }

  /// @return how often the upstream misbehaved
  private int run(Duration duration) throws Exception {
    List<Hook> chaos = misbehave();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        RealCargo client = i % 2 == 0 ? RealCargo.stable() : RealCargo.nightly();
        SplittableRandom own = random.split();
        running.add(threads.submit(every(own, 0, 1, () -> fetch(client, own))));
      }
      running.add(threads.submit(every(random.split(), 3000, 8000, this::kill)));
      running.add(threads.submit(every(random.split(), 1000, 2000, this::publish)));
      running.add(threads.submit(every(random.split(), 8000, 15_000, this::goAway)));
      running.add(threads.submit(every(random.split(), 1000, 1001, this::sample)));
      end.await(duration.toMillis(), TimeUnit.MILLISECONDS);
      end.countDown();
      upstream.heal();
      for (Future<?> each : running) {
        each.get();
      }
    }
    return chaos.stream().mapToInt(Hook::strikes).sum();
  }

  /// Something that is done again and again.
  @FunctionalInterface
  private interface Deed {
    void run() throws Exception;
  }

  /// Does this after a random time, again and again, until the end.
  private Callable<Integer> every(SplittableRandom own, int least, int most, Deed deed) {
    return () -> {
      int times = 0;
      while (!end.await(own.nextInt(least, most), TimeUnit.MILLISECONDS)) {
        deed.run();
        times++;
      }
      return times;
    };
  }

  private List<Hook> misbehave() {
    upstream.when(".*").then(Fault.latency(Duration.ofMillis(20)));
    upstream.when("/dl/.*").then(Fault.bandwidth(2_000_000));
    return List.of(
        at("/index/.*/.*", 0.04, Fault.status(503)),
        at("/index/.*/.*", 0.03, Fault.reset()),
        at("/index/.*/.*", 0.03, Fault.html()),
        at("/index/.*/.*", 0.02, Fault.truncateAfter(0.5)),
        at("/dl/.*", 0.06, Fault.resetAfter(0.6)),
        at("/dl/.*", 0.03, Fault.truncateAfter(0.9)),
        at("/dl/.*", 0.04, Fault.corrupt()),
        at("/dl/.*", 0.03, Fault.html()),
        at("/dl/.*", 0.03, Fault.status(500)),
        at("/dl/.*", 0.02, Fault.shorten(0.5)));
  }

  private Hook at(String paths, double rate, Fault fault) {
    return upstream.when(paths).rate(rate, random.nextLong()).then(fault);
  }

  /// One fetch of some crates by one client through one of the servers.
  private void fetch(RealCargo client, SplittableRandom own) throws Exception {
    Path place = Files.createTempDirectory(scratch, "fetch-");
    Cratehold server = own.nextBoolean() ? longLived : killed;
    Path project = CargoProject.create(place, content.dependencies(own));
    Cargo cargo =
        Cargo.fresh(client, place).mirror(server.index()).environment("CARGO_NET_RETRY", RETRIES);
    Cargo.Result result = cargo.run(project, "fetch");
    while (result.exit() != 0 && server == killed && result.stderr().contains(EMPTY_REPLY)) {
      emptyReplies.incrementAndGet();
      result = cargo.run(project, "fetch");
    }
    if (result.exit() != 0) {
      fail(result.toString());
    }
    content.strangers(cargo.downloads()).forEach(this::fail);
    fetches.incrementAndGet();
    Trees.delete(place);
  }

  private void fail(String what) {
    synchronized (failures) {
      failures.add(what);
    }
  }

  private void kill() throws IOException {
    lives.add(killed.resources());
    killed.kill();
    killed.restart();
  }

  private void publish() {
    content.publish();
    upstream.log().clear();
  }

  private void goAway() throws InterruptedException {
    upstream.stop();
    end.await(1500, TimeUnit.MILLISECONDS);
    upstream.restart();
  }

  private void sample() throws IOException {
    samples.add(longLived.resources());
  }
}
