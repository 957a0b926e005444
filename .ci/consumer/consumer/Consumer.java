package consumer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cratehold.cas.Cache;
import dev.cratehold.cas.PutOptions;
import dev.cratehold.cas.index.IndexEntry;
import dev.cratehold.cas.index.LineFormat;
import dev.cratehold.cas.integrity.HashAlgorithm;
import dev.cratehold.cas.integrity.Integrity;
import dev.cratehold.posix.FlockFile;
import dev.cratehold.posix.Posix;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.IndexFile;
import dev.cratehold.retention.CollectionPolicy;
import dev.cratehold.retention.Entry;
import dev.cratehold.retention.Expiry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Uses each library a little, in the directory given.
final class Consumer {
  private static final String LINE =
      "{\"name\":\"serde\",\"vers\":\"1.0.0\",\"deps\":[],\"cksum\":\"" + "0".repeat(64)
          + "\",\"features\":{},\"yanked\":false}\n";

  private record File(long bytes, long lastUse) implements Entry {}

  private Consumer() {}

  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[0]);
    expect("registry", registry(), 1);
    expect("retention", retention(), 1);
    expect("cas", cas(directory.resolve("cas")), 5L);
    expect("cas.index", index(), Optional.of("key"));
    expect("cas.integrity", Integrity.parse("sha1-qUqP5cyxm6YcTAhz05Hph5gvu9M=").hashes().size(), 1);
    expect("posix", posix(directory.resolve("lock")), FlockFile.Outcome.ACQUIRED);
  }

  private static int registry() throws Exception {
    return IndexFile.parse(new CrateName("serde"), LINE.getBytes(UTF_8)).entries().size();
  }

  private static int retention() {
    CollectionPolicy<File> policy =
        CollectionPolicy.<File>builder()
            .expiry(_ -> Optional.of(Expiry.unusedFor(Duration.ofDays(1))))
            .build();
    List<File> files = List.of(new File(1, 0), new File(1, 100_000));
    return policy.plan(files, Instant.ofEpochSecond(100_001)).victims().size();
  }

  private static long cas(Path root) throws IOException {
    Cache cache = Cache.in(root);
    Integrity integrity =
        cache.put("hello".getBytes(UTF_8), PutOptions.DEFAULT.withAlgorithms(HashAlgorithm.XXH3));
    cache.put("key", cache.get(integrity));
    return cache.verify().keptSize();
  }

  private static Optional<String> index() {
    byte[] line = LineFormat.RUST.line(IndexEntry.removal("key", 1));
    byte[] withoutBreak = new String(line, UTF_8).strip().getBytes(UTF_8);
    return LineFormat.RUST.read(withoutBreak).map(IndexEntry::key);
  }

  private static FlockFile.Outcome posix(Path file) throws IOException {
    try (FlockFile lock = Posix.system().openLock(file)) {
      return lock.tryLock(FlockFile.Mode.EXCLUSIVE);
    }
  }

  private static void expect(String library, Object actual, Object expected) {
    if (!actual.equals(expected)) {
      throw new IllegalStateException(library + ": " + actual + " instead of " + expected);
    }
    System.out.println(library + ": " + actual);
  }
}
