package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The drivers of cacache-rs and of npm's cacache by themselves: what each one writes, it reads,
/// and that is what was asked for. So a difference in another test is ours.
class CacheDriversTest {
  private static final long SEED = 20_261_121;
  private static final int KEYS = 2000;

  @TempDir private Path scratch;

  @Test
  void dump_rustAfterRandomHistory_isWhatWasPut() throws Exception {
    assertThat(differencesAfterHistory(CacheDriver.rust())).isEmpty();
  }

  @Test
  void dump_npm20AfterRandomHistory_isWhatWasPut() throws Exception {
    assertThat(differencesAfterHistory(CacheDriver.npm20())).isEmpty();
  }

  @Test
  void dump_npm21AfterRandomHistory_isWhatWasPut() throws Exception {
    assertThat(differencesAfterHistory(CacheDriver.npm21())).isEmpty();
  }

  @Test
  void verify_npm20_countsWhatIsThere() throws Exception {
    assertThat(verified(CacheDriver.npm20()))
        .isEqualTo(new CacheVerification(2, 1, 3, 0, 9, 0, 0, 2));
  }

  @Test
  void verify_npm21_countsWhatIsThere() throws Exception {
    assertThat(verified(CacheDriver.npm21()))
        .isEqualTo(new CacheVerification(2, 1, 3, 0, 9, 0, 0, 2));
  }

  @Test
  void apply_rustWithImpossibleLine_saysWhichFailed() throws Exception {
    assertThat(applied(CacheDriver.rust()))
        .satisfiesExactly(
            first -> assertThat(first).isInstanceOf(CacheOutcome.Done.class),
            second ->
                assertThat(second)
                    .isInstanceOfSatisfying(
                        CacheOutcome.Failed.class,
                        failed -> assertThat(failed.error()).contains("EntryNotFound")));
  }

  @Test
  void hammer_rust_findsNoError() throws Exception {
    assertHammered(CacheDriver.rust());
  }

  @Test
  void hammer_npm20_findsNoError() throws Exception {
    assertHammered(CacheDriver.npm20());
  }

  @Test
  void hammer_npm21_findsNoError() throws Exception {
    assertHammered(CacheDriver.npm21());
  }

  private List<String> differencesAfterHistory(CacheDriver driver) throws Exception {
    CacheHistory history = new CacheHistory(driver.format(), SEED, KEYS);
    Path script = scratch.resolve("script.jsonl");
    history.write(script);
    Path cache = scratch.resolve("cache");
    driver.applyAll(cache, script);
    SortedMap<String, CacheEntry> entries = driver.dump(cache);
    ExpectedCache expected = ExpectedCache.after(driver.sizes(), history);
    System.out.printf(
        "%s, seed %d: %d live, %d removed%n",
        driver, SEED, expected.live().size(), expected.removed().size());
    return expected.differences(entries);
  }

  private CacheVerification verified(CacheDriver driver) throws Exception {
    Path script = scratch.resolve("script.jsonl");
    Files.writeString(
        script,
        """
        {"op":"put","key":"one","text":"old"}
        {"op":"put","key":"one","text":"newer"}
        {"op":"put","key":"two","text":"more"}
        """);
    Path cache = scratch.resolve("cache");
    driver.applyAll(cache, script);
    return driver.verify(cache);
  }

  private List<CacheOutcome> applied(CacheDriver driver) throws Exception {
    Path script = scratch.resolve("script.jsonl");
    Files.writeString(
        script,
        """
        {"op":"put","key":"one","text":"1"}
        {"op":"get","key":"two"}
        """);
    return driver.apply(scratch.resolve("cache"), script);
  }

  private void assertHammered(CacheDriver driver) throws Exception {
    Hammering.Counts counts =
        driver.hammer(scratch.resolve("cache"), new Hammering(Duration.ofSeconds(2), 20, SEED, 4));
    assertThat(counts.errors()).as(counts.toString()).isZero();
    assertThat(counts.puts()).isPositive();
    assertThat(counts.hits()).isPositive();
  }
}
