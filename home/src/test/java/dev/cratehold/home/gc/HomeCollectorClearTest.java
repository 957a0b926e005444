package dev.cratehold.home.gc;

import static dev.cratehold.home.gc.TestHome.REGISTRY;
import static dev.cratehold.home.gc.TestHome.REPOSITORY;
import static dev.cratehold.home.gc.TestHome.checkout;
import static dev.cratehold.home.gc.TestHome.crate;
import static dev.cratehold.home.gc.TestHome.days;
import static dev.cratehold.home.gc.TestHome.src;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class HomeCollectorClearTest {
  private static final ItemId INDEX = ItemId.index(REGISTRY);
  private static final ItemId DB = ItemId.gitDb(REPOSITORY);
  private static final ItemId CRATE = crate("a-1.0.0");
  private static final ItemId SRC = src("a-1.0.0");
  private static final ItemId CHECKOUT = checkout("abcdef0");
  private static final ItemId BUILD = new ItemId(ItemKind.BUILD, "ab", "0123456789abcd");
  private static final ItemId LOG = new ItemId(ItemKind.LOG, "", "one.jsonl");
  private static final ItemId ORPHAN =
      ItemId.leftover("registry/cache/lost-0123456789abcdef/b-1.0.0.crate");
  private static final Set<ItemId> ALL =
      Set.of(INDEX, DB, CRATE, SRC, CHECKOUT, BUILD, LOG, ORPHAN);

  @TempDir private Path scratch;
  private TestHome home;

  @BeforeEach
  void makeHome() throws IOException {
    fill("home");
  }

  private void fill(String name) throws IOException {
    home = new TestHome(scratch.resolve(name));
    for (ItemId id : new ItemId[] {INDEX, DB, CRATE, SRC, CHECKOUT}) {
      home.used(id, Duration.ZERO);
    }
    for (ItemId id : new ItemId[] {BUILD, LOG, ORPHAN}) {
      home.file(id, Duration.ZERO);
    }
    Files.writeString(home.home.root().resolve("config.toml"), "");
    Files.writeString(home.home.root().resolve("credentials.toml"), "");
  }

  @TestFactory
  Stream<DynamicTest> clear_onePart_takesThatAndNothingElse() {
    return Stream.of(
        only(ClearPart.INDEX, INDEX),
        only(ClearPart.CRATES, CRATE, ORPHAN),
        only(ClearPart.SRC, SRC),
        only(ClearPart.GIT_DB, DB),
        only(ClearPart.GIT_CHECKOUTS, CHECKOUT),
        only(ClearPart.REGISTRY, INDEX, CRATE, SRC, ORPHAN),
        only(ClearPart.GIT, DB, CHECKOUT),
        only(ClearPart.BUILD, BUILD),
        only(ClearPart.LOGS, LOG),
        only(ClearPart.LEFTOVERS, ORPHAN),
        only(ClearPart.ALL, ALL.toArray(ItemId[]::new)),
        only(ClearPart.LAST_USE),
        only(ClearPart.UNDO));
  }

  private DynamicTest only(ClearPart part, ItemId... gone) {
    return DynamicTest.dynamicTest(
        part.word(),
        () -> {
          fill("home of " + part.word());
          home.clear(part);
          assertThat(ALL.stream().filter(id -> !home.has(id))).containsExactlyInAnyOrder(gone);
          assertThat(home.contents()).contains("config.toml", "credentials.toml");
        });
  }

  @Test
  void clear_crates_deletesTheirRowsAlone() throws IOException {
    home.clear(ClearPart.CRATES);

    assertThat(home.tracked()).containsExactlyInAnyOrder(INDEX, DB, SRC, CHECKOUT);
  }

  @Test
  void clear_index_forgetsItsCratesSoThatCargoDoesNotTakeThemForOrphans() throws IOException {
    home.clear(ClearPart.INDEX);

    assertThat(home.tracked()).doesNotContain(INDEX, CRATE, SRC);
    assertThat(home.has(CRATE)).isTrue();
  }

  @Test
  void clear_lastUse_removesTheDatabase() throws IOException {
    home.clear(ClearPart.LAST_USE);

    assertThat(home.home.lastUseDatabase()).doesNotExist();
  }

  @Test
  void clear_lastUseThatIsDamaged_removesIt() throws IOException {
    Files.writeString(home.home.lastUseDatabase(), "no database at all, as anybody can see");

    home.clear(ClearPart.LAST_USE);

    assertThat(home.home.lastUseDatabase()).doesNotExist();
  }

  @Test
  void clear_srcWithADamagedDatabase_takesItAndWarns() throws IOException {
    Files.writeString(home.home.lastUseDatabase(), "no database at all, as anybody can see");

    HomeReport.Carried report = home.clear(ClearPart.SRC);

    assertThat(home.has(SRC)).isFalse();
    assertThat(report.warnings()).hasSize(1);
  }

  @Test
  void clear_undo_deletesWhatWasKept() throws IOException {
    home.used(src("old-1.0.0"), days(40));
    home.collect(TestHome.defaults().keepUndo(days(7)));

    HomeReport.Carried report = home.clear(ClearPart.UNDO);

    assertThat(report.freed().files()).isEqualTo(1);
  }

  @Test
  void clear_withGrace_keepsWhatWasJustUsed() throws IOException {
    CollectionOptions options = CollectionOptions.builder().grace(Duration.ofHours(1)).build();

    HomePlan plan =
        home.collector.clear(Set.of(ClearPart.SRC), options, TestHome.NOW, HomeListener.NONE);

    assertThat(plan.victims()).isEmpty();
    assertThat(plan.retained().byGrace()).isEqualTo(1);
  }

  @Test
  void clear_linkInPlaceOfADirectory_saysThatItStays() throws IOException {
    CollectionOptions options = CollectionOptions.builder().grace(Duration.ZERO).build();
    Path link = home.home.root().resolve("registry/src/linked-0123456789abcdef");
    Files.createSymbolicLink(link, scratch);

    HomePlan plan =
        home.collector.clear(Set.of(ClearPart.SRC), options, TestHome.NOW, HomeListener.NONE);

    assertThat(plan.notes())
        .containsExactly("What is unknown stays (1); `cratehold home show --scan` names it.");
  }

  @Test
  void named_wordsOfParts_areThem() {
    assertThat(ClearPart.named("git-checkouts")).contains(ClearPart.GIT_CHECKOUTS);
    assertThat(ClearPart.named("credentials")).isEmpty();
    assertThat(ClearPart.whyNever("credentials")).isPresent();
  }

  @Test
  void clear_all_takesWhatDependsOnAThingBeforeIt() throws IOException {
    CollectionOptions options = CollectionOptions.builder().grace(Duration.ZERO).build();

    HomePlan plan =
        home.collector.clear(Set.of(ClearPart.ALL), options, TestHome.NOW, HomeListener.NONE);

    assertThat(plan.victims())
        .extracting(victim -> victim.entry().id())
        .containsSubsequence(SRC, CRATE, INDEX)
        .containsSubsequence(CHECKOUT, DB);
  }

  @Test
  void clear_checkoutWithoutItsCloneBesideANamesakeInUse_takesIt() throws IOException {
    ItemId lost = ItemId.gitCheckout("lost-0123456789abcdef", CHECKOUT.name());
    home.file(lost, days(40));

    HomeReport.Carried report = home.clear(ClearPart.GIT_CHECKOUTS);

    assertThat(report.used()).isZero();
    assertThat(home.has(lost)).isFalse();
  }
}
