package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.Fault;
import dev.cratehold.testing.RealCargo;
import dev.cratehold.testing.TestCrate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The registry's web API as cargo uses it: look-ups are answered, from upstream or from what is
/// kept; what would change the registry is refused at once, with what to do instead.
class WebApiTest {
  private static final List<TestCrate> CRATES =
      List.of(
          CrateBuilder.crate("sought", "1.0.0").build(),
          CrateBuilder.crate("sought", "1.10.0").build(),
          CrateBuilder.crate("sought-after", "0.2.0").build(),
          CrateBuilder.crate("other", "3.0.0").build());
  private static final double AT_ONCE = 20;

  @TempDir private Path scratch;

  @Test
  void search_upstreamHasAWebApi_passesItsAnswerOnAndKeepsIt() throws Exception {
    try (FakeRegistry upstream = FakeRegistry.start().publish(CRATES);
        Cratehold cratehold = Cratehold.start(scratch, upstream)) {
      for (RealCargo client : RealCargo.all()) {
        assertThat(search(client, cratehold, "sought"))
            .contains("sought = \"1.10.0\"", "# About sought", "sought-after = \"0.2.0\"")
            .doesNotContain("other");
      }
      assertThat(upstream.log().matching("/api/v1/crates\\?.*")).hasSize(1);
      upstream.stop();
      assertThat(search(RealCargo.stable(), cratehold, "sought")).contains("sought = \"1.10.0\"");
    }
  }

  @Test
  void search_upstreamHasNoWebApi_isAnsweredFromWhatIsKept() throws Exception {
    try (FakeRegistry upstream = FakeRegistry.builder().withoutWebApi().start().publish(CRATES);
        Cratehold cratehold = Cratehold.start(scratch, upstream)) {
      Path project =
          CargoProject.create(scratch, "[dependencies]\nsought = \"1\"\nsought-after = \"0.2\"\n");
      mirrored(RealCargo.stable(), cratehold).run(project, "fetch").expectSuccess();
      for (RealCargo client : RealCargo.all()) {
        assertThat(search(client, cratehold, "sought"))
            .contains("sought = \"1.10.0\"", "sought-after = \"0.2.0\"");
      }
    }
  }

  @Test
  void search_upstreamFails_saysWhy() throws Exception {
    try (FakeRegistry upstream = FakeRegistry.start().publish(CRATES);
        Cratehold cratehold = Cratehold.start(scratch, upstream)) {
      upstream.when("/api/.*").then(Fault.status(500));

      Cargo.Result result =
          mirrored(RealCargo.stable(), cratehold)
              .environment("CARGO_NET_RETRY", "0")
              .run(scratch, "search", "sought", "--registry", "mirror")
              .expectFailure();

      assertThat(result.stderr()).contains("status 503", "status 500");
    }
  }

  private String search(RealCargo client, Cratehold cratehold, String text) throws Exception {
    return mirrored(client, cratehold)
        .run(scratch, "search", text, "--registry", "mirror")
        .expectSuccess()
        .stdout();
  }

  @Test
  void info_crate_tellsOfTheNewest() throws Exception {
    try (FakeRegistry upstream = FakeRegistry.start().publish(CRATES);
        Cratehold cratehold = Cratehold.start(scratch, upstream)) {
      for (RealCargo client : RealCargo.all()) {
        Cargo.Result info =
            mirrored(client, cratehold)
                .run(scratch, "info", "sought", "--registry", "mirror")
                .expectSuccess();
        assertThat(info.stdout()).contains("sought", "version: 1.10.0");
      }
    }
  }

  @Test
  void owners_upstreamHasAWebApi_areListed() throws Exception {
    try (FakeRegistry upstream = FakeRegistry.start().publish(CRATES);
        Cratehold cratehold = Cratehold.start(scratch, upstream)) {
      assertThat(write(RealCargo.stable(), cratehold, "owner", "--list", "sought").stdout())
          .contains("owner (An Owner)");
    }
  }

  @Test
  void write_anything_isRefusedAtOnceWithWhatToDo() throws Exception {
    try (FakeRegistry upstream = FakeRegistry.start().publish(CRATES);
        Cratehold cratehold = Cratehold.start(scratch, upstream)) {
      for (RealCargo client : RealCargo.all()) {
        assertRefused(write(client, cratehold, "yank", "sought@1.0.0"));
        assertRefused(write(client, cratehold, "yank", "--undo", "sought@1.0.0"));
        assertRefused(write(client, cratehold, "owner", "--add", "somebody", "sought"));
        assertRefused(write(client, cratehold, "owner", "--remove", "somebody", "sought"));
        assertRefused(write(client, cratehold, "publish", "--no-verify", "--allow-dirty"));
      }
      assertThat(upstream.log().all()).noneMatch(request -> !request.method().equals("GET"));
    }
  }

  private static void assertRefused(Cargo.Result result) {
    result.expectFailure();
    assertThat(result.stderr()).contains("403", "--registry crates-io").doesNotContain("spurious");
    assertThat(result.seconds()).isLessThan(AT_ONCE);
  }

  private Cargo.Result write(RealCargo client, Cratehold cratehold, String... command)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of("--registry", "mirror", "--token", "s3cret"));
    return mirrored(client, cratehold).run(package10Megabytes(), arguments.toArray(String[]::new));
  }

  /// A package whose upload is larger than any buffer on its way.
  private Path package10Megabytes() throws IOException {
    Path project =
        CargoProject.create(
            scratch, "description = \"d\"\nlicense = \"MIT\"\n", "[dependencies]\n");
    byte[] random = new byte[9_500_000];
    new SplittableRandom(1).nextBytes(random);
    Files.write(project.resolve("payload.bin"), random);
    return project;
  }

  private Cargo mirrored(RealCargo client, Cratehold cratehold) throws IOException {
    return Cargo.fresh(client, scratch).mirror(cratehold.index());
  }
}
