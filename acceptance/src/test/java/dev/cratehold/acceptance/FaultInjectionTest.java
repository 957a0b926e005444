package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.FaultyFileSystem;
import dev.cratehold.testing.RealCargo;
import dev.cratehold.testing.TestCrate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A failure at every single step of a fill and of an index update: of each operation on files, and
/// of each kind of write to each table of the database. After each, the fetch has succeeded all the
/// same, a verification of the store finds nothing wrong, and another cargo gets everything too.
class FaultInjectionTest {
  private static final int SIZE = 100_000;

  /// More steps than a fetch can have.
  private static final int TOO_MANY = 200;

  @TempDir private Path scratch;
  private FakeRegistry upstream;

  @BeforeEach
  void start() {
    upstream = FakeRegistry.start();
  }

  @AfterEach
  void stop() {
    upstream.close();
  }

  @Test
  void fetch_oneFileOperationFails_succeedsAndLeavesTheStoreSound() throws Exception {
    FaultyFileSystem files = FaultyFileSystem.create();
    assertThat(injectAtEveryStep(files, files::failAt)).isGreaterThan(5);
  }

  @Test
  void fetch_diskIsFullFromOneStepOn_succeedsAndLeavesTheStoreSound() throws Exception {
    FaultyFileSystem files = FaultyFileSystem.create();
    assertThat(injectAtEveryStep(files, files::fullFrom)).isGreaterThan(5);
  }

  /// Injects a fault at step 1, 2, 3, … of a fetch of a new crate and a new version of an old one,
  /// until a fetch has no such step.
  ///
  /// @return how many steps there were
  private int injectAtEveryStep(FaultyFileSystem files, LongConsumer inject) throws Exception {
    Path data = files.path(Files.createTempDirectory(scratch, "data-").resolve("store"));
    upstream.publish(crate("old", 0));
    verifyAndFetch(data, List.of(crate("old", 0)));
    for (int step = 1; step < TOO_MANY; step++) {
      TestCrate fresh = crate("fresh-" + step, 1);
      TestCrate newer = crate("old", step);
      upstream.publish(fresh, newer);
      try (InProcessCratehold cratehold = InProcessCratehold.start(data, upstream)) {
        inject.accept(step);
        fetch(cratehold, List.of(fresh, newer));
      }
      boolean struck = files.lastFault().isPresent();
      System.out.println("step " + step + ": " + files.lastFault().orElse("none"));
      files.heal();
      verifyAndFetch(data, List.of(fresh, newer));
      if (!struck) {
        return step - 1;
      }
    }
    throw new AssertionError("a fetch has no " + TOO_MANY + " steps");
  }

  @Test
  void fetch_oneKindOfDatabaseWriteFails_succeedsAndLeavesTheStoreSound() throws Exception {
    Path data = Files.createTempDirectory(scratch, "data-").resolve("store");
    upstream.publish(crate("old", 0));
    verifyAndFetch(data, List.of(crate("old", 0)));
    int number = 0;
    for (String table : tables(data)) {
      for (String write : List.of("INSERT", "UPDATE", "DELETE")) {
        number++;
        TestCrate fresh = crate("fresh-" + number, 1);
        TestCrate newer = crate("old", number);
        upstream.publish(fresh, newer);
        fetchWhileFailing(data, write + " ON " + table, List.of(fresh, newer));
        verifyAndFetch(data, List.of(fresh, newer));
      }
    }
  }

  /// @param write what must fail, such as `INSERT ON crate`
  private void fetchWhileFailing(Path data, String write, List<TestCrate> wanted) throws Exception {
    try (InProcessCratehold cratehold = InProcessCratehold.start(data, upstream)) {
      sql(
          data,
          "CREATE TRIGGER injected BEFORE %s BEGIN SELECT RAISE(ABORT, 'injected'); END"
              .formatted(write));
      fetch(cratehold, wanted);
    } catch (IOException closing) {
      // The last uses could not be written.
      assertThat(closing).hasMessageContaining("injected");
    }
    sql(data, "DROP TRIGGER injected");
  }

  private void verifyAndFetch(Path data, List<TestCrate> wanted) throws Exception {
    try (InProcessCratehold cratehold = InProcessCratehold.start(data, upstream)) {
      assertThat(cratehold.verify()).matches(report -> report.isSound(), "is sound");
      fetch(cratehold, wanted);
      assertThat(cratehold.verify()).matches(report -> report.isSound(), "is sound");
    }
  }

  private void fetch(InProcessCratehold cratehold, List<TestCrate> wanted) throws Exception {
    StringBuilder tables = new StringBuilder("[dependencies]\n");
    wanted.forEach(c -> tables.append("%s = \"=%s\"\n".formatted(c.name(), c.version())));
    Path project = CargoProject.create(scratch, tables.toString());
    Cargo cargo =
        Cargo.fresh(RealCargo.stable(), scratch)
            .mirror(cratehold.index())
            .environment("CARGO_NET_RETRY", "0");
    cargo.run(project, "fetch").expectSuccess();
    assertThat(cargo.downloads()).isEqualTo(Expected.files(wanted));
  }

  private static TestCrate crate(String name, int number) {
    return CrateBuilder.crate(name, "1.%d.0".formatted(number)).payload(SIZE, number).build();
  }

  private static List<String> tables(Path data) throws Exception {
    return sql(
            data, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        .lines()
        .toList();
  }

  /// Carries out SQL from another process, as `store` beside a server does.
  private static String sql(Path data, String statement) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                "sqlite3",
                "-cmd",
                ".timeout 10000",
                data.resolve("cratehold.db").toString(),
                statement)
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed;
  }
}
