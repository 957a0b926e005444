package dev.cratehold.home.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import dev.cratehold.posix.Posix;
import dev.cratehold.registry.LockFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NeededItemsTest {
  private static final String MIRROR = "127.0.0.1-0123456789abcdef";
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  private static NeededItems needed(String name, String version, String source) throws Exception {
    String text =
        """
        version = 4

        [[package]]
        name = "%s"
        version = "%s"
        source = "%s"
        """
            .formatted(name, version, source);
    return NeededItems.of(List.of(LockFile.parse(text)));
  }

  private static NeededItems ofCratesIo() throws Exception {
    return needed("Serde_x", "1.0.0", "registry+https://github.com/rust-lang/crates.io-index");
  }

  private static NeededItems ofGit() throws Exception {
    return needed(
        "cargo", "1.0.0", "git+https://github.com/Rust-Lang/Cargo.git?branch=main#" + COMMIT);
  }

  @Test
  void needs_crateOfCratesIo_inAnyDirectory() throws Exception {
    NeededItems needed = ofCratesIo();

    for (String directory : List.of("index.crates.io-1949cf8c6b5b557f", MIRROR)) {
      assertThat(needed.needs(ItemId.crate(directory, "Serde_x-1.0.0.crate"))).isTrue();
      assertThat(needed.needs(ItemId.src(directory, "Serde_x-1.0.0"))).isTrue();
    }
  }

  @Test
  void needs_otherVersion_isFalse() throws Exception {
    assertThat(ofCratesIo().needs(ItemId.crate(MIRROR, "Serde_x-1.0.1.crate"))).isFalse();
    assertThat(ofCratesIo().needs(ItemId.src(MIRROR, "Serde_x-1.0.1"))).isFalse();
  }

  @Test
  void needs_indexOfCratesIo_byEveryNameOfIt() throws Exception {
    NeededItems needed = ofCratesIo();

    assertThat(
            List.of(
                "index.crates.io-1949cf8c6b5b557f",
                "github.com-25cdd57fae9f0462",
                "github.com-25cdd57fae9f0462-shallow",
                "index.crates.io-6f17d22bba15001f",
                "github.com-1ecc6299db9ec823"))
        .allMatch(directory -> needed.needs(ItemId.index(directory)));
    assertThat(needed.needs(ItemId.index(MIRROR))).isFalse();
  }

  @Test
  void needs_entryOfAnIndex_inLowerCase() throws Exception {
    NeededItems needed = ofCratesIo();

    assertThat(needed.needs(new ItemId(ItemKind.INDEX_ENTRY, MIRROR, "se/rd/serde_x"))).isTrue();
    assertThat(needed.needs(new ItemId(ItemKind.INDEX_ENTRY, MIRROR, "se/rd/serde"))).isFalse();
  }

  @Test
  void needs_sparseRegistry_byItsDirectory() throws Exception {
    NeededItems needed = needed("a", "1.0.0", "sparse+http://127.0.0.1:18099/index/");

    assertThat(needed.needs(ItemId.index("127.0.0.1-37b6cb2c475258ca"))).isTrue();
  }

  @Test
  void needs_gitClone_byEveryNameOfIt() throws Exception {
    NeededItems needed = ofGit();

    assertThat(
            List.of(
                "cargo-b84a1f0e94ea6819",
                "cargo-b84a1f0e94ea6819-shallow",
                "cargo-e7ff1db891893a9e"))
        .allMatch(directory -> needed.needs(ItemId.gitDb(directory)));
    assertThat(needed.needs(ItemId.gitDb("cargo-0000000000000000"))).isFalse();
  }

  @Test
  void needs_checkoutOfTheLockedCommit_only() throws Exception {
    NeededItems needed = ofGit();

    assertThat(needed.needs(ItemId.gitCheckout("cargo-b84a1f0e94ea6819", "0123456"))).isTrue();
    assertThat(needed.needs(ItemId.gitCheckout("cargo-b84a1f0e94ea6819", "0123457"))).isFalse();
    assertThat(needed.needs(ItemId.gitCheckout("other-b84a1f0e94ea6819", "0123456"))).isFalse();
  }

  @Test
  void needs_packageOfTheWorkspace_isNotInTheHome() throws Exception {
    LockFile lockFile = LockFile.parse("[[package]]\nname = \"a\"\nversion = \"1.0.0\"\n");

    assertThat(NeededItems.of(List.of(lockFile)).needs(ItemId.src(MIRROR, "a-1.0.0"))).isFalse();
  }

  @Test
  void in_crateOfAMirror_hasItsIndexToo(@TempDir Path root) throws Exception {
    Files.createDirectories(root.resolve("registry/src/" + MIRROR + "/Serde_x-1.0.0"));
    Files.createDirectories(root.resolve("registry/src/other-0/a-1.0.0"));
    HomeListing listing = HomeListing.read(new CargoHome(root), Posix.system());

    assertThat(ofCratesIo().in(listing))
        .containsExactlyInAnyOrder(ItemId.index(MIRROR), ItemId.src(MIRROR, "Serde_x-1.0.0"));
  }
}
