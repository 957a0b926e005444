package dev.cratehold.home.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The names beside the URLs are those of directories that cargo 1.95 made, in the tables "before"
/// those of cargo 1.65.
class DirectoryNamesTest {
  private static final String CRATES_IO_SPARSE = "https://index.crates.io/";
  private static final String CRATES_IO_GIT = "https://github.com/rust-lang/crates.io-index";
  private static final String GIT =
      """
        https://github.com/Rust-Lang/Cargo.git           cargo-b84a1f0e94ea6819
        https://github.com/foo/bar/                      bar-18323edeb34cede0
        http://github.com/foo/bar                        bar-18323edeb34cede0
        ssh://git@github.com/Foo/Bar.git                 bar-de7b29b5b35bd66a
        https://GitHub.com/foo/bar                       bar-18323edeb34cede0
        https://127.0.0.1:9/A/B.git                      B-bf61b4df2744f5cd
        http://127.0.0.1:80/A/B.git                      B-e33951e17af2e5bf
        https://[::1]:9/x.git                            x-3dd81ab17b51bcec
        https://[0:0:0:0:0:0:0:1]:9/x/                   x-3dd81ab17b51bcec
        https://user@127.0.0.1:9/x                       x-aece9e94abd7d2e5
        https://127.0.0.1:9/a%20b/c.git                  c-0926f3343b78ba0f
        https://127.0.0.1:9/a/../c                       c-bac1bc62fbcbbc27
        https://127.0.0.1:9/.git                         _empty-ad22697743a7d274
        https://127.0.0.1:9                              _empty-ad22697743a7d274
        https://127.0.0.1:9/x?y=z                        x-1626f7abda994556
        file:///srv/none.git                             none-b5638379163d81eb
        file:///srv/none/                                none-b5638379163d81eb
        ssh://git@127.0.0.1:22/Foo/Bar.git               Bar-96a5282f9b4b0103
        ssh://LocalHost/foo                              foo-7b5671d54f473437
        https://LocalHost:9/foo                          foo-7839ae983af24d24
        git://127.0.0.1:9/foo.git                        foo-a1ccd5c02d58912f
        https://127.0.0.1:9/ä/ö.git                      %25C3%25B6-171be4e774ee4820
        https://127.0.0.1:9/x//                          _empty-ac24d02d354d8b46
      """;
  private static final String REGISTRIES =
      """
        https://127.0.0.1:9/index.git                    127.0.0.1-8620f7eb4bb791ca
        https://github.com/Foo/Index                     github.com-fdf2ab6c2c521b49
        file:///srv/index                                -fc9be259ce804850
        ssh://git@127.0.0.1:9/index.git                  127.0.0.1-f365a0a1eec65458
        https://LocalHost:443/index/                     localhost-51d8a2239dfede91
        sparse+http://127.0.0.1:18099/index/             127.0.0.1-37b6cb2c475258ca
        sparse+http://LocalHost:18099/index/             LocalHost-101f2b3a8b1d00b2
        sparse+http://127.0.0.1:18099/                   127.0.0.1-f3561375a581d6ec
        sparse+http://[::1]:18099/x/                     [::1]-69f6588ca84fb127
        sparse+http://[0:0:0:0:0:0:0:1]:18099/x/         [::1]-69f6588ca84fb127
        sparse+http://127.0.0.1:18099/A/B.git/           127.0.0.1-c750ac1401c5a15d
        sparse+http://127.0.0.1:18099/a%20b/             127.0.0.1-436045292ccc864d
        sparse+http://127.0.0.1:18099/ä/                 127.0.0.1-21ad57fce2e0a3d8
        sparse+http://127.0.0.1:18099/a/../c/            127.0.0.1-680194449bef15d2
        sparse+http://127.0.0.1:18099/x//                127.0.0.1-c69883729c7ab0ab
        sparse+HTTP://127.0.0.1:18099/x/                 127.0.0.1-2ecd4da27e4e1592
      """;
  private static final String GIT_BEFORE =
      """
        https://github.com/foo/bar/                      bar-4fc3680f5fea3613
        ssh://git@github.com/Foo/Bar.git                 bar-8a1491374190766d
        https://127.0.0.1:9/A/B.git                      B-fb5fba8b32d71929
        http://127.0.0.1:80/A/B.git                      B-75095b392c627ed6
        https://[::1]:9/x.git                            x-573ced7d68abf0ea
        https://[0:0:0:0:0:0:0:1]:9/x/                   x-573ced7d68abf0ea
        https://user@127.0.0.1:9/x                       x-58fe7fd7f53bdaa1
        https://127.0.0.1:9/a%20b/c.git                  c-8fef770b8c0f5327
        https://127.0.0.1:9/a/../c                       c-60984f716c92dddb
        https://127.0.0.1:9/.git                         _empty-032971f0a433c42f
        https://127.0.0.1:9                              _empty-032971f0a433c42f
        https://127.0.0.1:9/x?y=z                        x-597317ab7fd35d66
        file:///srv/none.git                             none-7043229092d43f2a
        file:///srv/none/                                none-7043229092d43f2a
        ssh://git@127.0.0.1:22/Foo/Bar.git               Bar-178d1d27014d4a58
        ssh://LocalHost/foo                              foo-2570ea5e4679396e
        https://LocalHost:9/foo                          foo-697864c48769af34
        git://127.0.0.1:9/foo.git                        foo-855d8e9dd838ee62
        https://127.0.0.1:9/ä/ö.git                      %25C3%25B6-8aef02c28a677176
        https://127.0.0.1:9/x//                          _empty-610a5a5c5abaf392
      """;
  private static final String REGISTRIES_BEFORE =
      """
        https://127.0.0.1:9/index.git                    127.0.0.1-3ce4e08af2f82fe1
        https://github.com/Foo/Index                     github.com-c8f61276d37aebd5
        file:///srv/index                                -d328c36fdb1745e6
        https://LocalHost:443/index/                     localhost-1e5cc0b76024d6f3
      """;

