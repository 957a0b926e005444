package dev.cratehold.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.retention.CollectionReport.End;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class CollectionExecutorTest {
  private final FakeExclusion exclusion = new FakeExclusion(Duration.ofMillis(400));
  private final List<String> heard = new ArrayList<>();

  private CollectionReport<String> carryOut(String... entries) {
    return carryOut(() -> false, entries);
  }

  private CollectionReport<String> carryOut(BooleanSupplier stopped, String... entries) {
    CollectionExecutor<String> executor =
        new CollectionExecutor<>(Duration.ofSeconds(1), exclusion::nanoTime);
    List<Victim<String>> victims =
        Stream.of(entries).map(entry -> new Victim<>(entry, new Reason.Requested())).toList();
    return executor.carryOut(
        new CollectionPlan<>(victims, Retained.NOTHING),
        exclusion,
        victim -> heard.add(victim.entry()),
        stopped);
  }

  private static List<String> entries(List<Victim<String>> victims) {
    return victims.stream().map(Victim::entry).toList();
  }

  @Test
  void carryOut_fewVictims_commitsOnceBeforeItGivesTheExclusionBack() {
    CollectionReport<String> report = carryOut("a", "b");

    assertThat(exclusion.happened).containsExactly("begin", "a", "b", "commit", "close");
    assertThat(report.isWhole()).isTrue();
  }

  @Test
  void carryOut_noVictims_neverTakesTheExclusion() {
    CollectionReport<String> report = carryOut();

    assertThat(exclusion.happened).isEmpty();
    assertThat(report.end()).isEqualTo(End.COMPLETE);
  }

  @Test
  void carryOut_longerThanABatch_givesTheExclusionBackInBetween() {
    carryOut("a", "b", "c", "d");

    assertThat(exclusion.happened)
        .containsExactly(
            "begin", "a", "b", "c", "commit", "close", "begin", "d", "commit", "close");
  }

  @Test
  void carryOut_severalBatches_reportsTheLongestHold() {
    CollectionReport<String> report = carryOut("a", "b", "c", "d");

    assertThat(report.longestHold()).isEqualTo(Duration.ofMillis(1200));
  }

  @Test
  void carryOut_oneVictimFails_goesOnWithTheOthers() {
    CollectionReport<String> report = carryOut("a", "bad", "b");

    assertThat(entries(report.removed())).containsExactly("a", "b");
    assertThat(report.failed())
        .singleElement()
        .satisfies(failure -> assertThat(failure.cause()).hasMessage("cannot detach bad"));
    assertThat(report.end()).isEqualTo(End.COMPLETE);
    assertThat(report.isWhole()).isFalse();
  }

  @Test
  void carryOut_someVanishedOrUsed_tellsThemApart() {
    exclusion.expect("gone", Detached.VANISHED);
    exclusion.expect("used", Detached.USED);

    CollectionReport<String> report = carryOut("gone", "used", "a");

    assertThat(entries(report.vanished())).containsExactly("gone");
    assertThat(entries(report.used())).containsExactly("used");
    assertThat(entries(report.removed())).containsExactly("a");
    assertThat(report.isWhole()).isTrue();
  }

  @Test
  void carryOut_busyAtOnce_leavesAll() {
    exclusion.busyAfter(0);

    CollectionReport<String> report = carryOut("a", "b");

    assertThat(report.end()).isEqualTo(End.BUSY);
    assertThat(entries(report.left())).containsExactly("a", "b");
  }

  @Test
  void carryOut_busyAtALaterBatch_keepsWhatIsDoneAndSaysWhatIsLeft() {
    exclusion.busyAfter(1);

    CollectionReport<String> report = carryOut("a", "b", "c", "d", "e");

    assertThat(report.end()).isEqualTo(End.BUSY);
    assertThat(entries(report.removed())).containsExactly("a", "b", "c");
    assertThat(entries(report.left())).containsExactly("d", "e");
  }

  @Test
  void carryOut_stoppedWithinABatch_commitsWhatIsDetached() {
    CollectionReport<String> report = carryOut(() -> heard.contains("b"), "a", "b", "c");

    assertThat(exclusion.happened).containsExactly("begin", "a", "b", "commit", "close");
    assertThat(report.end()).isEqualTo(End.STOPPED);
    assertThat(entries(report.left())).containsExactly("c");
  }

  @Test
  void carryOut_stoppedBefore_neverTakesTheExclusion() {
    CollectionReport<String> report = carryOut(() -> true, "a");

    assertThat(exclusion.happened).isEmpty();
    assertThat(report.end()).isEqualTo(End.STOPPED);
  }

  @Test
  void carryOut_stopAfterTheLastVictim_isComplete() {
    CollectionReport<String> report = carryOut(() -> heard.contains("b"), "a", "b");

    assertThat(report.end()).isEqualTo(End.COMPLETE);
  }

  @Test
  void carryOut_commitFails_givesTheExclusionBackAndSaysWhy() {
    exclusion.failCommits();

    CollectionReport<String> report = carryOut("a", "b", "c", "d");

    assertThat(exclusion.happened).containsExactly("begin", "a", "b", "c", "close");
    assertThat(report.end()).isEqualTo(End.BROKEN);
    assertThat(report.cause()).hasValueSatisfying(e -> assertThat(e).hasMessage("cannot commit"));
    assertThat(entries(report.left())).containsExactly("d");
  }

  @Test
  void carryOut_anyOutcome_isHeardOnceForEachVictim() {
    exclusion.expect("gone", Detached.VANISHED);

    carryOut("a", "bad", "gone");

    assertThat(heard).containsExactly("a", "bad", "gone");
  }
}
