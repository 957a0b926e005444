package dev.cratehold.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IndexReleasesTest {
  private static final String SUM = "\"cksum\":\"" + "a".repeat(64) + "\"";

  private static IndexReleases parse(String... lines) {
    return IndexReleases.parse(new CrateName("foo"), String.join("\n", lines).getBytes(UTF_8));
  }

  private static String line(String version) {
    return line(version, "");
  }

  private static String line(String version, String dependencies) {
    return "{\"name\":\"foo\",\"vers\":\"%s\",\"deps\":[%s],%s,\"features\":{},\"yanked\":false}"
        .formatted(version, dependencies, SUM);
  }

  private static String yanked(String version) {
    return line(version).replace("false", "true");
  }

  private static Optional<String> version(Optional<IndexRelease> release) {
    return release.map(each -> each.entry().version().value());
  }

  private static VersionRequirement requirement(String text) {
    return VersionRequirement.parse(text).orElseThrow();
  }

  @Test
  void parse_dependencies_haveTheirMembers() {
    IndexReleases releases =
        parse(
            line(
                "1.0.0",
                """
                {"name":"bar","req":"^1.2","features":["x"],"optional":true,"default_features":false,\
                "target":"cfg(unix)","kind":"build"},\
                {"name":"old","package":"baz","req":"*","features":[],"optional":false,"target":null,\
                "kind":null,"registry":"https://example.com/index"},\
                {"name":"qux","req":"1","features":[],"optional":false,"kind":"dev"}\
                """));

    assertThat(releases.releases().getFirst().dependencies())
        .containsExactly(
            new IndexDependency(
                new CrateName("bar"),
                requirement("^1.2"),
                DependencyKind.BUILD,
                true,
                Optional.of("cfg(unix)"),
                Optional.empty()),
            new IndexDependency(
                new CrateName("baz"),
                VersionRequirement.ANY,
                DependencyKind.NORMAL,
                false,
                Optional.empty(),
                Optional.of("https://example.com/index")),
            new IndexDependency(
                new CrateName("qux"),
                requirement("1"),
                DependencyKind.DEV,
                false,
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  void parse_linesThatCargoPassesOver_harmNoOthers() {
    IndexReleases releases =
        parse(
            line("1.0.0"),
            "",
            "no JSON",
            "[]",
            line("1.1.0").replace("\"yanked\"", "\"v\":3,\"yanked\""),
            line("1.2.0").replace("\"deps\":[],", ""),
            line("1.3.0", "{\"name\":\"bar\",\"req\":\"what\"}"),
            line("1.4.0", "{\"name\":\"b/r\",\"req\":\"1\"}"),
            line("1.5.0", "7"),
            line("1.6"),
            line("99999999999999999999.0.0"),
            line("1.7.0").replace("foo", "other"),
            line("1.8.0")
                    .replace("\"yanked\"", "\"v\":2,\"features2\":{\"a\":[\"dep:b\"]},\"yanked\"")
                + "\r");

    assertThat(releases.releases())
        .map(release -> release.entry().version().value())
        .containsExactly("1.0.0", "1.8.0");
  }

  @Test
  void parse_versionTwice_firstLineCounts() {
    IndexReleases releases = parse(line("1.0.0"), yanked("1.0.0"));

    assertThat(releases.releases()).hasSize(1);
    assertThat(releases.releases().getFirst().entry().yanked()).isFalse();
  }

  @Test
  void parse_otherCase_nameIsAsTheLastLineSpellsIt() {
    assertThat(parse(line("1.0.0").replace("foo", "Foo")).name()).isEqualTo(new CrateName("Foo"));
    assertThat(parse().name()).isEqualTo(new CrateName("foo"));
  }

  @Test
  void newest_requirement_isTheHighestThatIsNotYanked() {
    IndexReleases releases =
        parse(line("1.10.0"), line("1.9.0"), yanked("1.11.0"), line("2.0.0"), line("1.2.0"));

    assertThat(version(releases.newest(requirement("^1")))).hasValue("1.10.0");
    assertThat(version(releases.newest(requirement("<1.10")))).hasValue("1.9.0");
    assertThat(version(releases.newest(requirement("=1.11.0")))).isEmpty();
    assertThat(version(releases.newest())).hasValue("2.0.0");
  }

  @Test
  void newest_preReleasesAlone_isTheHighestOfThem() {
    assertThat(version(parse(line("1.0.0-rc.2"), line("1.0.0-rc.10")).newest()))
        .hasValue("1.0.0-rc.10");
    assertThat(version(parse(line("1.0.0-rc.2"), line("0.1.0")).newest())).hasValue("0.1.0");
    assertThat(version(parse(yanked("1.0.0")).newest())).isEmpty();
  }

  @Test
  void find_version_yankedOrNotAndWithBuildMetadata() {
    IndexReleases releases = parse(yanked("1.0.0"), line("1.1.0+b"));

    assertThat(version(releases.find(new CrateVersion("1.0.0")))).hasValue("1.0.0");
    assertThat(version(releases.find(new CrateVersion("1.1.0")))).hasValue("1.1.0+b");
    for (String other : List.of("1.2.0", "1.1.0+c")) {
      assertThat(releases.find(new CrateVersion(other))).isEmpty();
    }
  }
}
