package dev.cratehold.cli.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.cratehold.cli.CommandLineUser;
import dev.cratehold.cli.CommandLineUser.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

final class SetupTest {
  private static final String URL = "sparse+http://127.0.0.1:8080/crates-io/";
  private static final String OURS =
      """
      [registries.cratehold]
      index = "sparse+http://127.0.0.1:8080/crates-io/"

      [source.crates-io]
      replace-with = "cratehold"
      """;

  @TempDir Path home;
  private CommandLineUser user = new CommandLineUser(Path.of("/"));

  @BeforeEach
  void makeUser() {
    user = new CommandLineUser(home);
  }

  private void setup(String... args) {
    Outcome outcome =
        user.run(Stream.concat(Stream.of("setup"), Stream.of(args)).toArray(String[]::new));
    assertThat(outcome.code()).as(outcome.err()).isZero();
  }

  private String refused(String... args) {
    Outcome outcome =
        user.run(Stream.concat(Stream.of("setup"), Stream.of(args)).toArray(String[]::new));
    assertThat(outcome.code()).isEqualTo(1);
    return outcome.err();
  }

  /// @param after what setup makes of `before`
  private record Case(String name, String before, String after) {}

  private static List<Case> cases() {
    return List.of(
        new Case("empty file", "", OURS),
        new Case(
            "comments and layout",
            "# mine\n[build]\n  jobs   = 4 # four\n\n\n[net]\noffline=false\n",
            "# mine\n[build]\n  jobs   = 4 # four\n\n\n[net]\noffline=false\n\n" + OURS),
        new Case(
            "CRLF",
            "# mine\r\n[build]\r\njobs = 4\r\n",
            "# mine\r\n[build]\r\njobs = 4\r\n\r\n" + OURS.replace("\n", "\r\n")),
        new Case("no line end at the end", "[build]\njobs = 4", "[build]\njobs = 4\n\n" + OURS),
        new Case(
            "byte order mark", "\uFEFF[build]\njobs = 4\n", "\uFEFF[build]\njobs = 4\n\n" + OURS),
        new Case(
            "dotted keys",
            "build.jobs = 4\nregistries.other.index = 'sparse+https://o/'\n",
            "build.jobs = 4\nregistries.other.index = 'sparse+https://o/'\n\n" + OURS),
        new Case(
            "inline tables",
            "registries = { other = { index = 'sparse+https://o/' } } # all\n[build]\njobs = 1\n",
            "registries = { other = { index = 'sparse+https://o/' }, cratehold = { index = \""
                + URL
                + "\" } } # all\n[build]\njobs = 1\n\n[source.crates-io]\nreplace-with = \"cratehold\"\n"),
        new Case(
            "a table of crates-io that replaces nothing",
            "[source.crates-io] # mine\n\n[build]\njobs = 1\n",
            "[source.crates-io] # mine\nreplace-with = \"cratehold\"\n\n[build]\njobs = 1\n\n"
                + "[registries.cratehold]\nindex = \""
                + URL
                + "\"\n"),
        new Case(
            "another registry",
            "[registries.other]\nindex = \"sparse+https://o/\"\ntoken = 'secret'\n\n[build]\njobs = 1\n",
            "[registries.other]\nindex = \"sparse+https://o/\"\ntoken = 'secret'\n\n[build]\njobs = 1\n\n"
                + OURS));
  }

  @TestFactory
  Stream<DynamicTest> setup_existingFile_changesOnlyOurKeys() {
    return cases().stream()
        .map(c ->
            dynamicTest(
                c.name(),
                () -> {
                  CommandLineUser other =
                      new CommandLineUser(Files.createTempDirectory(home, "case"));
                  other.writeCargoConfig(c.before());
                  assertThat(other.run("setup").code()).isZero();
                  assertThat(other.readCargoConfig()).isEqualTo(c.after());
                }));
  }

  @TestFactory
  Stream<DynamicTest> undo_untouchedFile_restoresEveryByte() {
    return cases().stream()
        .map(c ->
            dynamicTest(
                c.name(),
                () -> {
                  CommandLineUser other =
                      new CommandLineUser(Files.createTempDirectory(home, "case"));
                  other.writeCargoConfig(c.before());
                  other.run("setup");
                  assertThat(other.run("setup", "--undo").code()).isZero();
                  assertThat(other.readCargoConfig()).isEqualTo(c.before());
                }));
  }

