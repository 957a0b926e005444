package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.acceptance.HomeTrial.Outcome;
import dev.cratehold.home.layout.DirectoryNames;
import dev.cratehold.home.layout.SourceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 14 of the Cargo home: what lost its parent, is empty, or is of a name that cargo gave up in
/// 1.85. Cargo's own collection never finds it.
class HomeAcceptance14OrphansTest {
  private static final long NOW = 1_790_000_000L;
  private static final long DAY = 86_400;
  private static final String GONE = "gone.example-0123456789abcdef";
  private static final String LOST = "lost-0123456789abcdef";

  @TempDir private Path scratch;
  private TimedCargo cargo;
  private Path project;
  private String today;
  private String before185;

  @BeforeEach
  void start() throws Exception {
    cargo = TimedCargo.start(scratch).environment("CARGO_CACHE_AUTO_CLEAN_FREQUENCY", "never");
    project = cargo.project("one = \"1\"");
    cargo.run(NOW, project, "fetch");
    today = cargo.index();
    before185 =
        DirectoryNames.registryBefore185(SourceKind.SPARSE_REGISTRY, cargo.indexUrl().toString());
  }

  @AfterEach
  void stop() {
    cargo.close();
  }

  @Test
  void gc_orphans_areFoundExplainedAndRemovedByAge() throws Exception {
    List<String> orphans =
        List.of("git/checkouts/" + LOST, "registry/cache/" + GONE, "registry/src/" + GONE);
    orphans();

    expectGone(orphans, "has neither");
  }

  @Test
  void gc_youngOrphans_stay() throws Exception {
    orphans();

    assertThat(trial(20).ours("gc").done().gone()).isEmpty();
  }

  private void orphans() throws IOException {
    add("registry/cache/" + GONE + "/old-1.0.0.crate");
    add("registry/src/" + GONE + "/old-1.0.0/.cargo-ok");
    add("git/checkouts/" + LOST + "/abcdef0/.cargo-ok");
    ageAll("registry/cache/" + GONE, "registry/src/" + GONE, "git/checkouts/" + LOST);
  }

  @Test
  void gc_emptyDirectories_areFoundExplainedAndRemovedByAge() throws Exception {
    List<String> empty =
        List.of("git/checkouts/" + LOST, "registry/cache/" + GONE, "registry/src/" + GONE);
    for (String directory : empty) {
      Files.createDirectories(cargo.home().resolve(directory));
      ageAll(directory);
    }

    expectGone(empty, "empty directory");
  }

  @Test
  void gc_namesFromBefore185_areFoundExplainedAndRemovedByAge() throws Exception {
    for (String base : List.of("registry/index/", "registry/cache/", "registry/src/")) {
      copy(base + today, base + before185);
      ageAll(base + before185);
    }

    expectGone(
        List.of(
            "registry/cache/" + before185,
            "registry/index/" + before185,
            "registry/src/" + before185),
        "since 1.85");
  }

  /// Of old things that nobody knows, and beside what is in use.
  private void expectGone(List<String> paths, String reason) throws Exception {
    cargo.run(NOW + 99 * DAY, project, "fetch");
    HomeTrial trial = trial(100);
    Outcome plan = trial.ours("gc", "--dry-run", "--json").done();
    Outcome outcome = trial.ours("gc").done();

    assertThat(trial.cargo().done().gone()).as("found by cargo").isEmpty();
    assertThat(plan.gone()).isEmpty();
    assertThat(plan.stdout()).contains(paths).contains("\"leftover\"").contains(reason);
    assertThat(outcome.gone()).containsExactlyElementsOf(paths);
    cargo.environment("CARGO_HOME", outcome.home().toString());
    assertThat(cargo.run(NOW + 100 * DAY, project, "check", "--offline").stderr())
        .doesNotContain("warning");
  }

  private HomeTrial trial(int days) {
    return HomeTrial.of(cargo.home(), scratch, NOW + days * DAY);
  }

  private void add(String path) throws IOException {
    Path file = cargo.home().resolve(path);
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, "old");
  }

  private void copy(String from, String to) throws IOException, InterruptedException {
    String[] command = {
      "cp", "-a", cargo.home().resolve(from).toString(), cargo.home().resolve(to).toString()
    };
    assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
  }

  /// Gives all below these directories the time at which all began.
  private void ageAll(String... paths) throws IOException {
    FileTime time = FileTime.from(Instant.ofEpochSecond(NOW));
    for (String path : paths) {
      try (Stream<Path> all = Files.walk(cargo.home().resolve(path))) {
        for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.setAttribute(file, "lastAccessTime", time);
          Files.setLastModifiedTime(file, time);
        }
      }
    }
  }
}
