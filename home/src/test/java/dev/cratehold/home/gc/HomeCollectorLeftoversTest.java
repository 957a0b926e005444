package dev.cratehold.home.gc;

import static dev.cratehold.home.gc.TestHome.REGISTRY;
import static dev.cratehold.home.gc.TestHome.crate;
import static dev.cratehold.home.gc.TestHome.days;
import static dev.cratehold.home.gc.TestHome.defaults;
import static dev.cratehold.home.gc.TestHome.src;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import dev.cratehold.home.gc.CollectionOptions.IndexEntries;
import dev.cratehold.retention.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeCollectorLeftoversTest {
  private static final String LOST = "gone.example-0123456789abcdef";

  @TempDir private Path scratch;
  private TestHome home;

  @BeforeEach
  void makeHome() throws IOException {
    home = new TestHome(scratch.resolve("home"));
    home.index(days(1));
  }

  private void age(String path, Duration age) throws IOException {
    Path file = home.home.root().resolve(path);
    Files.setAttribute(file, "lastAccessTime", FileTime.from(TestHome.NOW.minus(age)));
    Files.setLastModifiedTime(file, FileTime.from(TestHome.NOW.minus(age)));
  }

  @Test
  void collect_orphans_takesWholeDirectoriesAndSaysWhy() throws IOException {
    home.file(ItemId.crate(LOST, "a-1.0.0.crate"), days(40));
    home.file(ItemId.src(LOST, "a-1.0.0"), days(50));
    home.file(ItemId.gitCheckout("lost-0123456789abcdef", "abcdef0"), days(40));

    HomePlan plan = home.plan(defaults());

    assertThat(plan.victims())
        .extracting(victim -> victim.entry().id().path())
        .containsExactly(
            "git/checkouts/lost-0123456789abcdef",
            "registry/cache/" + LOST,
            "registry/src/" + LOST);
    assertThat(plan.victims())
        .allSatisfy(victim ->
            assertThat(victim.reason())
                .isInstanceOfSatisfying(
                    Reason.Orphaned.class,
                    why -> assertThat(why.evidence()).contains("nor a row")));
  }

  @Test
  void collect_orphanOfWhichOnePartIsYoung_staysAsAWhole() throws IOException {
    home.file(ItemId.crate(LOST, "a-1.0.0.crate"), days(40));
    home.file(ItemId.src(LOST, "a-1.0.0"), days(20));

    assertThat(home.victims(defaults())).isEmpty();
  }

  @Test
  void collect_orphanNeededByAProject_stays() throws IOException {
    ItemId crate = ItemId.crate(LOST, "a-1.0.0.crate");
    home.file(crate, days(40));

    assertThat(home.victims(defaults().keep(crate::equals))).isEmpty();
  }

  @Test
  void collect_orphanWithSomethingUnknownInIt_leavesThatAlone() throws IOException {
    ItemId crate = ItemId.crate(LOST, "a-1.0.0.crate");
    home.file(crate, days(100));
    Path mine = home.home.resolve(crate).resolveSibling("mine.txt");
    Files.writeString(mine, "mine");

    home.collect(defaults());

    assertThat(mine).exists();
  }

  @Test
  void collect_hashOfBefore185_goesWhenTodaysIsThereAndNobodyReadTheOld() throws IOException {
    String old = "index.crates.io-6f17d22bba15001f";
    home.file(ItemId.index(old), days(40)).file(ItemId.crate(old, "a-1.0.0.crate"), days(40));
    age("registry/index/" + old + "/config.json", days(40));
    age("registry/cache/" + old + "/a-1.0.0.crate", days(40));

    assertThat(home.victims(defaults()))
        .containsExactly(
            ItemId.leftover("registry/cache/" + old), ItemId.leftover("registry/index/" + old));
  }

  @Test
  void collect_hashOfBefore185ReadLately_stays() throws IOException {
    String old = "index.crates.io-6f17d22bba15001f";
    home.file(ItemId.index(old), days(40));
    Path marker = home.home.resolve(ItemId.index(old)).resolve("config.json");
    Files.setAttribute(marker, "lastAccessTime", FileTime.from(TestHome.NOW.minus(days(2))));

    assertThat(home.victims(defaults())).isEmpty();
  }

  @Test
  void collect_hashOfBefore185WithRows_isAnIndexAsAnyOther() throws IOException {
    ItemId old = ItemId.index("index.crates.io-6f17d22bba15001f");
    home.used(old, days(40));

    assertThat(home.victims(defaults())).isEmpty();
    assertThat(home.victims(TestHome.age(ItemKind.INDEX, days(30)))).containsExactly(old);
  }

  @Test
  void collect_emptyDirectories_goAfterTheAgeForLeftovers() throws IOException {
    for (String path : new String[] {"registry/src/" + LOST, "git/checkouts/young-0"}) {
      Files.createDirectories(home.home.root().resolve(path));
    }
    age("registry/src/" + LOST, days(40));
    age("git/checkouts/young-0", days(4));

    assertThat(home.victims(defaults())).containsExactly(ItemId.leftover("registry/src/" + LOST));
  }

  @Test
  void collect_partialDownload_goes() throws IOException {
    ItemId partial = ItemId.leftover("registry/cache/" + REGISTRY + "/a-1.0.0.crate.part");
    ItemId stray = ItemId.leftover("registry/cache/" + REGISTRY + "/a-1.0.0.crate.bak");
    home.used(crate("b-1.0.0"), days(1)).file(partial, days(40)).file(stray, days(40));

    assertThat(home.victims(defaults())).containsExactly(partial);
  }

  @Test
  void collect_symbolicLinks_areNeitherFollowedNorTaken() throws IOException {
    Path outside = Files.createDirectories(scratch.resolve("outside/a-1.0.0"));
    Files.writeString(outside.resolve("precious"), "not ours");
    Path link = home.home.base(ItemKind.SRC).resolve(LOST);
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, outside.getParent());

    home.collect(defaults().downloadAge(Duration.ZERO).grace(Duration.ZERO));

    assertThat(outside.resolve("precious")).exists();
    assertThat(link).isSymbolicLink();
  }

  @Test
  void collect_indexEntries_dropsThoseThatNothingNames() throws IOException {
    ItemId kept = entry("se/rd/serde");
    ItemId needed = entry("ra/nd/rand");
    ItemId dropped = entry("wi/na/winapi");
    home.used(crate("serde-1.0.0"), days(1));
    for (ItemId id : new ItemId[] {kept, needed, dropped}) {
      home.file(id, days(3));
    }

    HomePlan plan =
        home.plan(defaults().indexEntries(IndexEntries.DROP_UNNEEDED).keep(needed::equals));

    assertThat(plan.victims()).extracting(v -> v.entry().id()).containsExactly(dropped);
    assertThat(plan.notes()).anyMatch(note -> note.contains("cannot resolve these 1 packages"));
  }

  @Test
  void collect_indexEntriesOfAGitIndex_stay() throws IOException {
    home.file(entry("wi/na/winapi"), days(3));
    Files.createDirectories(home.home.resolve(ItemId.index(REGISTRY)).resolve(".git"));

    assertThat(home.victims(defaults().indexEntries(IndexEntries.DROP_UNNEEDED))).isEmpty();
  }

  private static ItemId entry(String path) {
    return new ItemId(ItemKind.INDEX_ENTRY, REGISTRY, path);
  }

  @Test
  void collect_trashOfAKilledRun_isEmptied() throws IOException {
    home.used(src("a-1.0.0"), days(40));
    CollectionOptions.Builder kept = defaults().keepUndo(days(1));
    home.collect(kept);
    HomeCollector later = home.collector;
    HomePlan plan = later.plan(defaults().build(), TestHome.NOW.plus(days(2)), HomeListener.NONE);

    HomeReport report = later.carryOut(plan, defaults().build(), HomeListener.NONE, () -> false);

    assertThat(((HomeReport.Carried) report).freed().files()).isEqualTo(1);
  }

  @Test
  void collect_orphanThatCargoTookUpSinceThePlan_stays() throws IOException {
    ItemId src = ItemId.src(LOST, "a-1.0.0");
    ItemId checkout = ItemId.gitCheckout("lost-0123456789abcdef", "abcdef0");
    home.file(src, days(40)).file(checkout, days(40));
    HomePlan plan = home.plan(defaults());
    home.used(ItemId.index(LOST), Duration.ofMinutes(1));
    home.used(ItemId.gitDb(checkout.directory()), Duration.ofMinutes(1));

    HomeReport.Carried report = (HomeReport.Carried) home.carryOut(plan, defaults());

    assertThat(report.used()).isEqualTo(2);
    assertThat(home.has(src)).isTrue();
    assertThat(home.has(checkout)).isTrue();
  }

  @Test
  void collect_emptyDirectoryOfARegistryInUse_goes() throws IOException {
    Files.createDirectories(home.home.root().resolve("registry/src/" + REGISTRY));
    age("registry/src/" + REGISTRY, days(40));

    assertThat(home.collect(defaults()).removed()).hasSize(1);
  }

  @Test
  void collect_hashOfBefore185WhoseSourcesAreBuiltFrom_stays() throws IOException {
    String old = "index.crates.io-6f17d22bba15001f";
    ItemId src = ItemId.src(old, "a-1.0.0");
    home.file(ItemId.index(old), days(40)).file(src, days(40));
    age("registry/index/" + old + "/config.json", days(40));
    age(src.path() + "/.cargo-ok", days(40));
    Files.writeString(home.home.resolve(src).resolve("Cargo.toml"), "");
    age(src.path() + "/Cargo.toml", days(400));
    Files.setAttribute(
        home.home.resolve(src).resolve("Cargo.toml"),
        "lastAccessTime",
        FileTime.from(TestHome.NOW.minus(days(2))));

    assertThat(home.victims(defaults())).isEmpty();
  }
}
