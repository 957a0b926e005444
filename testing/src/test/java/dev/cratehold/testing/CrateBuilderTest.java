package dev.cratehold.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cratehold.registry.IndexEntry;
import dev.cratehold.registry.IndexFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;

class CrateBuilderTest {
  @Test
  void build_sameCalls_givesSameBytes() {
    TestCrate one = CrateBuilder.crate("foo", "1.0.0").payload(5000, 7).build();
    TestCrate other = CrateBuilder.crate("foo", "1.0.0").payload(5000, 7).build();

    assertThat(one.file()).isEqualTo(other.file());
    assertThat(one.checksum()).isEqualTo(other.checksum());
  }

  @Test
  void build_payload_isAboutThatLong() {
    assertThat(CrateBuilder.crate("foo", "1.0.0").payload(19_000, 7).build().size())
        .isBetween(19_000, 20_500);
  }

  @Test
  void build_plainCrate_holdsManifestAndLibraryBelowOneDirectory() throws IOException {
    TestCrate crate = CrateBuilder.crate("foo", "1.0.0+meta.1").build();

    assertThat(paths(crate))
        .containsExactly("foo-1.0.0+meta.1/Cargo.toml", "foo-1.0.0+meta.1/src/lib.rs");
  }

  @Test
  void build_everyProperty_standsInTheLineAsCratesIoWritesIt() {
    TestCrate crate =
        CrateBuilder.crate("foo", "1.0.0")
            .dependsOn(CrateDependency.on("bar", "^1").as("baz").whenAsked().withFeatures("std"))
            .feature("plain", "other")
            .feature("new", "dep:baz")
            .rustVersion("1.70")
            .links("z")
            .publishedAt("2026-01-31T12:00:00Z")
            .yanked()
            .build();

    assertThat(crate.indexLine())
        .isEqualTo(
            "{\"name\":\"foo\",\"vers\":\"1.0.0\",\"deps\":[{\"name\":\"baz\",\"req\":\"^1\","
                + "\"features\":[\"std\"],\"optional\":true,\"default_features\":true,"
                + "\"target\":null,\"kind\":\"normal\",\"package\":\"bar\"}],\"cksum\":\""
                + crate.checksum()
                + "\",\"features\":{\"plain\":[\"other\"]},\"yanked\":true,\"links\":\"z\","
                + "\"rust_version\":\"1.70\",\"pubtime\":\"2026-01-31T12:00:00Z\","
                + "\"features2\":{\"new\":[\"dep:baz\"]},\"v\":2}");
  }

  @Test
  void build_ownIndexLine_isKeptByteForByte() {
    String line = "{ \"vers\":\"1.0.0\" ,\"x\":[], \"cksum\":\"{cksum}\",\"name\":\"foo\"}\r";
    TestCrate crate = CrateBuilder.crate("foo", "1.0.0").indexLine(line).build();

    assertThat(crate.indexLine()).isEqualTo(line.replace("{cksum}", crate.checksum().hex()));
  }

  @Test
  void yanked_lineWithoutTheMember_isRefused() {
    TestCrate crate = CrateBuilder.crate("foo", "1.0.0").indexLine("{}").build();

    assertThatThrownBy(crate::yanked).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void indexLine_ofABuiltCrate_isReadBackByTheIndexParser() throws IOException {
    TestCrate crate = CrateBuilder.crate("Foo_Big", "1.0.0-rc.1").dependsOn("a", "*").build();

    IndexFile file =
        IndexFile.parse(crate.name(), crate.indexLine().getBytes(StandardCharsets.UTF_8));

    assertThat(file.entries())
        .containsExactly(new IndexEntry(crate.version(), crate.checksum(), false));
  }

  private static List<String> paths(TestCrate crate) throws IOException {
    List<String> paths = new ArrayList<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(crate.file())))) {
      for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        paths.add(e.getName());
      }
    }
    return paths;
  }
}
