package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.RealCargo;
import dev.cratehold.testing.TestCrate;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 22, a version that is deleted upstream and published again with other bytes: each lock file
/// gets the bytes that it names, and whoever runs the server is told.
class Acceptance22RepublishTest {
  private static final TestCrate OLD =
      CrateBuilder.crate("bar", "0.1.1").payload(50_000, 1).build();
  private static final TestCrate NEW =
      CrateBuilder.crate("bar", "0.1.1").payload(60_000, 2).build();

  @TempDir private Path scratch;

  @Test
  void fetch_oldAndNewLock_getTheirOwnBytesAndAnAlertIsRaised() throws Exception {
    Path project = project();
    try (FakeRegistry upstream = FakeRegistry.start().publish(OLD);
        Cratehold cratehold = Cratehold.start(scratch, upstream, "--index-ttl", "1s");
        PlainClient plain = new PlainClient()) {
      List<Cargo> clients =
          List.of(mirrored(RealCargo.stable(), cratehold), mirrored(RealCargo.debian(), cratehold));
      for (Cargo cargo : clients) {
        cargo.run(project, "fetch").expectSuccess();
      }
      upstream.replace(NEW);
      Eventually.until(
          "the index lists the new checksum",
          () -> {
            HttpResponse<byte[]> index = plain.get(cratehold.index().resolve("3/b/bar"));
            return PlainClient.text(index).contains(NEW.checksum().hex());
          });

      for (Cargo cargo : clients) {
        deleteDownloads(cargo);
        cargo.run(project, "fetch", "--locked").expectSuccess();
        assertThat(cargo.downloads()).isEqualTo(Expected.files(List.of(OLD)));
      }
      for (RealCargo client : RealCargo.all()) {
        Cargo.Result newIndexOldLock =
            mirrored(client, cratehold).run(project, "fetch", "--locked").expectFailure();
        assertThat(newIndexOldLock.stderr())
            .contains("checksum for `bar v0.1.1` changed between lock files");
        Cargo fresh = mirrored(client, cratehold);
        fresh.run(project(), "fetch").expectSuccess();
        assertThat(fresh.downloads()).isEqualTo(Expected.files(List.of(NEW)));
      }
      assertThat(plain.get(cratehold.crate(OLD)).body()).isEqualTo(OLD.file());
      assertThat(plain.get(cratehold.crate(NEW)).body()).isEqualTo(NEW.file());
      assertTold(cratehold);
    }
  }

  private static void assertTold(Cratehold cratehold) throws Exception {
    Eventually.until(
        "the alert is listed",
        () -> {
          String alerts = cratehold.run("store", "alerts").output();
          return alerts.contains("republished bar 0.1.1")
              && alerts.contains(OLD.checksum().hex())
              && alerts.contains(NEW.checksum().hex());
        });
    assertThat(cratehold.output()).contains("REPUBLISHED: crates-io/bar@0.1.1");
  }

  private Path project() throws Exception {
    return CargoProject.create(scratch, "[dependencies]\nbar = \"0.1\"\n");
  }

  private Cargo mirrored(RealCargo client, Cratehold cratehold) throws Exception {
    return Cargo.fresh(client, scratch).mirror(cratehold.index());
  }

  /// Takes from a client the crates that it has; its copy of the index stays.
  private static void deleteDownloads(Cargo cargo) throws Exception {
    for (String directory : List.of("registry/cache", "registry/src")) {
      try (Stream<Path> files = Files.walk(cargo.home().resolve(directory))) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
