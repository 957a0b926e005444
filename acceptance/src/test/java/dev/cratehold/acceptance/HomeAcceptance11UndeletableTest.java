package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.HomeParameters;
import dev.cratehold.testing.SyntheticHome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `cratehold home gc` and a file that not even root can delete (`chattr +i`). Needs root and a
/// file system with that attribute.
final class HomeAcceptance11UndeletableTest {
  private static final String[] EVERYTHING = {
    "gc", "--grace", "0 seconds", "--max-download-age", "0 seconds"
  };

  @TempDir private Path scratch;
  private SyntheticHome home;
  private HomeCommand command;
  private Optional<Path> undeletable = Optional.empty();

  @BeforeEach
  void makeHome() throws Exception {
    home = SyntheticHome.create(scratch.resolve("home"), HomeParameters.perfect(11));
    command = HomeCommand.on(home.root(), scratch).now(home.now() + 86_400);
  }

  @AfterEach
  void release() throws Exception {
    if (undeletable.isPresent()) {
      Path name = undeletable.get().getFileName();
      try (Stream<Path> all = Files.walk(scratch)) {
        for (Path file : all.filter(f -> f.endsWith(name)).toList()) {
          run("chattr", "-i", file.toString());
        }
      }
    }
  }

  private static String run(String... line) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", List.of(line), said).isZero();
    return said;
  }

  private void freeze(Path file) throws Exception {
    undeletable = Optional.of(file);
    run("chattr", "+i", file.toString());
  }

  private Path firstBelow(String base) throws IOException {
    try (Stream<Path> all = Files.walk(home.root().resolve(base), 2)) {
      return all.filter(file -> file.getNameCount() == home.root().getNameCount() + 4)
          .sorted()
          .findFirst()
          .orElseThrow();
    }
  }

  private String rows(String table) throws Exception {
    String database = home.root().resolve(".global-cache").toString();
    return run("sqlite3", database, "SELECT count(*) FROM " + table).strip();
  }

  private SortedSet<String> inTrash() throws IOException {
    return HomeSoundness.files(home.root().resolve(".cratehold/trash"));
  }

  @Test
  void gc_undeletableFileInASource_removesTheRestAndRetriesOnlyIt() throws Exception {
    Path src = firstBelow("registry/src");
    freeze(src.resolve("Cargo.toml"));

    HomeCommand.Result first = command.run(EVERYTHING).expect(3);

    assertThat(first.stderr()).contains("Cargo.toml");
    assertThat(HomeSoundness.files(home.root().resolve("registry/src"))).isEmpty();
    assertThat(rows("registry_src")).isEqualTo("0");
    assertThat(inTrash()).hasSize(2).anyMatch(file -> file.endsWith("/Cargo.toml"));

    command.run(EVERYTHING).expect(3);
    run("chattr", "-i", frozen().toString());
    command.run(EVERYTHING).expect(0);
    assertThat(inTrash()).isEmpty();
  }

  private Path frozen() throws IOException {
    try (Stream<Path> all = Files.walk(home.root().resolve(".cratehold/trash"))) {
      return all.filter(file -> file.endsWith("Cargo.toml")).findFirst().orElseThrow();
    }
  }

  @Test
  void gc_undeletableCrate_staysWithItsRowAndAllElseGoes() throws Exception {
    Path crate = firstBelow("registry/cache");
    freeze(crate);

    HomeCommand.Result result = command.run(EVERYTHING).expect(3);

    assertThat(result.stderr()).contains(crate.getFileName().toString());
    assertThat(HomeSoundness.files(home.root().resolve("registry/cache"))).hasSize(1);
    assertThat(rows("registry_crate")).isEqualTo("1");
    assertThat(rows("registry_src")).isEqualTo("0");
  }
}
