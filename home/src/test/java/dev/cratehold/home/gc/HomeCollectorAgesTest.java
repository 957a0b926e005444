package dev.cratehold.home.gc;

import static dev.cratehold.home.gc.TestHome.REGISTRY;
import static dev.cratehold.home.gc.TestHome.REPOSITORY;
import static dev.cratehold.home.gc.TestHome.age;
import static dev.cratehold.home.gc.TestHome.checkout;
import static dev.cratehold.home.gc.TestHome.crate;
import static dev.cratehold.home.gc.TestHome.days;
import static dev.cratehold.home.gc.TestHome.defaults;
import static dev.cratehold.home.gc.TestHome.src;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import dev.cratehold.retention.Reason;
import dev.cratehold.retention.Retained;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeCollectorAgesTest {
  @TempDir private Path scratch;
  private TestHome home;

  @BeforeEach
  void makeHome() throws IOException {
    home = new TestHome(scratch.resolve("home"));
    home.index(days(1)).repository(days(1));
  }

  @Test
  void collect_defaultAges_takesSourcesAfterAMonthAndCratesAfterThree() throws IOException {
    home.used(src("a-1.0.0"), days(29)).used(crate("a-1.0.0"), days(29));
    home.used(src("b-1.0.0"), days(31)).used(crate("b-1.0.0"), days(31));
    home.used(src("c-1.0.0"), days(95)).used(crate("c-1.0.0"), days(95));

    assertThat(home.victims(defaults()))
        .containsExactly(src("c-1.0.0"), crate("c-1.0.0"), src("b-1.0.0"));
  }

  @Test
  void collect_defaultAges_takesCheckoutsAfterAMonthAndClonesAfterThree() throws IOException {
    ItemId old = ItemId.gitDb("old-fe5c382054efffa8");
    home.used(old, days(95)).used(checkout("abcdef0"), days(31));

    assertThat(home.victims(defaults())).containsExactly(old, checkout("abcdef0"));
  }

  @Test
  void collect_indexUnused_takesItsCratesAndSourcesAndTheirDirectories() throws IOException {
    ItemId index = ItemId.index("other-0123456789abcdef");
    ItemId crate = ItemId.crate("other-0123456789abcdef", "a-1.0.0.crate");
    ItemId src = ItemId.src("other-0123456789abcdef", "a-1.0.0");
    home.used(index, days(100)).used(crate, days(100)).used(src, days(100));

    home.collect(age(ItemKind.INDEX, days(90)));

    assertThat(home.contents()).noneMatch(path -> path.contains("other-"));
    assertThat(home.tracked()).doesNotContain(index, crate, src);
  }

  @Test
  void collect_indexWhoseCrateIsInUse_keepsIt() throws IOException {
    ItemId index = ItemId.index("other-0123456789abcdef");
    home.used(index, days(100))
        .used(ItemId.crate("other-0123456789abcdef", "a-1.0.0.crate"), days(2));

    assertThat(home.victims(age(ItemKind.INDEX, days(90)))).isEmpty();
  }

  @Test
  void collect_crateWhoseSourceIsInUse_keepsIt() throws IOException {
    home.used(crate("a-1.0.0"), days(100)).used(src("a-1.0.0"), days(2));

    assertThat(home.victims(age(ItemKind.CRATE, days(90)))).isEmpty();
  }

  @Test
  void collect_crateAge_takesItsSourceWithIt() throws IOException {
    home.used(crate("a-1.0.0"), days(10)).used(src("a-1.0.0"), days(10));

    HomePlan plan = home.plan(age(ItemKind.CRATE, days(9)));

    assertThat(plan.victims())
        .extracting(victim -> victim.entry().id(), victim -> victim.reason())
        .containsExactly(
            tuple(src("a-1.0.0"), new Reason.WithParent()),
            tuple(crate("a-1.0.0"), new Reason.Unused(days(9))));
  }

  @Test
  void collect_someAgeGiven_defaultsDoNotHold() throws IOException {
    home.used(src("a-1.0.0"), days(100));

    assertThat(home.victims(age(ItemKind.GIT_DB, days(1000)))).isEmpty();
  }

  @Test
  void collect_downloadAge_holdsForAllFiveKinds() throws IOException {
    home.used(src("a-1.0.0"), days(5)).used(crate("b-1.0.0"), days(5));
    home.used(checkout("abcdef0"), days(5));

    assertThat(home.victims(defaults().age(ItemKind.SRC, days(9)).downloadAge(days(3))))
        .containsExactlyInAnyOrder(src("a-1.0.0"), crate("b-1.0.0"), checkout("abcdef0"));
  }

  @Test
  void collect_configuredAges_replaceTheDefaults() throws IOException {
    home.used(src("a-1.0.0"), days(5)).used(crate("a-1.0.0"), days(100));

    assertThat(home.victims(defaults().defaultAges(Map.of(ItemKind.SRC, days(4)))))
        .containsExactly(src("a-1.0.0"));
  }

  @Test
  void collect_ageZero_graceKeepsWhatWasJustUsedAndSaysSo() throws IOException {
    home.used(src("a-1.0.0"), Duration.ofMinutes(30)).used(src("b-1.0.0"), Duration.ofHours(2));

    HomePlan plan = home.plan(age(ItemKind.SRC, Duration.ZERO));

    assertThat(plan.victims()).extracting(v -> v.entry().id()).containsExactly(src("b-1.0.0"));
    assertThat(plan.retained()).isEqualTo(new Retained(1, 0));
  }

  @Test
  void collect_neededByAProject_keepsItAndWhatHoldsIt() throws IOException {
    ItemId index = ItemId.index("other-0123456789abcdef");
    ItemId crate = ItemId.crate("other-0123456789abcdef", "a-1.0.0.crate");
    home.used(index, days(100)).used(crate, days(100)).used(src("b-1.0.0"), days(100));

    HomePlan plan = home.plan(defaults().keep(crate::equals));

    assertThat(plan.victims()).extracting(v -> v.entry().id()).containsExactly(src("b-1.0.0"));
    assertThat(plan.retained()).isEqualTo(new Retained(0, 2));
  }

  @Test
  void collect_untracked_isAsOldAsItsFile() throws IOException {
    home.file(src("old-1.0.0"), days(40)).file(src("new-1.0.0"), days(3));

    assertThat(home.victims(defaults())).containsExactly(src("old-1.0.0"));
  }

  @Test
  void collect_untrackedFileOlderThanCargo_countsAsUsedNow() throws IOException {
    home.file(src("a-1.0.0"), Duration.between(Instant.EPOCH, TestHome.NOW));

    assertThat(home.victims(defaults())).isEmpty();
  }

  @Test
  void collect_untrackedThatStays_getsARowOfItsAge() throws IOException {
    home.file(src("new-1.0.0"), days(3));

    home.collect(defaults());

    assertThat(home.rows())
        .filteredOn(row -> row.id().equals(src("new-1.0.0")))
        .singleElement()
        .extracting(row -> row.timestamp())
        .isEqualTo(TestHome.NOW.minus(days(3)).getEpochSecond());
  }

  @Test
  void collect_rowAndYoungFile_rowWins() throws IOException {
    home.file(src("a-1.0.0"), days(1)).row(src("a-1.0.0"), days(40));

    assertThat(home.victims(defaults())).containsExactly(src("a-1.0.0"));
  }

  @Test
  void collect_ghosts_deletesTheirRows() throws IOException {
    home.row(src("gone-1.0.0"), days(1)).row(crate("gone-1.0.0"), days(1));

    home.collect(defaults());

    assertThat(home.tracked()).doesNotContain(src("gone-1.0.0"), crate("gone-1.0.0"));
  }

  @Test
  void collect_indexGoneAndItsCratesThere_keepsTheRowsAndAgesTheCrates() throws IOException {
    ItemId crate = ItemId.crate("lost-0123456789abcdef", "a-1.0.0.crate");
    home.row(ItemId.index("lost-0123456789abcdef"), days(5)).used(crate, days(5));

    home.collect(defaults());

    assertThat(home.has(crate)).isTrue();
    assertThat(home.tracked()).contains(crate, ItemId.index("lost-0123456789abcdef"));
  }

  @Test
  void collect_checkoutOfAFork_sharesTheUseOfItsName() throws IOException {
    home.repository(days(1)).used(checkout("abcdef0"), days(2));
    ItemId fork = ItemId.gitDb("fork-0011223344556677");
    ItemId twin = ItemId.gitCheckout("fork-0011223344556677", "abcdef0");
    home.used(fork, days(60)).file(twin, days(60));

    assertThat(home.victims(defaults())).isEmpty();
  }

  @Test
  void collect_checkoutOfAForkTooOld_keepsTheRowOfTheOther() throws IOException {
    home.repository(days(1)).used(checkout("abcdef0"), days(2));
    ItemId twin = ItemId.gitCheckout("fork-0011223344556677", "abcdef0");
    home.used(ItemId.gitDb("fork-0011223344556677"), days(60)).file(twin, days(60));

    home.collect(
        age(ItemKind.GIT_CHECKOUT, days(1)).grace(Duration.ZERO).keep(checkout("abcdef0")::equals));

    assertThat(home.has(twin)).isFalse();
    assertThat(home.tracked()).contains(checkout("abcdef0"));
  }

  @Test
  void collect_localRegistry_isNoOrphan() throws IOException {
    ItemId src = ItemId.src("-0123456789abcdef", "a-1.0.0");
    home.row(ItemId.index("-0123456789abcdef"), days(2)).used(src, days(2));
    ItemId untracked = ItemId.src("-fedcba9876543210", "a-1.0.0");
    home.file(untracked, days(2));

    home.collect(defaults().age(ItemKind.LEFTOVER, Duration.ZERO));

    assertThat(home.has(src)).isTrue();
    assertThat(home.has(untracked)).isTrue();
  }

  @Test
  void collect_noDatabase_takesByTheFilesAndMakesOne() throws IOException {
    Files.delete(home.home.lastUseDatabase());
    home.file(src("a-1.0.0"), days(40)).file(src("b-1.0.0"), days(4));

    home.collect(defaults());

    assertThat(home.has(src("a-1.0.0"))).isFalse();
    assertThat(home.tracked())
        .contains(src("b-1.0.0"), ItemId.index(REGISTRY), ItemId.gitDb(REPOSITORY));
  }

  @Test
  void plan_unreadableDatabase_refusesAndNamesTheWayOut() throws IOException {
    Files.writeString(
        home.home.lastUseDatabase(), "this is no database, but long enough to be one");

    assertThatThrownBy(() -> home.plan(defaults()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("clear last-use");
  }
}
