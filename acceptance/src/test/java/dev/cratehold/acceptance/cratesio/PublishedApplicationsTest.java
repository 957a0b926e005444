package dev.cratehold.acceptance.cratesio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.acceptance.Cratehold;
import dev.cratehold.registry.Checksum;
import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.RealCargo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Published applications by their own lock files, through Cratehold as directly.
@Tag("cratesio")
class PublishedApplicationsTest {
  @TempDir private Path scratch;

  /// One application, and what a direct fetch of it downloaded.
  private record Fetched(
      PublishedApplication application, Path project, SortedMap<String, Checksum> files) {}

  @Test
  void fetch_fiveApplicationsColdThenWithoutUpstream_givesTheFilesOfADirectFetch()
      throws Exception {
    List<Fetched> direct = new ArrayList<>();
    for (PublishedApplication application : PublishedApplication.FIVE) {
      direct.add(fetchDirectly(application));
    }
    try (Cratehold cratehold = Cratehold.start(scratch, CratesIo.wayOut(), CratesIo.INDEX)) {
      for (Fetched expected : direct) {
        fetch(RealCargo.stable(), cratehold, expected, "cold");
      }
      cratehold.stop();
      CratesIo.cutOff(cratehold);
      cratehold.restart();
      for (Fetched expected : direct) {
        fetch(RealCargo.stable(), cratehold, expected, "without upstream");
      }
      fetch(RealCargo.nightly(), cratehold, direct.getFirst(), "without upstream, nightly");
      fetch(RealCargo.debian(), cratehold, direct.get(1), "without upstream, Debian's cargo");
      assertThat(cratehold.run("store", "verify").exit()).isZero();
    }
  }

  @Test
  void build_smallestApplication_compilesAndInstalls() throws Exception {
    Path project = PublishedApplication.SMALLEST.unpack(scratch);
    String target = scratch.resolve("target").toString();
    try (Cratehold cratehold = Cratehold.start(scratch, CratesIo.wayOut(), CratesIo.INDEX)) {
      Cargo cargo =
          Cargo.fresh(RealCargo.stable(), scratch)
              .mirror(cratehold.index())
              .environment("CARGO_TARGET_DIR", target);
      cargo.run(project, "build", "--locked").expectSuccess();

      String version = PublishedApplication.SMALLEST.version().value();
      String root = scratch.resolve("root").toString();
      cargo
          .run(scratch, "install", "--debug", "--locked", "--root", root, "sd@" + version)
          .expectSuccess();

      assertThat(CratesIo.command(root + "/bin/sd", "--version")).contains(version);
    }
  }

  private Fetched fetchDirectly(PublishedApplication application) throws Exception {
    Path project = application.unpack(scratch);
    Cargo cargo = CratesIo.direct(scratch);
    Cargo.Result result = cargo.run(project, "fetch", "--locked").expectSuccess();
    say(application, "direct", result);
    assertThat(cargo.downloads()).hasSize(application.lockedPackages());
    return new Fetched(application, project, cargo.downloads());
  }

  private void fetch(RealCargo client, Cratehold cratehold, Fetched expected, String how)
      throws IOException, InterruptedException {
    Cargo cargo = Cargo.fresh(client, scratch).mirror(cratehold.index());
    Cargo.Result result = cargo.run(expected.project, "fetch", "--locked").expectSuccess();
    say(expected.application, how, result);
    assertThat(cargo.downloads()).isEqualTo(expected.files);
  }

  private static void say(PublishedApplication application, String how, Cargo.Result result) {
    System.out.printf(
        "%-24s %4d packages  %6.2f s  %s%n",
        application, application.lockedPackages(), result.seconds(), how);
  }
}
