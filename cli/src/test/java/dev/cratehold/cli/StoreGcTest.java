package dev.cratehold.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.cli.CommandLineUser.Outcome;
import dev.cratehold.registry.Checksum;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import dev.cratehold.store.CrateId;
import dev.cratehold.store.StagedBlob;
import dev.cratehold.store.Store;
import dev.cratehold.store.StoreOptions;
import dev.cratehold.testing.FakeClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `store gc`, `rm`, `pin`, `unpin` and `pins`.
final class StoreGcTest {
  private static final String LOCK =
      """
      version = 4

      [[package]]
      name = "anyhow"
      version = "1.0.0"
      source = "registry+https://github.com/rust-lang/crates.io-index"

      [[package]]
      name = "mine"
      version = "0.1.0"

      [[package]]
      name = "theirs"
      version = "0.1.0"
      source = "git+https://example.com/theirs#0123456789abcdef0123456789abcdef01234567"

      [[package]]
      name = "elsewhere"
      version = "0.1.0"
      source = "sparse+https://crates.example.com/index/"
      """;

  private final FakeClock clock = new FakeClock(Instant.parse("2020-01-01T00:00:00Z"));

  @TempDir Path home;

  private Outcome run(String... args) {
    return new CommandLineUser(home)
        .with("CRATEHOLD_DATA", home.resolve("data").toString())
        .with("CRATEHOLD_GC_GRACE", "0s")
        .in(home)
        .run(args);
  }

  @BeforeEach
  void fill() throws IOException {
    publish("serde", "1.0.0", 3000);
    publish("anyhow", "1.0.0", 2000);
    publish("serde", "1.0.1", 1000);
  }

  /// Publishes a crate an hour after the one before.
  private void publish(String name, String version, int size) throws IOException {
    byte[] content = (name + version).repeat(size).substring(0, size).getBytes(UTF_8);
    try (Store store = Store.open(home.resolve("data"), StoreOptions.defaults(), clock);
        StagedBlob blob = store.stage(OptionalLong.of(size))) {
      blob.write(ByteBuffer.wrap(content));
      Checksum checksum = blob.finish();
      store.publish(
          blob, new CrateId("crates-io", new CrateName(name), new CrateVersion(version), checksum));
    }
    clock.advance(Duration.ofHours(1));
  }

  private String listed() {
    return run("store", "ls").out().replaceAll(" +.*", "").replace("\n", " ");
  }

  @Test
  void gc_dryRun_printsThePlanAndDeletesNothing() {
    Outcome outcome = run("store", "gc", "--max-size", "0", "--dry-run");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .isEqualTo(
            """
            serde 1.0.0                                  2.9KiB  2020-01-01  least recently used, over --max-size
            anyhow 1.0.0                                 2.0KiB  2020-01-01  least recently used, over --max-size
            serde 1.0.1                                   1000B  2020-01-01  least recently used, over --max-size
            """);
    assertThat(outcome.err())
        .isEqualTo(
            """
                 Summary 3 crates, 5.9KiB total
            warning: nothing was deleted: --dry-run
            """);
    assertThat(listed()).isEqualTo("anyhow serde serde ");
  }

  @Test
  void gc_age_deletesWhatIsOlder() {
    Outcome outcome = run("store", "gc", "--max-age", "30d");

    assertThat(outcome).isEqualTo(new Outcome(0, "", "     Removed 3 crates, 5.9KiB total\n"));
    assertThat(listed()).isEmpty();
  }

  @Test
  void gc_json_isAnObjectForEachAndOneForAll() {
    Outcome outcome = run("store", "gc", "--max-age", "30d", "--json");

    assertThat(outcome.out().lines()).hasSize(4);
    assertThat(outcome.out())
        .contains(
            "{\"crates\":[{\"registry\":\"crates-io\",\"name\":\"serde\",\"version\":\"1.0.0\"}],",
            "\"size\":3000,\"last_use\":\"2020-01-01T00:00:00Z\",\"reason\":\"max-age\"}",
            "{\"dry_run\":false,\"files\":3,\"bytes\":6000,\"used_meanwhile\":0,\"vanished\":0,"
                + "\"failed\":0,\"left\":0,\"kept_by_pin\":0,\"kept_by_grace\":0,"
                + "\"bytes_missing\":0}");
  }

  @Test
  void gc_noLimits_saysWhatToGive() {
    Outcome outcome = run("store", "gc");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("error: nothing says how much to keep\n  help: give");
  }

  @Test
  void gc_limitsOfTheConfiguration_areUsed() throws IOException {
    Files.writeString(home.resolve("c.toml"), "max-age = \"30d\"\n");

    assertThat(run("store", "gc", "--config", "c.toml").err()).contains("Removed 3 crates");
  }

