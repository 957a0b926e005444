package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.RealCargo;
import dev.cratehold.testing.TestCrate;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 4, byte-exact relay: index files come through as the upstream wrote them, whatever they
/// hold, so that the resolver decides as it does directly.
class Acceptance04ByteExactTest {
  private static final TestCrate ODD = CrateBuilder.crate("odd-file", "1.0.0").build();

  @TempDir private Path scratch;

  @Test
  void index_oddFile_isRelayedByteForByte() throws Exception {
    byte[] file = oddFile().getBytes(StandardCharsets.UTF_8);
    try (FakeRegistry upstream = FakeRegistry.builder().gzipIndex().start().publish(ODD);
        Cratehold cratehold = Cratehold.start(scratch, upstream);
        HttpClient http = HttpClient.newHttpClient()) {
      upstream.putIndexFile("odd-file", file);
      URI url = cratehold.index().resolve("od/d-/odd-file");

      byte[] relayed =
          http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofByteArray()).body();
      assertThat(relayed).isEqualTo(file);
      cratehold.stop();
      cratehold.restart();
      assertThat(http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofByteArray()).body())
          .isEqualTo(file);
      Path project = CargoProject.create(scratch, "[dependencies]\nodd-file = \"1\"\n");
      fetch(cratehold.index(), project).expectSuccess();
    }
  }

  /// Odd key order, unknown members, CRLF, a blank line, `v` of 3, no line end at the end.
  private static String oddFile() {
    return String.join(
        "\n",
        "{ \"vers\":\"0.1.0\" , \"x\":{\"y\":[1,2.50,1e3]},\"cksum\":\""
            + "0".repeat(64)
            + "\",\"features\":{},\"deps\":[],\"name\":\"odd-file\",\"yanked\":false}\r",
        "",
        "{\"name\":\"odd-file\",\"vers\":\"3.0.0\",\"deps\":[],\"cksum\":\""
            + "1".repeat(64)
            + "\",\"features\":{},\"yanked\":false,\"v\":3}",
        "{\"name\":\"odd-file\",\"vers\":\"0.2.0\",\"deps\":[],\"cksum\":\""
            + "2".repeat(64)
            + "\",\"features\":{},\"features2\":{\"a\":[\"dep:b\"]},\"rust_version\":\"1.60\","
            + "\"pubtime\":\"2026-01-31T12:00:00Z\",\"description\":\"caf\u00e9 \\u00e9\",\"v\":2}",
        ODD.indexLine());
  }

  @Test
  void resolve_rustVersions_picksWhatTheUpstreamGives() throws Exception {
    Path project =
        CargoProject.create(
            scratch,
            "rust-version = \"1.70\"\nresolver = \"3\"",
            "[dependencies]\nmodern = \"1\"\n");
    try (FakeRegistry upstream = FakeRegistry.start();
        Cratehold cratehold = Cratehold.start(scratch, upstream)) {
      upstream.publish(
          CrateBuilder.crate("modern", "1.0.0").rustVersion("1.60").build(),
          CrateBuilder.crate("modern", "1.1.0")
              .rustVersion("1.69")
              .feature("f", "std")
              .feature("std")
              .build(),
          CrateBuilder.crate("modern", "1.2.0").rustVersion("1.99").build());

      fetch(upstream.indexUrl(), project).expectSuccess();
      String direct = Files.readString(project.resolve("Cargo.lock"));
      Files.delete(project.resolve("Cargo.lock"));
      fetch(cratehold.index(), project).expectSuccess();

      assertThat(direct).contains("version = \"1.1.0\"");
      assertThat(Files.readString(project.resolve("Cargo.lock"))).isEqualTo(direct);
    }
  }

  private Cargo.Result fetch(URI index, Path project) throws Exception {
    return Cargo.fresh(RealCargo.stable(), scratch).mirror(index).run(project, "fetch");
  }
}