  @TestFactory
  Stream<DynamicTest> undo_fileEditedBehindOurs_keepsThatEdit() {
    return cases().stream()
        .filter(c -> !c.before().isEmpty() && c.before().endsWith("\n"))
        .map(c ->
            dynamicTest(
                c.name(),
                () -> {
                  CommandLineUser other =
                      new CommandLineUser(Files.createTempDirectory(home, "case"));
                  other.writeCargoConfig(c.before());
                  other.run("setup");
                  Files.writeString(
                      other.cargoConfig(), other.readCargoConfig() + "[term]\nquiet = true\n");
                  assertThat(other.run("setup", "--undo").code()).isZero();
                  assertThat(other.readCargoConfig())
                      .isEqualTo(c.before() + "[term]\nquiet = true\n");
                }));
  }

  @TestFactory
  Stream<DynamicTest> offAndOn_untouchedFile_restoresEveryByte() {
    return cases().stream()
        .map(c ->
            dynamicTest(
                c.name(),
                () -> {
                  CommandLineUser other =
                      new CommandLineUser(Files.createTempDirectory(home, "case"));
                  other.writeCargoConfig(c.before());
                  other.run("setup");
                  other.run("setup", "--off");
                  assertThat(other.readCargoConfig()).doesNotContain("replace-with");
                  other.run("setup", "--on");
                  assertThat(other.readCargoConfig()).isEqualTo(c.after());
                  other.run("setup", "--off");
                  other.run("setup", "--undo");
                  assertThat(other.readCargoConfig()).isEqualTo(c.before());
                }));
  }

  @Test
  void setup_noFile_makesIt() throws IOException {
    setup();

    assertThat(user.readCargoConfig()).isEqualTo(OURS);
  }

  @Test
  void undo_fileThatSetupMade_deletesIt() {
    setup();
    setup("--undo");

    assertThat(user.cargoConfig()).doesNotExist();
  }

  @Test
  void undo_fileThatSetupMadeAndTheUserEdited_keepsTheEdit() throws IOException {
    setup();
    Files.writeString(user.cargoConfig(), "[term]\nquiet = true\n\n" + OURS);
    setup("--undo");

    assertThat(user.readCargoConfig()).isEqualTo("[term]\nquiet = true\n");
  }

  @Test
  void undo_commentWrittenIntoOurTables_keepsTheComment() throws IOException {
    user.writeCargoConfig("[build]\njobs = 1\n");
    setup();
    Files.writeString(user.cargoConfig(), user.readCargoConfig() + "# mine\n");
    setup("--off");
    setup("--on");
    setup("--undo");

    assertThat(user.readCargoConfig()).isEqualTo("[build]\njobs = 1\n# mine\n");
  }

  @Test
  void undo_symbolicLinkToAFileThatSetupMade_leavesTheLinkAndDeletesTheFile() throws IOException {
    Files.createDirectories(user.cargoConfig().resolveSibling(""));
    Files.createSymbolicLink(user.cargoConfig(), Path.of("cargo.toml"));
    setup();
    setup("--undo");

    assertThat(user.cargoConfig()).isSymbolicLink();
    assertThat(user.cargoConfig().resolveSibling("cargo.toml")).doesNotExist();
  }

  @Test
  void undo_twice_isRefusedTheSecondTime() {
    setup();
    setup("--undo");

    assertThat(refused("--undo")).startsWith("error: setup has not edited " + user.cargoConfig());
  }

  @Test
  void undo_ourKeysEdited_isRefusedAndChangesNothing() throws IOException {
    setup();
    String edited = OURS.replace("8080", "9090");
    Files.writeString(user.cargoConfig(), edited);

    assertThat(refused("--undo"))
        .contains("was edited since, in the lines that setup wrote")
        .contains("\"sparse+http://127.0.0.1:9090/crates-io/\"");
    assertThat(user.readCargoConfig()).isEqualTo(edited);
  }

  @Test
  void undo_ourKeysTakenOutByHand_forgets() throws IOException {
    setup();
    Files.writeString(user.cargoConfig(), "[term]\nquiet = true\n");
    setup("--undo");

    assertThat(user.readCargoConfig()).isEqualTo("[term]\nquiet = true\n");
    assertThat(refused("--undo")).contains("setup has not edited");
  }

