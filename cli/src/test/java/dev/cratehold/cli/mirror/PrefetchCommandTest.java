package dev.cratehold.cli.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.cli.CommandLineUser;
import dev.cratehold.cli.CommandLineUser.Outcome;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.TestCrate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrefetchCommandTest {
  private static final TestCrate BAR = CrateBuilder.crate("bar", "1.0.0").build();
  private static final TestCrate FOO =
      CrateBuilder.crate("foo", "1.2.0").dependsOn("bar", "^1").build();

  private final FakeRegistry registry = FakeRegistry.start().publish(BAR, FOO);

  @TempDir Path home;

  @AfterEach
  void close() {
    registry.close();
  }

  private Outcome run(String... args) {
    return new CommandLineUser(home)
        .with("CRATEHOLD_DATA", home.resolve("data").toString())
        .with("CRATEHOLD_UPSTREAM", "sparse+" + registry.indexUrl())
        .run(args);
  }

  @Test
  void run_names_saysWhatWasFetchedAndNothingOnStandardOutput() {
    Outcome outcome = run("prefetch", "foo");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .matches("(?s).*     Fetched 2 crates \\([0-9.]+(B|KiB)\\), 0 were here\n");
    assertThat(run("prefetch", "foo").err()).contains("Fetched 0 crates, 2 were here\n");
  }

  @Test
  void run_noDeps_fetchesTheCrateAlone() {
    assertThat(run("prefetch", "foo", "--no-deps", "--threads", "1").err())
        .contains("Fetched 1 crate (");
  }

  @Test
  void run_dryRun_listsOnStandardOutput() {
    Outcome outcome = run("prefetch", "foo", "--dry-run");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).isEqualTo("bar 1.0.0\nfoo 1.2.0\n");
    assertThat(outcome.err()).contains(" Would fetch 2 crates, 0 were here");
  }

  @Test
  void run_json_isOneObject() throws IOException {
    Path lock = home.resolve("Cargo.lock");
    Files.writeString(
        lock,
        """
        version = 4

        [[package]]
        name = "app"
        version = "0.1.0"

        [[package]]
        name = "foo"
        version = "1.2.0"
        source = "registry+https://github.com/rust-lang/crates.io-index"
        checksum = "%s"
        """
            .formatted("0".repeat(64)));

    Outcome outcome = run("prefetch", "Cargo.lock", "bar", "--json");

    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.out())
        .isEqualTo(
            """
            {"dry_run":false,\
            "fetched":[{"name":"bar","version":"1.0.0","checksum":"%1$s","size":%2$d}],\
            "fetched_bytes":%2$d,"held":[],\
            "failed":[{"item":"foo@1.2.0","source":"Cargo.lock",\
            "reason":"the registry never had such a file with the checksum %3$s; \
            its index lists the checksum %4$s"}],\
            "skipped":[{"item":"app@0.1.0","source":"Cargo.lock","reason":"path"}],\
            "stale":[]}
            """
                .formatted(BAR.checksum(), BAR.size(), "0".repeat(64), FOO.checksum()));
  }

  @Test
  void run_wrongUse_isRefusedBeforeAnythingIsDone() throws IOException {
    Files.writeString(home.resolve("list"), "foo\n=1\n");

    assertThat(run("prefetch").err()).contains("prefetch needs something to fetch");
    assertThat(run("prefetch", "foo", "--threads", "0").err())
        .contains("--threads: `0` is not a number from 1 to 256");
    assertThat(run("prefetch", "./list").err()).contains("./list:2: `=1` is not a crate");
    assertThat(run("prefetch", "foo bar").err()).contains("the command line: `foo bar` is not");
    assertThat(run("prefetch", "foo bar").code()).isEqualTo(2);
    assertThat(run("prefetch", "other/Cargo.lock").err()).contains("cannot read", "no such file");
    assertThat(run("prefetch", "other/Cargo.lock").code()).isEqualTo(1);
    assertThat(home.resolve("data")).doesNotExist();
    assertThat(registry.log().all()).isEmpty();
  }

  @Test
  void run_nothingCanBeHad_failsWithOne() {
    Outcome outcome = run("prefetch", "absent");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .contains(
            "warning: cannot fetch absent, named by the command line: the registry has no crate"
                + " absent")
        .contains("Fetched 0 crates, 0 were here, 1 failed");
  }
}
