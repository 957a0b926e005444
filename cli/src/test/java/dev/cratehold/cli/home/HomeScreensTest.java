package dev.cratehold.cli.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.cratehold.cli.CommandLineUser;
import dev.cratehold.cli.CommandLineUser.Outcome;
import dev.cratehold.cli.terminal.Fit;
import dev.cratehold.testing.HomeParameters;
import dev.cratehold.testing.SyntheticHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// What the commands on a Cargo home show, on a home made from a seed.
final class HomeScreensTest {
  private static final long SEED = 5;

  @TempDir private Path scratch;
  private SyntheticHome home;

  @BeforeEach
  void makeHome() throws IOException {
    home = SyntheticHome.create(scratch.resolve("home"), HomeParameters.perfect(SEED));
  }

  private CommandLineUser user() {
    return new CommandLineUser(scratch)
        .with("CARGO_HOME", home.root().toString())
        .with("__CARGO_TEST_LAST_USE_NOW", Long.toString(home.now()));
  }

  @TestFactory
  Stream<DynamicTest> screens_anyWidth_noLineIsTorn() {
    List<String> commands =
        List.of(
            "home show",
            "home show --scan",
            "home top -n 0",
            "home gc --dry-run",
            "home clear all --dry-run");
    return Stream.of(80, 200)
        .flatMap(columns ->
            commands.stream()
                .map(command ->
                    dynamicTest(
                        command + " at " + columns,
                        () ->
                            assertThat(user().at(columns).run(command.split(" ")).out().lines())
                                .isNotEmpty()
                                .allMatch(line -> Fit.columns(line) <= columns))));
  }

  @Test
  void show_noTerminal_hasNoBarsAndShortensNothing() {
    String shown = user().run("home", "show").out();

    assertThat(shown)
        .startsWith(home.root() + " (by CARGO_HOME)\n")
        .contains("index.crates.io-1949cf8c6b5b557f")
        .doesNotContain("█", "…");
  }

  @TestFactory
  Stream<DynamicTest> anyCommand_noHome_saysSo() {
    return Stream.of("show", "top", "gc", "gc --dry-run", "gc --auto", "clear all", "undo")
        .map(command ->
            dynamicTest(
                command,
                () -> {
                  String line = "home " + command + " --cargo-home nowhere";
                  Outcome outcome = user().run(line.split(" "));

                  assertThat(outcome.code()).isEqualTo(1);
                  assertThat(outcome.err())
                      .startsWith("error: there is no Cargo home in " + scratch.resolve("nowhere"));
                }));
  }

  @Test
  void show_homeThatCannotBeLookedInto_saysWhyAndNotThatThereIsNone() throws IOException {
    Path loop = Files.createSymbolicLink(scratch.resolve("loop"), Path.of("loop"));

    Outcome outcome = user().run("home", "show", "--cargo-home", loop.toString());

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .startsWith("error: cannot look into the Cargo home " + loop)
        .contains("cause: ");
  }

  @Test
  void clear_emptyCargoHomeOption_isRefused() {
    Outcome outcome = user().run("home", "clear", "all", "--cargo-home", "");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("error: --cargo-home: an empty path names nothing");
  }

  @Test
  void show_json_isOneObjectWithEveryPart() {
    String json = user().run("home", "show", "--json").out();

    assertThat(json.lines()).hasSize(1);
    assertThat(json)
        .startsWith("{\"home\":\"%s\",\"basis\":\"database\",\"total\":{".formatted(home.root()))
        .contains("\"parts\":{", "\"places\":[", "\"ages\":{", "\"reclaimable\":[", "\"notes\":[");
  }

  @Test
  void top_oneOfAKind_isTheLargestOfIt() {
    Outcome outcome = user().run("home", "top", "--kind", "crate", "-n", "1");

    assertThat(outcome.out().lines()).hasSize(2);
    assertThat(outcome.out()).contains("registry/cache/").contains(".crate\n");
    assertThat(outcome.err()).contains("Listed 1 of ");
  }

  @Test
  void top_unknownKind_isExplained() {
    Outcome outcome = user().run("home", "top", "--kind", "crates");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("error: --kind: `crates` is not one of index, crate,");
  }

  @Test
  void gc_dryRun_changesNothingAndSaysSo() throws IOException {
    Outcome outcome = user().run("home", "gc", "--dry-run");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains(": not used for longer than 1 month\n");
    assertThat(outcome.err()).endsWith("warning: nothing was removed: --dry-run\n");
    assertThat(home.root().resolve(".cratehold")).doesNotExist();
  }

  @Test
  void gc_keepUndo_comesBackByUndo() throws IOException {
    List<String> before = files();

    Outcome collected = user().run("home", "gc", "--keep-undo");
    List<String> between = files();
    Outcome undone = user().run("home", "undo");

    assertThat(collected.code()).as(collected.err()).isZero();
    assertThat(collected.err()).contains("Removed ", "note: no space was freed yet");
    assertThat(between).hasSizeLessThan(before.size());
    assertThat(undone.code()).as(undone.err()).isZero();
    assertThat(files()).isEqualTo(before);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(home.root().resolve("registry"))) {
      return all.filter(Files::isRegularFile)
          .map(file -> home.root().relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void gc_keepForWithoutALockFile_removesNothing() throws IOException {
    List<String> before = files();
    Files.createDirectory(scratch.resolve("empty"));

    Outcome outcome = user().run("home", "gc", "--keep-for", "empty");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("error: there is no Cargo.lock at or below ");
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void clear_configuration_isRefusedByName() {
    Outcome outcome = user().run("home", "clear", "config");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .isEqualTo(
            """
            error: config cannot be cleared
              help: The configuration is yours: it is no cache and never cleared.
            """);
  }

  @Test
  void clear_src_leavesTheCrates() throws IOException {
    Outcome outcome = user().run("home", "clear", "src");

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(files())
        .noneMatch(file -> file.startsWith("registry/src/") && file.endsWith("/.cargo-ok"))
        .anyMatch(file -> file.endsWith(".crate"));
  }

  @Test
  void compat_optionOfOurs_isRefused() {
    Outcome outcome = user().run("home", "gc", "--cargo-compat", "--grace", "1 day");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("error: cargo has no --grace\n");
  }

  @Test
  void compat_dryRun_saysWhatCargoSays() {
    Outcome outcome = user().run("home", "gc", "--cargo-compat", "--dry-run");

    assertThat(outcome.err())
        .matches(" +Summary [0-9]+ files, .*total\nwarning: no files deleted due to --dry-run\n");
  }

  @Test
  void undo_nothingKept_saysHowToKeep() {
    assertThat(user().run("home", "undo").err())
        .isEqualTo(
            """
            error: there is nothing to undo
              help: gc and clear keep what goes with --keep-undo
            """);
  }
}
