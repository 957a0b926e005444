package dev.cratehold.home.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.ItemKind;
import dev.cratehold.home.config.AutoCleanFrequency.Always;
import dev.cratehold.home.config.AutoCleanFrequency.Every;
import dev.cratehold.home.config.AutoCleanFrequency.Never;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The words of the warnings are those that cargo 1.95 printed in the same cases.
final class CargoConfigTest {
  private static final String NEVER = "[cache]\nauto-clean-frequency = \"never\"\n";
  private static final String ALWAYS = "[cache]\nauto-clean-frequency = \"always\"\n";

  @TempDir private Path directory;
  private CargoHome home;
  private Path project;

  @BeforeEach
  void makeDirectories() throws IOException {
    home = new CargoHome(Files.createDirectory(directory.resolve("home")));
    project = Files.createDirectories(directory.resolve("work/project"));
  }

  private CargoConfig read() {
    return read(Map.of());
  }

  private CargoConfig read(Map<String, String> environment) {
    return CargoConfig.read(home, project, environment);
  }

  private static Path write(Path file, String content) throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    return Files.writeString(file, content);
  }

  @Test
  void read_nothingThere_hasCargosDefaults() {
    assertThat(read())
        .isEqualTo(new CargoConfig(new Every(Duration.ofDays(1)), false, Map.of(), List.of()));
  }

  @Test
  void read_homeOnly_holds() throws IOException {
    write(home.root().resolve("config.toml"), NEVER);
    assertThat(read().autoCleanFrequency()).isEqualTo(new Never());
  }

  @Test
  void read_parentDirectory_overridesTheHome() throws IOException {
    write(home.root().resolve("config.toml"), NEVER);
    write(directory.resolve("work/.cargo/config.toml"), ALWAYS);
    assertThat(read().autoCleanFrequency()).isEqualTo(new Always());
  }

  @Test
  void read_directoryItself_overridesItsParent() throws IOException {
    write(directory.resolve("work/.cargo/config.toml"), ALWAYS);
    write(project.resolve(".cargo/config.toml"), NEVER);
    assertThat(read().autoCleanFrequency()).isEqualTo(new Never());
  }

  @Test
  void read_variable_overridesTheFiles() throws IOException {
    write(project.resolve(".cargo/config.toml"), NEVER);
    assertThat(read(Map.of("CARGO_CACHE_AUTO_CLEAN_FREQUENCY", "2 weeks")).autoCleanFrequency())
        .isEqualTo(new Every(Duration.ofDays(14)));
  }

  @Test
  void read_oldAndNewName_takesTheOldOne() throws IOException {
    write(project.resolve(".cargo/config"), NEVER);
    write(project.resolve(".cargo/config.toml"), ALWAYS);
    assertThat(read().autoCleanFrequency()).isEqualTo(new Never());
  }

  @Test
  void read_keysInSeveralFiles_areMerged() throws IOException {
    write(home.root().resolve("config.toml"), "[cache.global-clean]\nmax-src-age = \"2 days\"\n");
    write(project.resolve(".cargo/config.toml"), "cache.global-clean.max-git-db-age = \"1 month\"");
    assertThat(read().globalCleanAges())
        .isEqualTo(
            Map.of(
                ItemKind.SRC, Duration.ofDays(2), ItemKind.GIT_DB, Duration.ofSeconds(2_629_746)));
  }

  @Test
  void read_frequencyInNoForm_warnsAndTakesTheDefault() throws IOException {
    write(home.root().resolve("config.toml"), "[cache]\nauto-clean-frequency = \"abc\"\n");
    assertThat(read().autoCleanFrequency()).isEqualTo(AutoCleanFrequency.DEFAULT);
    assertThat(read().warnings())
        .containsExactly(
            "config option `cache.auto-clean-frequency` expected a value of \"always\", \"never\","
                + " or \"N seconds/minutes/days/weeks/months\", got: \"abc\"");
  }

  @Test
  void read_ageInNoForm_warnsAndSetsNone() throws IOException {
    write(home.root().resolve("config.toml"), "[cache.global-clean]\nmax-src-age = \"abc\"\n");
    assertThat(read().globalCleanAges()).isEmpty();
    assertThat(read().warnings())
        .containsExactly(
            "config option `gc.auto.max-src-age` expected a value of the form"
                + " \"N seconds/minutes/days/weeks/months\", got: \"abc\"");
  }

  @Test
  void read_numberForText_warns() throws IOException {
    Path file = write(home.root().resolve("config.toml"), "[cache]\nauto-clean-frequency = 5\n");
    assertThat(read().warnings())
        .containsExactly(
            "error in %s: `cache.auto-clean-frequency` expected a string, but found a integer"
                .formatted(file));
  }

  @Test
  void read_numberForTable_warnsOnce() throws IOException {
    Path file = write(home.root().resolve("config.toml"), "cache = 5\n");
    assertThat(read().warnings())
        .containsExactly(
            "expected table for configuration key `cache`, but found integer in " + file);
  }

  @Test
  void read_noToml_warnsAndSaysNothing() throws IOException {
    Path file = write(home.root().resolve("config.toml"), "[cache\n");
    assertThat(read().warnings())
        .singleElement()
        .asString()
        .startsWith("could not parse TOML configuration in `" + file + "`: ");
  }

  @Test
  void offline_inAFile_isTrue() throws IOException {
    write(home.root().resolve("config.toml"), "net.offline = true\n");
    assertThat(read().offline()).isTrue();
  }

  @Test
  void offline_variableFalse_overridesTheFile() throws IOException {
    write(home.root().resolve("config.toml"), "net.offline = true\n");
    assertThat(read(Map.of("CARGO_NET_OFFLINE", "false")).offline()).isFalse();
  }

  @Test
  void offline_neitherTrueNorFalse_saysNothingAsInCargo() {
    assertThat(read(Map.of("CARGO_NET_OFFLINE", "1")).offline()).isFalse();
    assertThat(read(Map.of("CARGO_NET_OFFLINE", "1")).warnings()).isEmpty();
  }
}
