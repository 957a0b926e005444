package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.cas.Cache;
import dev.cratehold.cas.Layout;
import dev.cratehold.cas.VerificationReport;
import dev.cratehold.cas.index.IndexEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The cache that npm itself fills when it installs packages: every entry reads, and what is found
/// in it is what npm finds.
class CacheOfNpmInstallTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Pattern CONTENT =
      Pattern.compile("Content verified: ([0-9]+) \\(([0-9]+) bytes\\)");
  private static final Pattern COLLECTED =
      Pattern.compile("Content garbage-collected: ([0-9]+) \\(([0-9]+) bytes\\)");
  private static final Pattern ENTRIES = Pattern.compile("Index entries: ([0-9]+)");

  @TempDir private Path scratch;

  @Test
  void verify_cacheOfNpmInstall_agreesWithNpm() throws Exception {
    Path npms = scratch.resolve("cache/_cacache");
    try (NpmRegistry registry = NpmRegistry.start()) {
      registry.publish("alpha", "1.0.0", 3000, "{\"beta\":\"^1.0.0\",\"gamma\":\"*\"}");
      registry.publish("beta", "1.0.0", 0, "{}");
      registry.publish("gamma", "2.1.0", 300_000, "{\"delta\":\"*\"}");
      registry.publish("delta", "0.1.0", 10, "{}");
      npm("install", "alpha", "--registry", registry.url().toString());
      registry.publish("beta", "1.1.0", 5000, "{}");
      npm("install", "beta@1.1.0", "--prefer-online", "--registry", registry.url().toString());
    }
    Cache cache = new OwnDriver(Layout.NPM).open(npms);
    List<IndexEntry> entries = cache.index().list();

    VerificationReport report = cache.verify();

    assertThat(Layout.detect(npms)).contains(Layout.NPM);
    assertThat(entries).hasSizeGreaterThanOrEqualTo(9);
    assertThat(entries.stream().map(IndexEntry::key))
        .anyMatch(key -> key.contains("/gamma/-/gamma-2.1.0.tgz"));
    for (IndexEntry entry : entries) {
      assertThat((long) cache.get(entry.key()).length).isEqualTo(entry.size().orElseThrow());
    }
    assertThat(new OwnDriver(Layout.NPM).dump(npms)).isEqualTo(CacheDriver.npm20().dump(npms));
    assertThat(report.isSound()).isTrue();
    assertThat(report.reclaimedCount()).as("what the second document replaced").isPositive();
    for (CacheDriver driver : List.of(CacheDriver.npm20(), CacheDriver.npm21())) {
      Path copy = scratch.resolve(driver.label());
      CacheTrees.copy(npms, copy);
      assertThat(driver.verify(copy)).isEqualTo(CacheVerification.of(report));
    }
    assertThat(verified(npm("cache", "verify"))).isEqualTo(CacheVerification.of(report));
    assertThat(cache.verify().totalEntries()).isEqualTo(report.totalEntries());
    assertThat(cache.verify().reclaimedCount()).isZero();
  }

  /// What `npm cache verify` says; it says nothing of what is 0.
  private static CacheVerification verified(String said) {
    long[] content = numbers(CONTENT, said);
    long[] collected = numbers(COLLECTED, said);
    long[] entries = numbers(ENTRIES, said);
    assertThat(said).doesNotContain("Corrupted content", "Missing content");
    return new CacheVerification(
        content[0], collected[0], collected[1], 0, content[1], 0, 0, entries[0]);
  }

  private static long[] numbers(Pattern pattern, String said) {
    Matcher matcher = pattern.matcher(said);
    assertThat(matcher.find()).as(said).isTrue();
    long[] numbers = new long[matcher.groupCount()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Long.parseLong(matcher.group(i + 1));
    }
    return numbers;
  }

  private String npm(String... arguments) throws IOException, InterruptedException {
    Path project = Files.createDirectories(scratch.resolve("project"));
    Path printed = scratch.resolve("printed");
    List<String> command = new ArrayList<>(List.of("npm"));
    command.addAll(List.of(arguments));
    command.addAll(
        List.of("--cache", scratch.resolve("cache").toString(), "--no-audit", "--no-fund"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(CacheOfNpmInstallTest::isSetting);
    environment.put("HOME", scratch.toString());
    environment.put("npm_config_update_notifier", "false");
    Process process = builder.start();
    try {
      if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
        throw new AssertionError(command + ": " + Files.readString(printed));
      }
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(printed);
  }

  private static boolean isSetting(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.startsWith("npm_") || lower.startsWith("node_") || lower.endsWith("_proxy");
  }
}