  @Test
  void gc_limitGiven_thatOfTheConfigurationIsNot() throws IOException {
    Files.writeString(home.resolve("c.toml"), "max-age = \"30d\"\n");

    assertThat(run("store", "gc", "--config", "c.toml", "--max-size", "1G").err())
        .isEqualTo("     Removed 0 crates, 0B total\n");
  }

  @Test
  void gc_everythingPinned_saysThatItIsNotEnough() {
    run("store", "pin", "serde", "anyhow@1.0.0");

    Outcome outcome = run("store", "gc", "--max-size", "0");

    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err())
        .startsWith(
            """
                 Removed 0 crates, 0B total
            note: 3 that a limit would take stay because of a pin
            warning: 5.9KiB more would have to go, and nothing else may:\
            """);
  }

  @Test
  void rm_version_deletesThatOne() {
    assertThat(run("store", "rm", "serde@1.0.0"))
        .isEqualTo(new Outcome(0, "", "     Removed 1 crate, 2.9KiB total\n"));
    assertThat(run("store", "ls").out()).contains("serde 1.0.1").doesNotContain("serde 1.0.0");
  }

  @Test
  void rm_name_deletesEveryVersion() {
    assertThat(run("store", "rm", "serde", "--dry-run").out().lines()).hasSize(2);
    assertThat(run("store", "rm", "serde").code()).isZero();
    assertThat(listed()).isEqualTo("anyhow ");
  }

  @Test
  void rm_unknown_deletesNothing() {
    Outcome outcome = run("store", "rm", "serde", "tokio");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).startsWith("error: tokio is not in the store; nothing was deleted");
    assertThat(listed()).isEqualTo("anyhow serde serde ");
  }

  @Test
  void rm_noCrate_isWrongUsage() {
    assertThat(run("store", "rm").code()).isEqualTo(2);
    assertThat(run("store", "rm", "no/crate").code()).isEqualTo(2);
    assertThat(run("store", "rm", "serde@one").code()).isEqualTo(2);
  }

  @Test
  void rm_pinned_needsForce() {
    run("store", "pin", "serde@1.0.0");

    Outcome refused = run("store", "rm", "serde");

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).startsWith("error: pinned, so nothing was deleted: serde@1.0.0");
    assertThat(listed()).isEqualTo("anyhow serde serde ");
    assertThat(run("store", "rm", "serde", "--force").err()).contains("Removed 2 crates");
  }

  @Test
  void pin_lockFile_pinsWhatComesFromTheRegistry() throws IOException {
    Files.writeString(home.resolve("Cargo.lock"), LOCK);

    Outcome outcome = run("store", "pin", "tokio", "--lock", "Cargo.lock", "--as", "release");

    assertThat(outcome).isEqualTo(new Outcome(0, "", "      Pinned 2 crates\n"));
    assertThat(run("store", "pins").out().lines())
        .satisfiesExactly(
            line -> assertThat(line).matches("anyhow@1.0.0 +20.*Z  release"),
            line -> assertThat(line).matches("tokio +20.*Z  release"));
    assertThat(run("store", "gc", "--max-age", "1d").err()).contains("Removed 2 crates");
    assertThat(listed()).isEqualTo("anyhow ");
  }

  @Test
  void unpin_label_takesItsPinsAway() {
    run("store", "pin", "serde", "anyhow", "--as", "release");
    run("store", "pin", "serde");

    assertThat(run("store", "unpin", "--as", "release").err()).isEqualTo("    Unpinned 2 crates\n");
    assertThat(run("store", "pins", "--json").out())
        .startsWith("{\"registry\":\"crates-io\",\"name\":\"serde\",\"owner\":\"by hand\",")
        .hasLineCount(1);
  }

  @Test
  void unpin_name_takesThatPinAway() {
    run("store", "pin", "serde", "anyhow");

    assertThat(run("store", "unpin", "serde").code()).isZero();
    assertThat(run("store", "unpin", "serde").code()).isEqualTo(1);
    assertThat(run("store", "pins").err()).isEqualTo("      Listed 1 pin\n");
  }

  @Test
  void pin_nothing_isWrongUsage() {
    assertThat(run("store", "pin").code()).isEqualTo(2);
    assertThat(run("store", "unpin").code()).isEqualTo(2);
    assertThat(run("store", "pin", "--lock", "missing").code()).isEqualTo(1);
  }

  @Test
  void unpin_notPinned_saysSo() {
    run("store", "pin", "serde");

    assertThat(run("store", "unpin", "serde", "--as", "release"))
        .isEqualTo(
            new Outcome(
                1,
                "",
                "    Unpinned 0 crates; 1 were not pinned as release;"
                    + " `cratehold store pins` lists what is\n"));
    assertThat(run("store", "unpin", "serde", "anyhow", "--json").out())
        .isEqualTo("{\"unpinned\":1,\"unchanged\":1}\n");
  }
}
