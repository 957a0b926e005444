package dev.cratehold.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.cli.CommandLineUser.Outcome;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.TestCrate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreImportTest {
  private static final TestCrate SERDE = CrateBuilder.crate("serde", "1.0.0").build();
  private static final TestCrate RC = CrateBuilder.crate("foo-bar2", "1.0.0-rc.1+meta-2").build();

  @TempDir Path home;
  private FakeRegistry upstream;

  @BeforeEach
  void startUpstream() throws Exception {
    upstream = FakeRegistry.start().publish(SERDE, RC);
  }

  @AfterEach
  void stopUpstream() {
    upstream.close();
  }

  private Outcome run(String... args) {
    return new CommandLineUser(home)
        .with("CRATEHOLD_DATA", home.resolve("data").toString())
        .with("CRATEHOLD_UPSTREAM", "sparse+" + upstream.indexUrl())
        .in(home)
        .run(args);
  }

  private Path write(String file, byte[] content) throws IOException {
    Path path = home.resolve(file);
    Files.createDirectories(path.resolveSibling(""));
    return Files.write(path, content);
  }

  private void fillHome() throws IOException {
    String cache = "cargo/registry/cache/index.crates.io-1949cf8c6b5b557f/";
    write(cache + "serde-1.0.0.crate", SERDE.file());
    write(cache + "foo-bar2-1.0.0-rc.1+meta-2.crate", RC.file());
    write("cargo/registry/src/other-1.0.0.crate", SERDE.file());
  }

  @Test
  void import_cargoHome_storesWhatTheRegistryLists() throws IOException {
    fillHome();

    Outcome outcome = run("store", "import", "cargo");

    assertThat(outcome.err())
        .matches(" +Imported 2 crates, .* total; 0 were here already, 0 left out\n");
    assertThat(outcome.code()).isZero();
    assertThat(run("store", "ls").out()).contains("serde 1.0.0", "foo-bar2 1.0.0-rc.1+meta-2");
    assertThat(upstream.log().matching("/dl/.*")).isEmpty();
  }

  @Test
  void import_again_findsEverythingThere() throws IOException {
    fillHome();
    run("store", "import", "cargo");

    assertThat(run("store", "import", "cargo"))
        .isEqualTo(
            new Outcome(
                0, "", "    Imported 0 crates, 0B total; 2 were here already, 0 left out\n"));
  }

  @Test
  void import_dryRun_storesNothing() throws IOException {
    fillHome();

    Outcome outcome = run("store", "import", "cargo", "--dry-run");

    assertThat(outcome.err())
        .contains("Summary 2 crates")
        .endsWith("nothing was stored: --dry-run\n");
    assertThat(run("store", "ls").out()).isEmpty();
  }

  @Test
  void import_damagedUnknownAndMisnamed_areListedAndTheRestIsStored() throws IOException {
    write("files/serde-1.0.0.crate", SERDE.file());
    write("files/foo-bar2-1.0.0-rc.1+meta-2.crate", "damaged".getBytes(UTF_8));
    write("files/serde-9.0.0.crate", SERDE.file());
    write("files/unknown-1.0.0.crate", SERDE.file());
    write("files/nothing.crate", SERDE.file());

    Outcome outcome = run("store", "import", "files");

    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err())
        .contains(
            "nothing.crate: its name says no name and version",
            "meta-2.crate: its SHA-256 is not the one that the index lists",
            "serde-9.0.0.crate: no index lists this version",
            "unknown-1.0.0.crate: no index lists this version",
            "Imported 1 crate, ");
  }

  @Test
  void import_cargoCacherAndMirror_readsTheirLayouts() throws IOException {
    write("cacher/crates/serde/1.0.0", SERDE.file());
    write("mirror/crates/foo-bar2/1.0.0-rc.1+meta-2/foo-bar2-1.0.0-rc.1+meta-2.crate", RC.file());

    assertThat(run("store", "import", "cacher", "mirror").err()).contains("Imported 2 crates");
  }

  @Test
  void import_offline_believesTheLocalRegistrysIndexAndNothingElse() throws IOException {
    write("local/serde-1.0.0.crate", SERDE.file());
    write("local/index/se/rd/serde", (SERDE.indexLine() + "\n").getBytes(UTF_8));
    write("local/foo-bar2-1.0.0-rc.1+meta-2.crate", RC.file());

    Outcome outcome = run("store", "import", "local", "--offline", "--json");

    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.out())
        .contains("\"name\":\"serde\",\"version\":\"1.0.0\",\"outcome\":\"imported\"")
        .contains("\"outcome\":\"refused\",\"reason\":\"no index lists this version\"")
        .contains("{\"dry_run\":false,\"imported\":1,");
    assertThat(upstream.log().all()).isEmpty();
  }

  @Test
  void import_upstreamFails_isListedAsTheReason() throws Exception {
    write("files/serde-1.0.0.crate", SERDE.file());
    upstream.stop();

    Outcome outcome = run("store", "import", "files");

    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err()).contains("serde-1.0.0.crate: ").contains("left out");
  }

  @Test
  void import_linkOutOfTheDirectory_isNotFollowed() throws IOException {
    Path outside = write("outside/serde-1.0.0.crate", SERDE.file());
    write("files/foo-bar2-1.0.0-rc.1+meta-2.crate", RC.file());
    Files.createSymbolicLink(home.resolve("files/serde-1.0.0.crate"), outside);

    assertThat(run("store", "import", "files").err()).contains("Imported 1 crate, ");
  }

  @Test
  void import_vendorDirectory_saysThatThereAreNoCrateFiles() throws IOException {
    write("vendor/serde/.cargo-checksum.json", new byte[0]);

    Outcome outcome = run("store", "import", "vendor");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("vendor is a vendor directory");
  }

  @Test
  void import_nothingThere_saysWhatToName() throws IOException {
    Files.createDirectory(home.resolve("empty"));

    assertThat(run("store", "import").code()).isEqualTo(2);
    assertThat(run("store", "import", "missing").code()).isEqualTo(1);
    assertThat(run("store", "import", "empty").err()).contains("there are no crate files in");
  }
}