  private interface Naming {
    String name(String url);
  }

  private static Stream<DynamicTest> tests(String table, Naming naming) {
    return table
        .lines()
        .map(line -> line.strip().split(" +"))
        .map(row ->
            DynamicTest.dynamicTest(
                row[0], () -> assertThat(naming.name(row[0])).isEqualTo(row[1])));
  }

  private static SourceKind kind(String url) {
    return url.startsWith("sparse+") ? SourceKind.SPARSE_REGISTRY : SourceKind.REGISTRY;
  }

  @TestFactory
  Stream<DynamicTest> git_url_isNamedAsCargoNamesIt() {
    return tests(GIT, DirectoryNames::git);
  }

  @TestFactory
  Stream<DynamicTest> gitBefore185_url_isNamedAsOldCargosNamedIt() {
    return tests(GIT_BEFORE, DirectoryNames::gitBefore185);
  }

  @TestFactory
  Stream<DynamicTest> registry_url_isNamedAsCargoNamesIt() {
    return tests(REGISTRIES, url -> DirectoryNames.registry(kind(url), url));
  }

  @TestFactory
  Stream<DynamicTest> registryBefore185_url_isNamedAsOldCargosNamedIt() {
    return tests(REGISTRIES_BEFORE, url -> DirectoryNames.registryBefore185(kind(url), url));
  }

  @Test
  void registry_cratesIo_isNamedAsCargoNamesIt() {
    assertThat(DirectoryNames.registry(SourceKind.SPARSE_REGISTRY, CRATES_IO_SPARSE))
        .isEqualTo("index.crates.io-1949cf8c6b5b557f");
    assertThat(DirectoryNames.registry(SourceKind.REGISTRY, CRATES_IO_GIT))
        .isEqualTo("github.com-25cdd57fae9f0462");
  }

  @Test
  void registryBefore185_cratesIo_isNamedAsOldCargosNamedIt() {
    assertThat(
            DirectoryNames.registryBefore185(
                SourceKind.SPARSE_REGISTRY, "sparse+https://index.crates.io/"))
        .isEqualTo("index.crates.io-6f17d22bba15001f");
    assertThat(DirectoryNames.registryBefore185(SourceKind.REGISTRY, CRATES_IO_GIT))
        .isEqualTo("github.com-1ecc6299db9ec823");
  }

  @Test
  void nameOf_directoriesOfCratesIo_areKnown() {
    Stream.of(SourceKind.SPARSE_REGISTRY, SourceKind.REGISTRY)
        .forEach(kind -> {
          String url = kind == SourceKind.REGISTRY ? CRATES_IO_GIT : CRATES_IO_SPARSE;
          String name = kind == SourceKind.REGISTRY ? "crates.io by git" : "crates.io";
          assertThat(KnownRegistries.nameOf(DirectoryNames.registry(kind, url))).contains(name);
          assertThat(KnownRegistries.nameOf(DirectoryNames.registryBefore185(kind, url)))
              .contains(name + ", of cargo before 1.85");
        });
  }

  @Test
  void git_noUrl_isRefusedWithoutRepeatingIt() {
    assertThatThrownBy(() -> DirectoryNames.git("user:secret@host"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
  }

  @Test
  void workspacePathHash_manifest_isAPathOfTwoDirectories() {
    assertThat(DirectoryNames.workspacePathHash(Path.of("/srv/project/Cargo.toml")))
        .isEqualTo("f8/1fb7a44f28299f");
  }
}
