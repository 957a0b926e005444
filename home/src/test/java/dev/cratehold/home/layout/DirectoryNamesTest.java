package dev.cratehold.home.layout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DirectoryNamesTest {
  private static final String CRATES_IO_GIT = "https://github.com/rust-lang/crates.io-index";

  @Test
  void registry_cratesIo_isNamedAsCargoNamesIt() {
    assertThat(DirectoryNames.registry(SourceKind.SPARSE_REGISTRY, "https://index.crates.io/"))
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
}
