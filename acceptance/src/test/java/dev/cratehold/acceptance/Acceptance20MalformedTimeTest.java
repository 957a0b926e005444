package dev.cratehold.acceptance;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.RealCargo;
import dev.cratehold.testing.TestCrate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 20, its clause on malformed times: a publish time upstream that no cargo can read hides the
/// one version that has it, as it does without Cratehold, and none beside it.
class Acceptance20MalformedTimeTest {
  private static final List<String> MALFORMED =
      List.of("2026-01-31T12:00:00.123Z", "2026-01-31", "yesterday", "");

  @TempDir private Path scratch;

  @Test
  void fetch_malformedTimeBesideAGoodOne_takesTheGoodOne() throws Exception {
    List<TestCrate> good = new ArrayList<>();
    try (FakeRegistry upstream = FakeRegistry.start();
        Cratehold cratehold = Cratehold.start(scratch, upstream)) {
      for (String time : MALFORMED) {
        String name = "timed-" + good.size();
        good.add(CrateBuilder.crate(name, "1.0.0").publishedAt("2026-01-30T12:00:00Z").build());
        upstream.publish(
            good.getLast(), CrateBuilder.crate(name, "1.1.0").publishedAt(time).build());
      }
      for (RealCargo client : RealCargo.all()) {
        String wanted = good.stream().map(c -> c.name() + " = \"1\"\n").collect(joining());
        Path project = CargoProject.create(scratch, "[dependencies]\n" + wanted);
        Cargo cargo = Cargo.fresh(client, scratch).mirror(cratehold.index());

        cargo.run(project, "fetch").expectSuccess();

        assertThat(cargo.downloads()).as(client.label()).isEqualTo(Expected.files(good));
      }
    }
  }
}
