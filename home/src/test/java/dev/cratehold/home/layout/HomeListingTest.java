package dev.cratehold.home.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import dev.cratehold.posix.EntryType;
import dev.cratehold.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeListingTest {
  private static final String REGISTRY = "index.crates.io-1949cf8c6b5b557f";

  @TempDir private Path root;
  private CargoHome home;

  @BeforeEach
  void locate() throws IOException {
    home = new CargoHome(Files.createDirectory(root.resolve("home")));
  }

  private void file(String path) throws IOException {
    Path file = home.root().resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "x");
  }

  private void directory(String path) throws IOException {
    Files.createDirectories(home.root().resolve(path));
  }

  private void link(String path, Path target) throws IOException {
    Path link = home.root().resolve(path);
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, target);
  }

  private HomeListing read() throws IOException {
    return HomeListing.read(home, Posix.system());
  }

  @Test
  void read_noHome_isEmpty() throws IOException {
    Files.delete(home.root());

    HomeListing listing = read();

    assertThat(listing.count(ItemKind.CRATE)).isZero();
    assertThat(listing.strays()).isEmpty();
  }

  @Test
  void read_everyKind_isListed() throws IOException {
    file("registry/CACHEDIR.TAG");
    file("registry/index/" + REGISTRY + "/config.json");
    file("registry/cache/" + REGISTRY + "/b-1.0.0.crate");
    file("registry/cache/" + REGISTRY + "/a-1.0.0.crate");
    file("registry/src/" + REGISTRY + "/a-1.0.0/.cargo-ok");
    file("git/db/x-0123456789abcdef/HEAD");
    file("git/checkouts/x-0123456789abcdef/1234567/.cargo-ok");
    file("build/27/395b96a3e11a01/CACHEDIR.TAG");
    file("log/2026.jsonl");

    HomeListing listing = read();

    assertThat(listing.items(ItemKind.INDEX)).containsExactly(ItemId.index(REGISTRY));
    assertThat(listing.items(ItemKind.CRATE))
        .containsExactly(
            ItemId.crate(REGISTRY, "a-1.0.0.crate"), ItemId.crate(REGISTRY, "b-1.0.0.crate"));
    assertThat(listing.items(ItemKind.SRC)).containsExactly(ItemId.src(REGISTRY, "a-1.0.0"));
    assertThat(listing.items(ItemKind.GIT_DB)).containsExactly(ItemId.gitDb("x-0123456789abcdef"));
    assertThat(listing.items(ItemKind.GIT_CHECKOUT))
        .containsExactly(ItemId.gitCheckout("x-0123456789abcdef", "1234567"));
    assertThat(listing.items(ItemKind.BUILD))
        .containsExactly(new ItemId(ItemKind.BUILD, "27", "395b96a3e11a01"));
    assertThat(listing.items(ItemKind.LOG))
        .containsExactly(new ItemId(ItemKind.LOG, "", "2026.jsonl"));
    assertThat(listing.strays()).isEmpty();
  }

  @Test
  void read_everyItem_liesWhereItsPathSays() throws IOException {
    file("build/27/395b96a3e11a01/CACHEDIR.TAG");
    file("log/2026.jsonl");
    file("git/checkouts/x-0123456789abcdef/1234567/.cargo-ok");

    HomeListing listing = read();

    for (ItemKind kind : ItemKind.values()) {
      assertThat(listing.items(kind).map(home::resolve)).allMatch(Files::exists);
    }
  }

  @Test
  void read_severalRegistries_keepsThemApart() throws IOException {
    file("registry/cache/" + REGISTRY + "/a-1.0.0.crate");
    file("registry/cache/index.crates.io-6f17d22bba15001f/a-1.0.0.crate");
    file("registry/src/-7737c4838e888200/a-1.0.0/.cargo-ok");

    HomeListing listing = read();

    assertThat(listing.directories(ItemKind.CRATE))
        .containsExactly(REGISTRY, "index.crates.io-6f17d22bba15001f");
    assertThat(listing.directories(ItemKind.SRC)).containsExactly("-7737c4838e888200");
    assertThat(listing.count(ItemKind.CRATE)).isEqualTo(2);
  }

  @Test
  void read_filesAmongDirectories_areStrays() throws IOException {
    for (String path :
        new String[] {
          "registry/index/foo",
          "registry/cache/foo",
          "registry/src/foo",
          "git/db/foo",
          "git/checkouts/foo",
          "registry/src/r-0/foo",
          "git/checkouts/x-0/foo",
          "build/foo",
          "build/27/foo",
          "log/foo",
          "registry/foo",
          "foo"
        }) {
      file(path);
    }

    HomeListing listing = read();

    assertThat(listing.strays()).hasSize(12).allMatch(stray -> stray.type() == EntryType.FILE);
    for (ItemKind kind : ItemKind.values()) {
      assertThat(listing.items(kind)).isEmpty();
    }
  }

  @Test
  void read_directoryAmongCrates_isAStray() throws IOException {
    directory("registry/cache/r-0/a-1.0.0.crate");
    file("registry/cache/r-0/a-1.0.0.part");

    assertThat(read().strays())
        .containsExactly(
            new Stray("registry/cache/r-0/a-1.0.0.crate", EntryType.DIRECTORY),
            new Stray("registry/cache/r-0/a-1.0.0.part", EntryType.FILE));
  }

  @Test
  void read_linksInPlaceOfItems_areStraysAndNotFollowed() throws IOException {
    Path elsewhere = root.resolve("elsewhere");
    Files.createDirectories(elsewhere.resolve("a-1.0.0"));
    link("registry/src/r-0", elsewhere);
    link("registry/cache/r-0/a-1.0.0.crate", elsewhere);
    link("git/checkouts/x-0/1234567", elsewhere);
    link("git/db", elsewhere);

    HomeListing listing = read();

    assertThat(listing.strays()).hasSize(4).allMatch(stray -> stray.type() == EntryType.SYMLINK);
    assertThat(listing.count(ItemKind.SRC)).isZero();
    assertThat(listing.count(ItemKind.CRATE)).isZero();
    assertThat(listing.count(ItemKind.GIT_CHECKOUT)).isZero();
    assertThat(listing.count(ItemKind.GIT_DB)).isZero();
  }

  @Test
  void read_registryIsALink_isFollowed() throws IOException {
    Path elsewhere = root.resolve("elsewhere");
    Files.createDirectories(elsewhere.resolve("src/r-0/a-1.0.0"));
    link("registry", elsewhere);

    assertThat(read().contains(ItemId.src("r-0", "a-1.0.0"))).isTrue();
  }

  @Test
  void read_usersFiles_areNamed() throws IOException {
    file("config.toml");
    file("credentials.toml");
    file("bin/cargo-foo");
    file(".crates2.json");
    file(".package-cache");
    file(".global-cache");
    directory(".cratehold/trash");

    HomeListing listing = read();

    assertThat(listing.usersOwn())
        .containsExactly(".crates2.json", "bin", "config.toml", "credentials.toml");
    assertThat(listing.strays()).isEmpty();
  }

  @Test
  void contains_straysAndItems_onlyItemsAreThere() throws IOException {
    file("registry/cache/r-0/a-1.0.0.crate");
    directory("registry/cache/r-0/b-1.0.0.crate");

    HomeListing listing = read();

    assertThat(listing.contains(ItemId.crate("r-0", "a-1.0.0.crate"))).isTrue();
    assertThat(listing.contains(ItemId.crate("r-0", "b-1.0.0.crate"))).isFalse();
    assertThat(listing.contains(ItemId.crate("r-1", "a-1.0.0.crate"))).isFalse();
  }

  @Test
  void indexEntries_sparseIndex_areThoseInTheirPlace() throws IOException {
    file("registry/index/r-0/config.json");
    file("registry/index/r-0/.cache/1/a");
    file("registry/index/r-0/.cache/3/a/abc");
    file("registry/index/r-0/.cache/se/rd/serde");
    file("registry/index/r-0/.cache/se/rd/tokio");
    file("registry/index/r-0/.cache/se/serde");

    assertThat(IndexEntries.list(home, Posix.system(), "r-0"))
        .extracting(ItemId::path)
        .containsExactly(
            "registry/index/r-0/.cache/1/a",
            "registry/index/r-0/.cache/3/a/abc",
            "registry/index/r-0/.cache/se/rd/serde");
  }

  @Test
  void indexEntries_noIndex_areNone() throws IOException {
    assertThat(IndexEntries.list(home, Posix.system(), "r-0")).isEmpty();
  }
}
