package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The drivers of cacache-rs and of npm's cacache by themselves. That each one reads what it was
/// told to write, the tests 2 and 4 show before they compare.
class CacheDriversTest {
  private static final long SEED = 20_261_121;

  @TempDir private Path scratch;

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
