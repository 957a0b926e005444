package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.cas.index.IndexEntry;
import dev.cratehold.cas.index.LineFormat;
import dev.cratehold.cas.integrity.Integrity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every line that cacache-rs and npm's cacache write to their index, read by [LineFormat]: it says
/// what the program itself says of it, lies where we would look for it, and is byte for byte what
/// we would write, but that npm distinguishes no metadata from null.
class CacheLinesTest {
  private static final long SEED = 68;
  private static final int KEYS = 600;

  @TempDir private Path scratch;

  @Test
  void read_linesOfRust_sayWhatRustSays() throws Exception {
    assertReadAlike(CacheDriver.rust());
  }

  @Test
  void read_linesOfNpm20_sayWhatNpmSays() throws Exception {
    assertReadAlike(CacheDriver.npm20());
  }

  @Test
  void read_linesOfNpm21_sayWhatNpmSays() throws Exception {
    assertReadAlike(CacheDriver.npm21());
  }

  private void assertReadAlike(CacheDriver driver) throws Exception {
    Path cache = scratch.resolve("cache");
    Path script = scratch.resolve("script.jsonl");
    new CacheHistory(driver.format(), SEED, KEYS).write(script);
    driver.applyAll(cache, script);
    Lines lines = new Lines(driver.format(), cache);
    lines.readAll();
    assertThat(lines.complaints).as("seed " + SEED).isEmpty();
    assertThat(lines.said()).as("seed " + SEED).isEqualTo(said(driver.dump(cache)));
  }

  /// What a program says of each live key.
  private static SortedMap<String, Saying> said(SortedMap<String, CacheEntry> dump) {
    return new TreeMap<>(
        dump.values().stream()
            .collect(
                Collectors.toMap(
                    CacheEntry::key,
                    entry ->
                        new Saying(
                            entry.integrity(), entry.size(), entry.time(), entry.metadata()))));
  }

  private record Saying(String integrity, long size, long time, Json metadata) {
    static Saying of(IndexEntry entry) {
      return new Saying(
          entry.integrity().map(Integrity::toString).orElse(""),
          entry.size().orElse(0),
          entry.time(),
          entry.metadata().map(Json::parse).orElseGet(Json::none));
    }
  }

  /// All lines of an index.
  private static final class Lines {
    /// What npm writes if it is given null, which to us is the same as to be given nothing.
    private static final String NULL_METADATA = "\"metadata\":null}";

    private final LineFormat format;
    private final Path cache;
    private final SortedMap<String, IndexEntry> last = new TreeMap<>();
    private final List<String> complaints = new ArrayList<>();

    Lines(LineFormat format, Path cache) {
      this.format = format;
      this.cache = cache;
    }

    void readAll() throws IOException {
      List<Path> buckets;
      try (Stream<Path> files = Files.walk(cache.resolve("index-v5"))) {
        buckets = files.filter(file -> Files.isRegularFile(file)).toList();
      }
      for (Path bucket : buckets) {
        String text = Files.readString(bucket, StandardCharsets.ISO_8859_1);
        for (String line : text.substring(1).split("\n", -1)) {
          read(bucket, line);
        }
      }
    }

    /// @param line its bytes as characters
    private void read(Path bucket, String line) {
      byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
      format
          .read(bytes)
          .ifPresentOrElse(
              entry -> check(bucket, line, entry), () -> complaints.add("not read: " + line));
    }

    private void check(Path bucket, String line, IndexEntry entry) {
      if (!bucket.equals(cache.resolve(format.bucket(entry.key())))) {
        complaints.add("looked for elsewhere: " + line);
      }
      String written = new String(format.line(entry), StandardCharsets.ISO_8859_1);
      if (!written.equals("\n" + line) && !line.endsWith(NULL_METADATA)) {
        complaints.add("written differently: " + line + written);
      }
      last.put(entry.key(), entry);
    }

    SortedMap<String, Saying> said() {
      return last.entrySet().stream()
          .filter(entry -> !entry.getValue().isRemoval())
          .collect(
              Collectors.toMap(
                  Map.Entry::getKey,
                  entry -> Saying.of(entry.getValue()),
                  (one, _) -> one,
                  TreeMap::new));
    }
  }
}
