package dev.cratehold.cas;

import dev.cratehold.cas.content.ContentStore;
import dev.cratehold.cas.content.Verification;
import dev.cratehold.cas.index.Index;
import dev.cratehold.cas.index.IndexEntry;
import dev.cratehold.cas.index.LineFormat;
import dev.cratehold.cas.integrity.ContentHash;
import dev.cratehold.cas.integrity.HashAlgorithm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// Goes through a cache with all processors and changes nothing: first the index, to know what is
/// in use, then the content, then the entries again. Who writes meanwhile may have content counted
/// as unreferenced; nothing intact is ever called corrupt.
final class Verifier {
  private static final int SHARDS = 256;

  private final Cache cache;
  private final ContentStore content;
  private final Clock clock;
  private final Predicate<IndexEntry> keep;
  private final Queue<Finding> findings = new ConcurrentLinkedQueue<>();
  private final Set<Path> corrupt = ConcurrentHashMap.newKeySet();
  private final LongAdder verified = new LongAdder();
  private final LongAdder kept = new LongAdder();
  private final LongAdder bad = new LongAdder();
  private final LongAdder total = new LongAdder();
  private final LongAdder missing = new LongAdder();
  private final LongAdder rejected = new LongAdder();
  private final Map<String, Duration> runTime = new LinkedHashMap<>();

  Verifier(Cache cache, ContentStore content) {
    this(cache, content, _ -> true);
  }

  Verifier(Cache cache, ContentStore content, Predicate<IndexEntry> keep) {
    this.cache = cache;
    this.content = content;
    this.clock = cache.options().clock();
    this.keep = keep;
  }

  /// A step of going through a cache.
  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }

  VerificationReport verify() throws IOException {
    Instant started = clock.instant();
    boolean isOwned = Owner.of(cache.root()).isPresent();
    Marking[] marking = new Marking[1];
    step("markContent", () -> marking[0] = Marking.of(cache.root(), keep));
    step("verifyContent", () -> verifyContent(marking[0], isOwned));
    step("verifyIndex", this::verifyIndex);
    Instant ended = clock.instant();
    runTime.put("total", Duration.between(started, ended));
    return report(started, ended);
  }

  private void step(String name, Step step) throws IOException {
    Instant started = clock.instant();
    try {
      step.run();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    runTime.put(name, Duration.between(started, clock.instant()));
  }

  private void verifyContent(Marking marking, boolean isOwned) throws IOException {
    for (HashAlgorithm algorithm : HashAlgorithm.values()) {
      inParallel(first -> {
        for (ContentHash hash : content.hashes(algorithm, first)) {
          verify(hash, isOwned || marking.isUsed(hash));
        }
      });
    }
    for (Path file : content.foreign()) {
      findings.add(new Finding.ForeignFile(file));
    }
  }

  /// Does something for each 256th.
  @FunctionalInterface
  private interface ShardUse {
    void use(int first) throws IOException;
  }

  private static void inParallel(ShardUse use) {
    IntStream.range(0, SHARDS)
        .parallel()
        .forEach(first -> {
          try {
            use.use(first);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private void verify(ContentHash hash, boolean isUsed) throws IOException {
    Path file = content.path(hash);
    switch (content.verify(hash)) {
      case Verification.Intact(long size) when isUsed -> {
        verified.increment();
        kept.add(size);
      }
      case Verification.Intact(long size) ->
          findings.add(new Finding.UnreferencedContent(hash, file, size));
      case Verification.Corrupt(ContentHash _, long size) -> corrupt(hash, file, size, isUsed);
      case Verification.NoFile() -> corrupt(hash, file, 0, isUsed);
      case Verification.Missing() -> dangling(hash, file, isUsed);
    }
  }

  private void corrupt(ContentHash hash, Path file, long size, boolean isUsed) {
    corrupt.add(file);
    findings.add(new Finding.CorruptContent(hash, file, size));
    if (isUsed) {
      bad.increment();
    }
  }

  /// What was there a moment ago has gone, or is a link to a file that has.
  private void dangling(ContentHash hash, Path file, boolean isUsed) {
    if (Files.isSymbolicLink(file)) {
      corrupt(hash, file, 0, isUsed);
    }
  }

  private void verifyIndex() {
    for (LineFormat format : cache.options().layout().formats()) {
      Index index = new Index(cache.root(), format);
      inParallel(first -> {
        for (Path bucket : index.buckets(first)) {
          int damaged = index.damaged(bucket);
          if (damaged > 0) {
            findings.add(new Finding.DamagedLines(bucket, damaged));
          }
        }
      });
    }
    cache.entries().parallel().forEach(this::verify);
  }

  private void verify(IndexEntry entry) {
    if (!keep.test(entry)) {
      rejected.increment();
    } else if (hasContent(entry)) {
      total.increment();
    } else {
      missing.increment();
      rejected.increment();
      findings.add(new Finding.MissingContent(entry));
    }
  }

  boolean hasContent(IndexEntry entry) {
    return entry.integrity().orElseThrow().alternatives().stream()
        .map(content::path)
        .anyMatch(file -> !corrupt.contains(file) && Files.exists(file));
  }

  private VerificationReport report(Instant started, Instant ended) {
    List<Finding> all = new ArrayList<>(findings);
    long count = 0;
    long size = 0;
    for (Finding finding : all) {
      switch (finding) {
        case Finding.CorruptContent found -> {
          count++;
          size += found.size();
        }
        case Finding.UnreferencedContent found -> {
          count++;
          size += found.size();
        }
        case Finding.MissingContent _, Finding.DamagedLines _, Finding.ForeignFile _ -> {}
      }
    }
    return new VerificationReport(
        started,
        ended,
        runTime,
        verified.sum(),
        count,
        size,
        bad.sum(),
        kept.sum(),
        missing.sum(),
        rejected.sum(),
        total.sum(),
        all);
  }
}
