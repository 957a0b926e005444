package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.RealCargo;
import dev.cratehold.testing.TestCrate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 24: more crates than the store may keep. [FullDiskTest] has the disk that is full at every
/// kind of write, that of an index file among them.
class Acceptance24EvictionTest {
  private static final long QUOTA = 50L << 20;
  private static final int LARGE = 2_100_000;
  private static final List<TestCrate> FIRST = crates("first", 24, LARGE);
  private static final List<TestCrate> SECOND = crates("second", 15, LARGE);
  private static final List<TestCrate> SMALL = crates("small", 150, 3_000);
  private static final List<TestCrate> PINNED = FIRST.subList(0, 3);
  private static final List<TestCrate> HOT = FIRST.subList(3, 5);

  @TempDir private Path scratch;
  private SmallDisk disk;
  private FakeRegistry upstream;
  private Cratehold cratehold;

  @BeforeEach
  void start() throws Exception {
    disk = SmallDisk.mount(scratch, 80, 4_000);
    upstream = FakeRegistry.start().publish(FIRST).publish(SECOND).publish(SMALL);
    cratehold =
        Cratehold.start(
            disk.path(), upstream, "--max-size", "50M", "--gc-grace", "0s", "--min-free", "0");
  }

  @AfterEach
  void stop() throws Exception {
    cratehold.close();
    upstream.close();
    disk.close();
  }

  private static List<TestCrate> crates(String name, int count, int bytes) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> CrateBuilder.crate(name + "-" + i, "1.0.0").payload(bytes, bytes + i).build())
        .toList();
  }

  @Test
  void fetch_moreThanTheQuota_keepsWhatIsPinnedAndWhatWasUsedLast() throws Exception {
    pin(PINNED);
    try (Watch watch = new Watch(cratehold.data())) {
      fetch(FIRST);
      awaitListed(FIRST);
      fetch(HOT);
      Eventually.until(
          "the second group is stored",
          () -> {
            fetch(SECOND);
            return listed().containsAll(names(SECOND));
          });

      assertThat(listed()).containsAll(names(PINNED)).containsAll(names(HOT));
      assertThat(listed().containsAll(names(FIRST))).isFalse();
      assertThat(watch.most()).isGreaterThan(QUOTA / 2).isLessThanOrEqualTo(QUOTA);
    }
    fetch(FIRST);
    assertSound();
    assertThat(cratehold.output()).contains("removed ").doesNotContain("\tat ");
  }

  @Test
  void verify_flippedByte_isFoundAndFetchedAgain() throws Exception {
    fetch(PINNED);
    awaitListed(PINNED);
    flipAByte(PINNED.getFirst());

    assertThat(cratehold.run("store", "verify").exit()).isEqualTo(1);

    fetch(PINNED);
    awaitListed(PINNED);
    assertSound();
  }

  @Test
  void gc_besideCargosThatFetch_failsNone() throws Exception {
    AtomicBoolean isOver = new AtomicBoolean();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> loops = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        loops.add(threads.submit(() -> fetchUntil(isOver)));
      }
      for (int i = 0; i < 6; i++) {
        Cratehold.Outcome outcome =
            cratehold.run("store", "gc", "--max-size", "5M", "--gc-grace", "0s");
        assertThat(outcome.exit()).as(outcome.output()).isZero();
        assertThat(outcome.output()).contains("Removed ");
      }
      isOver.set(true);
      for (Future<Integer> loop : loops) {
        assertThat(loop.get()).isPositive();
      }
    }
    assertSound();
  }

  private int fetchUntil(AtomicBoolean isOver) throws Exception {
    int fetches = 0;
    while (!isOver.get()) {
      fetch(FIRST.subList(0, 8));
      fetches++;
    }
    return fetches;
  }

  @Test
  void gc_killed_leavesAStoreThatServes() throws Exception {
    for (int round = 0; round < 4; round++) {
      fetch(SMALL);
      awaitListed(SMALL);
      long before = bytesOf(cratehold.data().resolve("blobs"));
      Process gc = cratehold.begin("store", "gc", "--max-age", "0s", "--gc-grace", "0s");
      while (gc.isAlive() && bytesOf(cratehold.data().resolve("blobs")) >= before) {
        LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
      }
      gc.descendants().forEach(ProcessHandle::destroyForcibly);
      gc.destroyForcibly();
      assertThat(gc.waitFor(30, TimeUnit.SECONDS)).isTrue();

      assertSound();
    }
    fetch(SMALL);
    assertSound();
  }

  private void pin(List<TestCrate> crates) throws Exception {
    List<String> command = new ArrayList<>(List.of("store", "pin"));
    crates.forEach(crate -> command.add(crate.name().value()));
    assertThat(cratehold.run(command.toArray(String[]::new)).exit()).isZero();
  }

  private void fetch(List<TestCrate> wanted) throws Exception {
    String lines = wanted.stream().map(c -> c.name() + " = \"1\"\n").collect(Collectors.joining());
    Path project = CargoProject.create(scratch, "[dependencies]\n" + lines);
    Cargo cargo = Cargo.fresh(RealCargo.stable(), scratch).mirror(cratehold.index());
    cargo.run(project, "fetch").expectSuccess();
    assertThat(cargo.downloads()).isEqualTo(Expected.files(wanted));
  }

  private static Set<String> names(List<TestCrate> crates) {
    return crates.stream().map(crate -> crate.name().value()).collect(Collectors.toSet());
  }

  private Set<String> listed() throws Exception {
    return cratehold
        .run("store", "ls")
        .output()
        .lines()
        .map(line -> line.split(" ", 2)[0])
        .collect(Collectors.toSet());
  }

  private void awaitListed(List<TestCrate> crates) throws Exception {
    Eventually.until("they are listed", () -> listed().containsAll(names(crates)));
  }

  private void assertSound() throws Exception {
    Cratehold.Outcome verified = cratehold.run("store", "verify");
    assertThat(verified.exit()).as(verified.output()).isZero();
  }

  private void flipAByte(TestCrate crate) throws IOException {
    String end = crate.checksum().hex().substring(4);
    try (Stream<Path> files = Files.walk(cratehold.data().resolve("blobs"))) {
      Path file = files.filter(path -> path.endsWith(end)).findFirst().orElseThrow();
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] ^= 1;
      Files.write(file, Arrays.copyOf(bytes, bytes.length));
    }
  }

  /// The bytes of all files below a directory, whatever comes and goes meanwhile.
  private static long bytesOf(Path directory) throws IOException {
    AtomicLong sum = new AtomicLong();
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            sum.addAndGet(attributes.size());
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
    return sum.get();
  }

  /// Measures again and again what a directory takes.
  private static final class Watch implements AutoCloseable {
    private final AtomicLong most = new AtomicLong();
    private final AtomicBoolean isOver = new AtomicBoolean();

    Watch(Path directory) {
      Thread.ofVirtual().start(() -> measure(directory));
    }

    private void measure(Path directory) {
      while (!isOver.get()) {
        try {
          most.accumulateAndGet(bytesOf(directory), Math::max);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
      }
    }

    long most() {
      return most.get();
    }

    @Override
    public void close() {
      isOver.set(true);
    }
  }
}
