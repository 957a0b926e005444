package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cratehold.home.CargoDuration;
import dev.cratehold.home.CargoSize;
import dev.cratehold.home.compat.CompatMode;
import dev.cratehold.testing.HomeParameters;
import dev.cratehold.testing.SyntheticHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 5: what is a duration or a size to the real cargo is one here, and nothing else is; but
/// ages that cargo cannot count with do no harm.
class HomeAcceptance05DurationsAndSizesTest {
  private static final long NOW = HomeParameters.NOW;
  private static final String OVERFLOWING = "99999999999999999 months";

  private static final List<String> DURATIONS =
      List.of(
          "0 seconds",
          "1 second",
          "1second",
          "59 seconds",
          "1 minute",
          "2minutes",
          "1 hour",
          "3hours",
          "1 day",
          "007 days",
          "2 weeks",
          "1week",
          "1 month",
          "3months",
          "",
          " ",
          "1",
          "day",
          "1 year",
          "1h",
          "1d",
          "-1 day",
          "+1 day",
          "1.5 days",
          "1  day",
          "1\tday",
          " 1 day",
          "1 day ",
          "1 Day",
          "1 DAYS",
          "one day",
          "1_000 days",
          "\u0661 day",
          "1 dayss",
          "18446744073709551616 seconds",
          "0x1 day",
          "1 day\n");

  private static final List<String> SIZES =
      List.of(
          "0",
          "1",
          "123",
          "1b",
          "1B",
          "1 B",
          "1kb",
          "1 KB",
          "1Kb",
          "1mb",
          "2 MB",
          "1gb",
          "1.5gb",
          "1kib",
          "1KiB",
          "1.0 kib",
          "1mib",
          "1.9MIB",
          "1gib",
          "007",
          "",
          " ",
          "1.5",
          "1.55kb",
          "1.kb",
          ".5kb",
          "-1",
          "+1",
          "1 ",
          " 1",
          "1  kb",
          "1tb",
          "1TiB",
          "1k",
          "1m",
          "kb",
          "1e3",
          "1,5kb",
          "1\u212ab",
          "0x10",
          "18446744073709551615",
          "18446744073709551616",
          "99999999999999999999gb",
          "1kb\n",
          "\u0661kb");

  @TempDir private Path scratch;

  @Test
  void duration_eachForm_isOneIfCargoTakesIt() throws Exception {
    for (String text : DURATIONS) {
      assertThat(isTaken(text, CargoDuration::parse))
          .as("'%s'", text)
          .isEqualTo(cargoTakes("--max-src-age", text));
    }
  }

  @Test
  void size_eachForm_isOneIfCargoTakesIt() throws Exception {
    for (String text : SIZES) {
      assertThat(isTaken(text, CargoSize::parse))
          .as("'%s'", text)
          .isEqualTo(cargoTakes("--max-src-size", text));
    }
  }

  @Test
  void size_refused_isRefusedInCargosWords() throws Exception {
    for (String text : List.of("10TB", "1.5", "")) {
      String said = String.join("\n", run("--max-src-size", text).lines());
      assertThatThrownBy(() -> CargoSize.parse(text))
          .satisfies(failure -> assertThat(said).contains(failure.getMessage()));
    }
  }

  /// Cargo deletes everything then.
  @Test
  void duration_overflowing_isRefusedAndTheHomeUntouched() throws Exception {
    Path ours = home("a");
    String before = HomeSnapshot.checksum(ours);
    CompatCase asked = new CompatCase(List.of("--max-download-age", OVERFLOWING), NOW);
    assertThatThrownBy(() -> asked.byCratehold(ours, CompatMode.REMOVE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("too long");
    assertThat(HomeSnapshot.checksum(ours)).isEqualTo(before);
    Path cargos = home("b");
    asked.byCargo(cargos, scratch);
    assertThat(HomeSnapshot.paths(cargos)).noneMatch(path -> path.endsWith(".crate"));
  }

  /// Cargo fails then.
  @Test
  void duration_beyondTheEpoch_deletesNothing() throws Exception {
    Path ours = home("a");
    Set<String> before = HomeSnapshot.paths(ours);
    CompatCase asked = new CompatCase(List.of("--max-download-age", "1000 months"), NOW);
    assertThat(asked.byCratehold(ours, CompatMode.REMOVE).lines())
        .containsExactly("     Removed 0 files");
    assertThat(HomeSnapshot.paths(ours)).isEqualTo(before);
    assertThat(asked.byCargo(home("b"), scratch).exit()).isEqualTo(101);
  }

  private Path home(String name) throws IOException {
    return SyntheticHome.create(scratch.resolve(name), HomeParameters.perfect(5)).root();
  }

  private static boolean isTaken(String text, Consumer<String> parser) {
    try {
      parser.accept(text);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private boolean cargoTakes(String option, String text) throws IOException, InterruptedException {
    return run(option, text).exit() == 0;
  }

  private CompatCase.Outcome run(String option, String text)
      throws IOException, InterruptedException {
    Path empty = Files.createDirectories(scratch.resolve("empty"));
    return new CompatCase(List.of(option, text), NOW).byCargo(empty, scratch, "--dry-run");
  }
}
