package dev.cratehold.cli;

import static dev.cratehold.store.statistics.Outcome.HIT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.cratehold.cli.CommandLineUser.Outcome;
import dev.cratehold.registry.Checksum;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import dev.cratehold.store.Alert;
import dev.cratehold.store.CrateId;
import dev.cratehold.store.StagedBlob;
import dev.cratehold.store.Store;
import dev.cratehold.store.StoreOptions;
import dev.cratehold.store.statistics.ServedRequest;
import dev.cratehold.testing.FaultyFileSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

final class StoreCommandTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-21T10:00:00Z"));

  @TempDir Path home;

  private Path data() {
    return home.resolve("data");
  }

  private Outcome run(String... args) {
    return new CommandLineUser(home).with("CRATEHOLD_DATA", data().toString()).run(args);
  }

  private static CrateId crate(String name, byte[] content) {
    return new CrateId(
        "crates-io", new CrateName(name), new CrateVersion("1.0.0"), checksum(content));
  }

  private static Checksum checksum(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return Checksum.parse(HexFormat.of().formatHex(digest)).orElseThrow();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void info_emptyDirectory_isNoStoreAndStaysEmpty() throws IOException {
    Files.createDirectory(data());

    Outcome outcome = run("store", "info");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("there is no store in " + data());
    assertThat(data()).isEmptyDirectory();
  }

  private static void publish(Store store, String name, String text) throws IOException {
    byte[] content = text.getBytes(UTF_8);
    try (StagedBlob blob = store.blobs().stage()) {
      blob.write(ByteBuffer.wrap(content));
      store.publish(blob, crate(name, content));
    }
  }

  private void fill() throws IOException {
    try (Store store = Store.open(data(), StoreOptions.defaults(), CLOCK)) {
      publish(store, "serde", "0123456789");
      publish(store, "anyhow", "abc");
    }
  }

  private void corruptEveryBlob() throws IOException {
    try (Stream<Path> files = Files.walk(data().resolve("blobs"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
        Files.writeString(file, "wrong");
      }
    }
  }

  @Test
  void info_noStore_saysSoAndMakesNone() {
    Outcome outcome = run("store", "info");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).startsWith("error: there is no store in " + data());
    assertThat(data()).doesNotExist();
  }

  @Test
  void info_twoCrates_countsThem() throws IOException {
    fill();

    assertThat(run("store", "info").out())
        .isEqualTo(
            """
            directory:   %s
            crates:      2 versions, 13B
            index files: 0, 0B
            served:      0 crates, 0B
            alerts:      none
            """
                .formatted(data()));
  }

  @Test
  void info_json_isOneObject() throws IOException {
    fill();

    assertThat(run("store", "info", "--json").out())
        .isEqualTo(
            "{\"directory\":\"%s\",\"crates\":2,\"crate_bytes\":13,\"index_files\":0,"
                    .formatted(data())
                + "\"index_bytes\":0,\"retired\":0,\"uses\":0,\"bytes_served\":0,"
                + "\"alerts\":0}\n");
  }

  private void serve() throws IOException {
    try (Store store = Store.open(data(), StoreOptions.defaults(), InstantSource.system())) {
      store
          .statistics()
          .served(
              new ServedRequest(
                  "crates-io",
                  HIT,
                  2048,
                  Duration.ofMillis(12),
                  Optional.of("serde"),
                  Optional.of("10.0.0.7")));
    }
  }

  @Test
  void info_stats_showsEveryWindowAndWhoTookMost() throws IOException {
    serve();

    assertThat(run("store", "info", "--stats").out())
        .contains("requests    hits", "last hour", "last 24 hours", "last 30 days", "ever")
        .contains("100.0%", "2.0KiB", "11.8ms", "last hour, clients:\n  10.0.0.7 ")
        .contains("ever, crates by requests:\n  crates-io/serde ");
  }

  @Test
  void info_statsInJson_isOneObject() throws IOException {
    serve();

    assertThat(run("store", "info", "--stats", "--json").out())
        .startsWith("{\"at\":\"")
        .contains("\"window\":\"ever\",\"requests\":1,\"hits\":1,", "\"10.0.0.7\"")
        .endsWith("]}\n");
  }

  @Test
  void info_statsOfAnUnusedStore_areZero() throws IOException {
    fill();

    assertThat(run("store", "info", "--stats").out()).contains("ever", "0B").doesNotContain("by");
  }

  @Test
  void info_besideAnOpenStore_works() throws IOException {
    fill();
    try (Store open = Store.open(data(), StoreOptions.defaults(), CLOCK)) {
      assertThat(open.holdings().totals().crates()).isEqualTo(2);
      assertThat(run("store", "info").code()).isZero();
    }
  }

  @Test
  void ls_twoCrates_listsThemByName() throws IOException {
    fill();

    Outcome outcome = run("store", "ls");

    assertThat(outcome.out().lines())
        .satisfiesExactly(
            line -> assertThat(line).matches("anyhow 1.0.0 +3B  2026-11-21  used 0 times"),
            line -> assertThat(line).matches("serde 1.0.0 +10B  2026-11-21  used 0 times"));
    assertThat(outcome.err()).isEqualTo("      Listed 2 crate versions, 13B\n");
  }

  @Test
  void ls_json_isOneObjectALine() throws IOException {
    fill();

    assertThat(run("store", "ls", "--json").out().lines().findFirst())
        .contains(
            ("{\"registry\":\"crates-io\",\"name\":\"anyhow\",\"version\":\"1.0.0\","
                    + "\"checksum\":\"%s\",\"size\":3,\"stored_at\":\"2026-11-21T10:00:00Z\","
                    + "\"last_use\":\"2026-11-21T10:00:00Z\",\"uses\":0,\"bytes_served\":0}")
                .formatted(checksum("abc".getBytes(UTF_8)).hex()));
  }

  @Test
  void verify_intact_saysSo() throws IOException {
    fill();

    Outcome outcome = run("store", "verify");

    assertThat(outcome)
        .isEqualTo(
            new Outcome(0, "", "    Verified 2 crate files, 13B, and 0 index files: intact\n"));
  }

  @Test
  void verify_corrupt_reportsAndRepairs() throws IOException {
    fill();
    corruptEveryBlob();

    Outcome first = run("store", "verify");
    Outcome second = run("store", "verify");

    assertThat(first.code()).isEqualTo(1);
    assertThat(first.out().lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("corrupt: ") && line.endsWith("; moved to quarantine"));
    assertThat(second.code()).isZero();
  }

  @Test
  void verify_corruptDryRun_changesNothing() throws IOException {
    fill();
    corruptEveryBlob();

    run("store", "verify", "--dry-run");

    assertThat(run("store", "verify", "--dry-run").code()).isEqualTo(1);
  }

  @Test
  void verify_corruptJson_namesEachFinding() throws IOException {
    fill();
    corruptEveryBlob();

    assertThat(run("store", "verify", "--json").out())
        .startsWith("{\"sound\":false,\"repaired\":true,\"intact\":0,")
        .contains("\"kind\":\"corrupt\"", "\"name\":\"serde\"");
  }

  @Test
  void anything_directoryOfSomebodyElse_isRefused() throws IOException {
    Files.createDirectories(data());
    Files.writeString(data().resolve("thesis.tex"), "precious");

    Outcome outcome = run("store", "info");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("error: cannot read the store in " + data(), "  cause: ");
    assertThat(data().resolve("thesis.tex")).hasContent("precious");
  }

  private static Alert alert(Alert.Kind kind, String name) {
    return new Alert(
        kind,
        "crates-io",
        new CrateName(name),
        Optional.of(new CrateVersion("1.0.0")),
        "what was seen");
  }

  private void raise(Alert... alerts) throws IOException {
    try (Store store = Store.open(data(), StoreOptions.defaults(), CLOCK)) {
      Stream.of(alerts).forEach(store.alerts()::raise);
    }
  }

  @Test
  void alerts_none_saysSo() throws IOException {
    fill();

    Outcome outcome = run("store", "alerts");

    assertThat(outcome).isEqualTo(new Outcome(0, "", "      Listed 0 of 0 alerts\n"));
  }

  @Test
  void alerts_raised_areListedWithTheirCount() throws IOException {
    Alert alert = alert(Alert.Kind.WRONG_BYTES, "serde");
    raise(alert, alert);

    Outcome outcome = run("store", "alerts");

    assertThat(outcome.out())
        .isEqualTo("2026-11-21T10:00:00Z wrong-bytes serde 1.0.0: what was seen (2 times)\n");
    assertThat(outcome.err()).isEqualTo("      Listed 1 of 1 alerts\n");
  }

  @Test
  void alerts_json_isOneObjectEach() throws IOException {
    raise(alert(Alert.Kind.CORRUPT_CRATE, "serde"));

    assertThat(run("store", "alerts", "--json").out())
        .isEqualTo(
            "{\"kind\":\"corrupt-crate\",\"registry\":\"crates-io\",\"name\":\"serde\","
                + "\"version\":\"1.0.0\",\"sentence\":\"what was seen\",\"count\":1,"
                + "\"first\":\"2026-11-21T10:00:00Z\",\"last\":\"2026-11-21T10:00:00Z\"}\n");
  }

  @Test
  void info_alerts_areCounted() throws IOException {
    raise(alert(Alert.Kind.REPUBLISHED, "serde"), alert(Alert.Kind.REPUBLISHED, "rand"));

    assertThat(run("store", "info").out())
        .contains("alerts:      2; `cratehold store alerts` shows them\n");
  }

  @TestFactory
  Stream<DynamicTest> readingCommands_directoryCannotBeWritten_work() throws IOException {
    fill();
    raise(alert(Alert.Kind.REPUBLISHED, "serde"));
    FaultyFileSystem disk = FaultyFileSystem.create();
    disk.pretendReadOnly();

    return Stream.of("info", "ls", "alerts", "verify --dry-run")
        .map(command ->
            dynamicTest(
                command,
                () ->
                    assertThat(onto(disk, "store " + command))
                        .extracting(Outcome::code)
                        .isEqualTo(0)));
  }

  /// Types a command where the disk is this one.
  private Outcome onto(FaultyFileSystem disk, String command) {
    return new CommandLineUser(disk.path(home))
        .with("CRATEHOLD_DATA", data().toString())
        .run(command.split(" "));
  }

  @Test
  void verify_directoryCannotBeWritten_namesTheDryRun() throws IOException {
    fill();
    FaultyFileSystem disk = FaultyFileSystem.create();
    disk.pretendReadOnly();

    Outcome outcome = onto(disk, "store verify");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .contains("error: cannot change the store in " + data())
        .contains("cannot be written", "--dry-run");
  }

  @Test
  void info_directoryCannotBeWritten_warnsInOurStyle() throws IOException {
    fill();
    FaultyFileSystem disk = FaultyFileSystem.create();
    disk.pretendReadOnly();

    assertThat(onto(disk, "store info").err())
        .startsWith("warning: the store in " + data() + " is open for reading alone: ")
        .hasLineCount(1);
  }
}
