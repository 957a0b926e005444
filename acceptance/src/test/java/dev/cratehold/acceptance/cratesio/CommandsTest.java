package dev.cratehold.acceptance.cratesio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.acceptance.Cratehold;
import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.RealCargo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Cargo's commands, each through Cratehold and directly, with the same outcome.
@Tag("cratesio")
class CommandsTest {
  private static final String DEPENDENCIES =
      """
      [dependencies]
      clap = { version = "4", features = ["derive"] }
      serde = "1"
      tokio = { version = "1", features = ["full"] }
      """;

  @TempDir private Path scratch;
  private Cratehold cratehold;

  @BeforeEach
  void startCratehold() throws IOException {
    cratehold = Cratehold.start(scratch, CratesIo.wayOut(), CratesIo.INDEX);
  }

  @AfterEach
  void stopCratehold() {
    cratehold.close();
  }

  @Test
  void generateLockfile_throughCratehold_isTheDirectOne() throws Exception {
    assertSameFile(DEPENDENCIES, "Cargo.lock", List.of(List.of("generate-lockfile")));
  }

  @Test
  void add_throughCratehold_writesTheDirectManifestAndLock() throws Exception {
    List<List<String>> commands =
        List.of(List.of("add", "itoa", "serde_json"), List.of("generate-lockfile"));

    assertSameFile("", "Cargo.toml", commands);
    assertSameFile("", "Cargo.lock", commands);
  }

  @Test
  void update_afterAnOlderVersion_isTheDirectOne() throws Exception {
    assertSameFile(
        "[dependencies]\nserde_json = \"1\"\n",
        "Cargo.lock",
        List.of(List.of("update", "serde_json", "--precise", "1.0.100"), List.of("update")));
  }

  @Test
  void info_throughCratehold_saysWhatTheCrateIs() throws Exception {
    Cargo.Result result =
        through().run(scratch, "info", "--registry", "mirror", "itoa@1.0.15").expectSuccess();

    assertThat(result.stdout()).contains("itoa").contains("1.0.15").contains("MIT OR Apache-2.0");
  }

  @Test
  void vendor_throughCratehold_writesTheDirectFiles() throws Exception {
    Path project = PublishedApplication.SMALLEST.unpack(scratch);
    String one = scratch.resolve("vendor-one").toString();
    String other = scratch.resolve("vendor-other").toString();

    CratesIo.direct(scratch).run(project, "vendor", "--locked", one).expectSuccess();
    through().run(project, "vendor", "--locked", "--respect-source-config", other).expectSuccess();

    assertThat(contents(Path.of(other))).isEqualTo(contents(Path.of(one))).hasSizeGreaterThan(1000);
  }

  private Cargo through() throws IOException {
    return Cargo.fresh(RealCargo.stable(), scratch).mirror(cratehold.index());
  }

  /// A registry moves on at any time: the outcome must be that of a direct run just before or
  /// after.
  private void assertSameFile(String tables, String file, List<List<String>> commands)
      throws Exception {
    String before = outcome(CratesIo.direct(scratch), tables, file, commands);
    String through = outcome(through(), tables, file, commands);
    String after = outcome(CratesIo.direct(scratch), tables, file, commands);
    assertThat(through).isIn(before, after);
  }

  private String outcome(Cargo cargo, String tables, String file, List<List<String>> commands)
      throws Exception {
    Path project = CargoProject.create(scratch, tables);
    for (List<String> command : commands) {
      cargo.run(project, command.toArray(String[]::new)).expectSuccess();
    }
    return Files.readString(project.resolve(file));
  }

  /// The files below a directory, by path, as text that tells any two apart.
  private static SortedMap<String, String> contents(Path root) throws IOException {
    SortedMap<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(
            root.relativize(file).toString(),
            new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
    return contents;
  }
}
