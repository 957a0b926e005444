package dev.cratehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.registry.Checksum;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RouteTest {
  private static final String SHA = "0123456789abcdef".repeat(4);

  @Test
  void of_knownPaths_namesWhatTheyAskFor() {
    assertThat(route("/")).isEqualTo(new Route.Home());
    assertThat(route("/crates-io/config.json")).isEqualTo(new Route.Config());
    assertThat(route("/crates-io/api/v1/crates")).isEqualTo(new Route.WebApi("/api/v1/crates"));
    assertThat(route("/crates-io/api/v1/crates/new"))
        .isEqualTo(new Route.WebApi("/api/v1/crates/new"));
    assertThat(route("/healthz")).isEqualTo(new Route.Health());
    assertThat(route("/readyz")).isEqualTo(new Route.Ready());
    assertThat(route("/metrics")).isEqualTo(new Route.Figures());
  }

  @Test
  void of_indexPath_hasItsName() {
    assertThat(route("/crates-io/1/a")).isEqualTo(index("a"));
    assertThat(route("/crates-io/2/ab")).isEqualTo(index("ab"));
    assertThat(route("/crates-io/3/a/abc")).isEqualTo(index("abc"));
    assertThat(route("/crates-io/se/rd/serde_json")).isEqualTo(index("serde_json"));
    assertThat(route("/crates-io/dl/ib/dlib")).isEqualTo(index("dlib"));
  }

  @Test
  void of_cratePath_hasNameVersionAndChecksum() {
    Route byChecksum = crate("foo", "1.0.0", Optional.of(new Checksum(SHA)));
    assertThat(route("/crates-io/crate/foo/1.0.0/" + SHA + ".crate")).isEqualTo(byChecksum);
    Route classic = crate("foo", "1.0.0", Optional.empty());
    assertThat(route("/crates-io/crate/foo/1.0.0/download")).isEqualTo(classic);
    assertThat(route("/crates-io/api/v1/crates/foo/1.0.0/download")).isEqualTo(classic);
  }

  @Test
  void of_buildMetadata_worksPlainAndEncoded() {
    Route expected = crate("foo", "1.0.0+meta.1", Optional.empty());
    assertThat(route("/crates-io/crate/foo/1.0.0+meta.1/download")).isEqualTo(expected);
    assertThat(route("/crates-io/crate/foo/1.0.0%2Bmeta.1/download")).isEqualTo(expected);
    assertThat(route("/crates-io/crate/foo/1.0.0%2bmeta.1/download")).isEqualTo(expected);
  }

  @Test
  void of_anythingElse_isNothing() {
    for (String path :
        List.of(
            "/crates-io",
            "/crates-io/",
            "/other/config.json",
            "/crates-io/se/rd/evil",
            "/crates-io/Se/Rd/Serde",
            "/crates-io/se/rd/serde/",
            "/crates-io/crate/",
            "/crates-io/crate/foo/1.0/download",
            "/crates-io/crate/foo/01.0.0/download",
            "/crates-io/crate/foo/1.0.0/",
            "/crates-io/crate/foo/1.0.0/x/download",
            "/crates-io/crate/foo/1.0.0/" + SHA,
            "/crates-io/crate/foo/1.0.0/" + SHA.toUpperCase(java.util.Locale.ROOT) + ".crate")) {
      assertThat(route(path)).as(path).isInstanceOf(Route.Nothing.class);
    }
  }

  @Test
  void of_whatNoNameCanHold_isMalformed() {
    for (String path :
        List.of(
            "",
            "crates-io/config.json",
            "/crates-io/se/rd/../serde",
            "/crates-io/se/rd/..",
            "/crates-io/./se/rd/serde",
            "/crates-io/se/rd/serde%00",
            "/crates-io/se/rd/serde%2f",
            "/crates-io/se/rd/serde%2F",
            "/crates-io/..%2f..%2fetc/passwd",
            "/crates-io/%2e%2e/config.json",
            "/crates-io/crate/../1.0.0/download",
            "/crates-io\\se\\rd\\serde",
            "/crates-io/se/rd/ser\u00e9",
            "/crates-io/api/v1/crates/foo%5c/1.0.0/download")) {
      assertThat(route(path)).as(path).isInstanceOf(Route.Malformed.class);
    }
  }

  @Test
  void of_doubledSlashes_countAsOne() {
    assertThat(route("//crates-io///se//rd/serde")).isEqualTo(index("serde"));
    assertThat(route("/crates-io//config.json")).isEqualTo(new Route.Config());
    assertThat(route("/crates-io//crate/foo/1.0.0/download"))
        .isEqualTo(crate("foo", "1.0.0", Optional.empty()));
  }

  @Test
  void of_namesOfDevices_areOrdinary() {
    assertThat(route("/crates-io/3/c/con")).isEqualTo(index("con"));
    assertThat(route("/crates-io/3/n/nul")).isEqualTo(index("nul"));
  }

  private static Route route(String path) {
    return Route.of("crates-io", path);
  }

  private static Route index(String name) {
    return new Route.Index(new CrateName(name));
  }

  private static Route crate(String name, String version, Optional<Checksum> checksum) {
    return new Route.Crate(new CrateName(name), new CrateVersion(version), checksum);
  }
}
