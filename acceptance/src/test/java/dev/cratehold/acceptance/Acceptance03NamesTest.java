package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.RealCargo;
import dev.cratehold.testing.TestCrate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 3, names: every length and case is found, a typo costs the upstream little and only once,
/// and a crate that is published after the typo is seen.
class Acceptance03NamesTest {
  private static final List<String> NAMES =
      List.of("a", "ab", "abc", "Foo_Big", "x-y_z", "dlib", "con", "l" + "o".repeat(61) + "ng");
  private static final Duration PATIENCE = Duration.ofSeconds(45);

  @TempDir private Path scratch;

  @Test
  void fetch_namesOfEveryForm_getsThem() throws Exception {
    List<TestCrate> crates =
        NAMES.stream().map(n -> CrateBuilder.crate(n, "1.0.0+b.1").build()).toList();
    String wanted = NAMES.stream().map(n -> n + " = \"1\"\n").collect(Collectors.joining());
    Path project = CargoProject.create(scratch, "[dependencies]\n" + wanted);
    try (FakeRegistry upstream = FakeRegistry.start().publish(crates);
        Cratehold cratehold = Cratehold.start(scratch, upstream)) {
      for (RealCargo client : RealCargo.all()) {
        Cargo cargo = Cargo.fresh(client, scratch).mirror(cratehold.index());
        cargo.run(project, "fetch").expectSuccess();
        assertThat(cargo.downloads()).isEqualTo(Expected.files(crates));
      }
    }
  }

  @Test
  void fetch_wrongHyphen_saysWhatWasMeantAndAsksTheUpstreamOnce() throws Exception {
    Path project = CargoProject.create(scratch, "[dependencies]\nwrong_hyphen = \"1\"\n");
    TestCrate meant = CrateBuilder.crate("wrong-hyphen", "1.0.0").build();
    try (FakeRegistry upstream = FakeRegistry.start().publish(meant);
        Cratehold cratehold = Cratehold.start(scratch, upstream)) {

      Cargo.Result first = fetch(cratehold, project).expectFailure();

      assertThat(first.stderr()).contains("no matching package").contains("wrong-hyphen");
      assertThat(upstream.log().matching("/index/wr/.*")).hasSizeBetween(1, 3);
      upstream.log().clear();
      fetch(cratehold, project).expectFailure();
      assertThat(upstream.log().all()).isEmpty();
    }
  }

  @Test
  void fetch_publishedAfterAMiss_isFoundSoon() throws Exception {
    Path project = CargoProject.create(scratch, "[dependencies]\nlate = \"1\"\n");
    try (FakeRegistry upstream = FakeRegistry.start();
        Cratehold cratehold = Cratehold.start(scratch, upstream, "--index-ttl", "2s")) {
      fetch(cratehold, project).expectFailure();
      upstream.publish(CrateBuilder.crate("late", "1.0.0").build());

      long start = System.nanoTime();
      Cargo.Result result = fetch(cratehold, project);
      while (result.exit() != 0 && System.nanoTime() - start < PATIENCE.toNanos()) {
        result = fetch(cratehold, project);
      }

      result.expectSuccess();
    }
  }

  private Cargo.Result fetch(Cratehold cratehold, Path project) throws Exception {
    return Cargo.fresh(RealCargo.stable(), scratch).mirror(cratehold.index()).run(project, "fetch");
  }
}