  @Test
  void undo_fileGone_forgets() throws IOException {
    setup();
    Files.delete(user.cargoConfig());
    setup("--undo");

    assertThat(user.cargoConfig()).doesNotExist();
  }

  @Test
  void undo_afterOffInAnEditedFile_keepsTheEdit() throws IOException {
    user.writeCargoConfig("[build]\njobs = 1\n");
    setup();
    Files.writeString(user.cargoConfig(), user.readCargoConfig() + "[term]\nquiet = true\n");
    setup("--off");
    setup("--undo");

    assertThat(user.readCargoConfig()).isEqualTo("[build]\njobs = 1\n[term]\nquiet = true\n");
  }

  @Test
  void setup_otherUrlAfterwards_replacesItAndStillUndoes() throws IOException {
    user.writeCargoConfig("[build]\njobs = 1\n");
    setup();
    setup("https://crates.example.com");

    assertThat(user.readCargoConfig())
        .contains("index = \"sparse+https://crates.example.com/crates-io/\"");

    setup("--undo");

    assertThat(user.readCargoConfig()).isEqualTo("[build]\njobs = 1\n");
  }

  @Test
  void setup_again_changesNothing() throws IOException {
    setup();

    assertThat(user.run("setup").err())
        .isEqualTo("   Unchanged " + user.cargoConfig() + " points cargo at " + URL + " already\n");
    assertThat(user.readCargoConfig()).isEqualTo(OURS);
  }

  @Test
  void setup_replacementOfSomebodyElse_isRefused() throws IOException {
    String vendored =
        "[source.crates-io]\nreplace-with = \"vendored\"\n[source.vendored]\ndirectory = \"v\"\n";
    user.writeCargoConfig(vendored);

    assertThat(refused())
        .startsWith(
            "error: " + user.cargoConfig() + " replaces crates.io already, with \"vendored\"\n");
    assertThat(user.readCargoConfig()).isEqualTo(vendored);
  }

  @Test
  void setup_registryOfOurNameThatWeDidNotWrite_isRefused() throws IOException {
    user.writeCargoConfig("[registries.cratehold]\nindex = \"sparse+https://mine/\"\n");

    assertThat(refused()).contains("has a registry \"cratehold\" that setup did not write");
  }

  @Test
  void undo_linesWrittenByHand_isRefused() throws IOException {
    user.writeCargoConfig(OURS);

    assertThat(refused("--undo")).contains("but setup did not write that");
  }

  @Test
  void off_replacedBySomethingElseMeanwhile_isRefused() throws IOException {
    setup();
    Files.writeString(user.cargoConfig(), OURS.replace("\"cratehold\"", "\"other\""));

    assertThat(refused("--off")).contains("replaces crates.io already, with \"other\"");
  }

  @Test
  void off_neverSetUp_isRefused() {
    assertThat(refused("--off")).contains("setup has not edited");
  }

  @Test
  void setup_brokenFile_namesTheLineAndChangesNothing() throws IOException {
    user.writeCargoConfig("[build]\njobs = \n");

    assertThat(refused()).startsWith("error: " + user.cargoConfig() + ":2: ");
    assertThat(user.readCargoConfig()).isEqualTo("[build]\njobs = \n");
  }

  @Test
  void setup_sourceIsNoTable_isRefused() throws IOException {
    user.writeCargoConfig("source = 3\n");

    assertThat(refused()).startsWith("error: " + user.cargoConfig() + ": source is not a table");
    assertThat(user.readCargoConfig()).isEqualTo("source = 3\n");
  }

  @Test
  void setup_replacementIsNoString_isRefused() throws IOException {
    user.writeCargoConfig("[source.crates-io]\nreplace-with = 3\n");

    assertThat(refused()).contains(": replace-with is not a string");
  }

