package dev.cratehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.fuzz.Fuzz;
import dev.cratehold.fuzz.Mutator;
import dev.cratehold.fuzz.Samples;
import dev.cratehold.registry.Checksum;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RouteFuzzTest {
  private static final String MOUNT = "crates-io";
  private static final List<String> DICTIONARY =
      List.of(
          "/",
          "//",
          "/./",
          "/../",
          "..",
          ".",
          "\\",
          "%",
          "%2f",
          "%2F",
          "%5c",
          "%00",
          "%2e%2e",
          "%2B",
          "%2b",
          "%252B",
          "+",
          "?",
          "?q=1",
          "#",
          ";",
          ":",
          "@",
          "\u0000",
          "\r\n",
          " ",
          "con",
          "nul",
          "crate/",
          "api/v1/",
          "crates/",
          "/download",
          ".crate",
          "config.json",
          "/index/info/refs",
          "/git/cached/crates-io/git-upload-pack",
          "1.0.0",
          "\u00e9");

  private static final RequestBodies BODIES = RequestBodies.of(MOUNT);

  /// Text without control characters.
  private static final String SENTENCE = "\\P{Cntrl}+";

  /// A path that is understood is, but for doubled slashes and the two forms of a plus, the one
  /// path of what it asks for.
  @Test
  void of_damagedPath_asksForWhatHasThisPathOrNothing() {
    Fuzz.run(
        "routes",
        random -> {
          String path = new Mutator(random, DICTIONARY).mutate(path(new Samples(random), random));
          String plain = path.replaceAll("(?i)%2b", "+").replaceAll("/{2,}", "/");
          switch (Route.of(MOUNT, path)) {
            case Route.Home _ -> assertThat(plain).isEqualTo("/");
            case Route.Config _ -> assertThat(plain).isEqualTo("/crates-io/config.json");
            case Route.Index(CrateName name) ->
                assertThat(plain).isEqualTo("/crates-io/" + name.indexPath());
            case Route.Crate(var name, var version, var checksum) ->
                assertThat(plain).isIn(paths(name, version, checksum));
            case Route.WebApi _ -> assertThat(plain).startsWith("/crates-io/api/v1/");
            case Route.GitReferences _ -> assertThat(plain).endsWith("/info/refs");
            case Route.GitPack _ -> assertThat(plain).endsWith("/git-upload-pack");
            case Route.GitPush _ -> assertThat(plain).endsWith("/git-receive-pack");
            case Route.Health _ -> assertThat(plain).isEqualTo("/healthz");
            case Route.Ready _ -> assertThat(plain).isEqualTo("/readyz");
            case Route.Figures _ -> assertThat(plain).isEqualTo("/metrics");
            case Route.Statistics _ -> assertThat(plain).isEqualTo("/api/statistics");
            case Route.Prefetches _ -> assertThat(plain).isEqualTo("/api/prefetch");
            case Route.Style _ -> assertThat(plain).isEqualTo("/style.css");
            case Route.Nothing(String reason) -> assertThat(reason).matches(SENTENCE);
            case Route.Malformed(String reason) -> assertThat(reason).matches(SENTENCE);
          }
        });
  }

  /// Whatever the filter takes out of a head is the line that asks for the upgrade.
  @Test
  void filtered_damagedHead_losesTheUpgradeOnly() {
    List<String> words =
        List.of(
            "\r\n",
            "\n",
            "\r",
            ":",
            " ",
            "\t",
            "Upgrade: h2c\r\n",
            "upgrade:h2c",
            "HTTP2-Settings",
            "Content-Length: 5\r\n",
            "Transfer-Encoding: chunked\r\n",
            "=",
            "AAMAAABk",
            "\u0000");
    Fuzz.run(
        "heads with an upgrade",
        random -> {
          String head = new Mutator(random, words).mutate(head(new Samples(random)));

          String filtered = HttpUpgrade.filtered(head);

          assertThat(filtered)
              .isIn(head, head.replaceAll("(?im)^Upgrade[ \\t]*:[ \\t]*h2c[ \\t]*\\r\\n", ""));
        });
  }

  /// Whatever passes has one meaning: its lines are whole, and nothing says that a body follows.
  @Test
  void of_damagedHead_isRefusedOrUnambiguous() {
    List<String> words =
        List.of(
            "\r\n",
            "\n",
            "\r",
            ":",
            " ",
            "\t",
            "Host: h\r\n",
            "Content-Length: 5\r\n",
            "POST /index/git-upload-pack HTTP/1.1\r\n",
            "content-length:0\r\n",
            "Transfer-Encoding: chunked\r\n",
            "http://h/",
            "HTTP/1.0",
            "\u0000");
    Fuzz.run(
        "heads",
        random -> {
          String head = new Mutator(random, words).mutate(head(new Samples(random))) + "\r\n\r\n";
          switch (RequestHead.of(head, RequestHead.Upgrade.ALLOWED, BODIES)) {
            case RequestHead.Refused(Refusal refusal) ->
                assertThat(refusal.reason()).matches(SENTENCE);
            case RequestHead.WithBody(String kept, int length) -> {
              assertThat(length).isPositive();
              assertThat(kept)
                  .startsWith("POST /index/git-upload-pack ")
                  .containsPattern("(?i)\nContent-Length:[ \t]*0*" + length + "[ \t]*\r\n")
                  .doesNotContainPattern("(?<!\r)\n|\r(?!\n)|\u0000|\n[ \t]")
                  .doesNotContainPattern("(?i)\nTransfer-Encoding:|\nUpgrade:");
            }
            case RequestHead.Accepted(String kept, var _) ->
                assertThat(kept)
                    .endsWith("\r\n\r\n")
                    .doesNotContainPattern("(?<!\r)\n|\r(?!\n)|\u0000|\n[ \t]")
                    .doesNotContainPattern("(?i)\nTransfer-Encoding:|\nContent-Length: *0*[1-9]");
          }
        });
  }

  private static String path(Samples samples, SplittableRandom random) {
    CrateName name = samples.name();
    List<String> crate = paths(name, samples.version(), Optional.of(samples.checksum()));
    return switch (random.nextInt(6)) {
      case 0 -> "/";
      case 1 -> "/crates-io/config.json";
      case 2 -> "/crates-io/" + name.indexPath();
      case 3 -> crate.getFirst();
      case 4 -> "/crates-io/crate/" + name + "/" + samples.version() + "/download";
      default -> "/crates-io/api/v1/crates/" + name + "/owners";
    };
  }

  private static List<String> paths(
      CrateName name, CrateVersion version, Optional<Checksum> checksum) {
    String crate = name + "/" + version;
    return checksum
        .map(sha256 -> List.of("/crates-io/crate/" + crate + "/" + sha256 + ".crate"))
        .orElseGet(() ->
            List.of(
                "/crates-io/crate/" + crate + "/download",
                "/crates-io/api/v1/crates/" + crate + "/download"));
  }

  private static String head(Samples samples) {
    return "GET /crates-io/config.json HTTP/1.1\r\nHost: "
        + samples.host()
        + "\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: "
        + samples.oneOf("AAMAAABkAAQAAQAAAAIAAAAA", "AAMAAABkAAQCAAAAAAIAAAAA", "")
        + "\r\n\r\n";
  }
}