  @Test
  void setup_notUtf8_isRefused() throws IOException {
    user.writeCargoConfig("");
    Files.write(user.cargoConfig(), "# caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(refused()).startsWith("error: " + user.cargoConfig() + " is not UTF-8");
  }

  @Test
  void setup_legacyFile_isEditedInsteadOfMakingAnother() throws IOException {
    Path legacy = user.cargoConfig().resolveSibling("config");
    Files.createDirectories(legacy.resolveSibling(""));
    Files.writeString(legacy, "[build]\njobs = 1\n");
    setup();

    assertThat(legacy).hasContent("[build]\njobs = 1\n\n" + OURS);
    assertThat(user.cargoConfig()).doesNotExist();
  }

  @Test
  void setup_bothFiles_editsTheOneThatCargoReads() throws IOException {
    user.writeCargoConfig("# new\n");
    Path legacy = user.cargoConfig().resolveSibling("config");
    Files.writeString(legacy, "# old\n");
    setup();

    assertThat(user.readCargoConfig()).isEqualTo("# new\n");
    assertThat(legacy).content().contains("replace-with");
  }

  @Test
  void setup_cargoHome_isWhereTheFileIs() {
    Path cargoHome = home.resolve("elsewhere");
    user.with("CARGO_HOME", cargoHome.toString());
    setup();

    assertThat(cargoHome.resolve("config.toml")).hasContent(OURS);
  }

  @Test
  void setup_project_editsThatProjectOnly() throws IOException {
    Path project = Files.createDirectories(home.resolve("p"));

    Outcome outcome = user.run("setup", "--project", "p");

    assertThat(outcome.err()).contains("note: `cargo install` does not read a project's");
    assertThat(project.resolve(".cargo/config.toml")).hasContent(OURS);
    assertThat(user.cargoConfig()).doesNotExist();
  }

  @Test
  void setup_symbolicLink_staysOne() throws IOException {
    Path dotfiles = Files.createDirectories(home.resolve("dotfiles"));
    Files.writeString(dotfiles.resolve("cargo.toml"), "# mine\n");
    Files.createDirectories(user.cargoConfig().resolveSibling(""));
    Files.createSymbolicLink(user.cargoConfig(), Path.of("../dotfiles/cargo.toml"));
    setup();

    assertThat(user.cargoConfig()).isSymbolicLink();
    assertThat(dotfiles.resolve("cargo.toml")).hasContent("# mine\n\n" + OURS);
  }

  @Test
  void setup_privateFile_staysPrivate() throws IOException {
    user.writeCargoConfig("# mine\n");
    Files.setPosixFilePermissions(user.cargoConfig(), PosixFilePermissions.fromString("rw-------"));
    setup();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(user.cargoConfig())))
        .isEqualTo("rw-------");
  }

  @Test
  void setup_always_leavesNothingElseBeside() throws IOException {
    setup();

    try (Stream<Path> files = Files.list(home.resolve(".cargo"))) {
      assertThat(files).containsExactly(user.cargoConfig());
    }
  }

  @Test
  void setup_record_isPrivate() throws IOException {
    setup();

    try (Stream<Path> files = Files.list(home.resolve(".local/state/cratehold/setup"))) {
      Path record = files.findFirst().orElseThrow();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(record)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void dryRun_always_printsTheDifferenceAndWritesNothing() throws IOException {
    user.writeCargoConfig("[build]\njobs = 1\n");

    Outcome outcome = user.run("setup", "--dry-run");

    assertThat(outcome.out())
        .isEqualTo(
            """
            --- FILE
            +++ FILE
             [build]
             jobs = 1
            +
            +[registries.cratehold]
            +index = "sparse+http://127.0.0.1:8080/crates-io/"
            +
            +[source.crates-io]
            +replace-with = "cratehold"
            """
                .replace("FILE", user.cargoConfig().toString()));
    assertThat(user.readCargoConfig()).isEqualTo("[build]\njobs = 1\n");
    assertThat(refused("--undo")).contains("setup has not edited");
  }

  @Test
  void setup_configuredPort_isTheDefaultServer() throws IOException {
    user.with("CRATEHOLD_PORT", "9999");
    setup();

    assertThat(user.readCargoConfig()).contains("sparse+http://127.0.0.1:9999/crates-io/");
  }

  @Test
  void setup_anyFormOfUrl_isCompleted() throws IOException {
    for (String url :
        List.of(
            "http://h:1", "http://h:1/", "http://h:1/crates-io", "sparse+http://h:1/crates-io/")) {
      setup(url);
      assertThat(user.readCargoConfig()).contains("\"sparse+http://h:1/crates-io/\"");
    }
  }

  @Test
  void setup_urlWithPassword_isRefusedWithoutRepeatingIt() {
    Outcome outcome = user.run("setup", "https://user:secret@host/");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).doesNotContain("secret");
  }
}
