package dev.cratehold.cas;

import dev.cratehold.cas.content.ContentStore;
import dev.cratehold.cas.content.Verification;
import dev.cratehold.cas.index.Index;
import dev.cratehold.cas.index.IndexEntry;
import dev.cratehold.cas.index.LineFormat;
import dev.cratehold.cas.integrity.ContentHash;
import dev.cratehold.cas.integrity.HashAlgorithm;
import dev.cratehold.cas.integrity.Integrity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// Goes through a cache with all processors and changes nothing: first the content, then the
/// entries of both programs, which say what of it is in use. Who writes meanwhile may have content
/// counted as unreferenced; nothing intact is ever called corrupt.
final class Verifier {
  private static final int SHARDS = 256;

  private final Cache cache;
  private final ContentStore content;
  private final Clock clock;
  private final Predicate<IndexEntry> keep;
  private final Map<ContentHash, Held> held = new ConcurrentHashMap<>();
  private final Queue<Finding> findings = new ConcurrentLinkedQueue<>();
  private final Tally tally = new Tally();
  private final Map<String, Duration> runTime = new LinkedHashMap<>();

  Verifier(Cache cache, ContentStore content) {
    this(cache, content, _ -> true);
  }

  /// @param keep accepts the entries that count
  Verifier(Cache cache, ContentStore content, Predicate<IndexEntry> keep) {
    this.cache = cache;
    this.content = content;
    this.clock = cache.options().clock();
    this.keep = keep;
  }

  private enum State {
    INTACT,
    CORRUPT,
    UNREADABLE
  }

  /// Content that was looked at.
  private static final class Held {
    private final long size;
    private final State state;
    private volatile boolean isUsed;

    Held(long size, State state) {
      this.size = size;
      this.state = state;
    }
  }

  /// A step of going through a cache.
  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }

  VerificationReport verify() throws IOException {
    return verify(_ -> {});
  }

  /// @param progress is told how many files were hashed so far
  VerificationReport verify(LongConsumer progress) throws IOException {
    Instant started = clock.instant();
    step("verifyContent", () -> verifyContent(progress));
    step("verifyIndex", this::verifyIndex);
    held.forEach(this::conclude);
    Instant ended = clock.instant();
    runTime.put("total", Duration.between(started, ended));
    return tally.report(started, ended, runTime, findings);
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

  /// In a directory whose liveness is kept elsewhere, all content counts as used.
  private void verifyContent(LongConsumer progress) throws IOException {
    boolean isOwned = Owner.of(cache.root()).isPresent();
    for (HashAlgorithm algorithm : content.algorithms()) {
      inParallel(first -> {
        verify(content.shard(algorithm, first), isOwned);
        progress.accept(held.size());
      });
    }
    content.foreign().forEach(this::foreign);
  }

  private void foreign(Path file) {
    findings.add(new Finding.ForeignFile(file));
  }

  private void verify(ContentStore.Shard shard, boolean isOwned) throws IOException {
    for (ContentHash hash : shard.hashes()) {
      Optional<Held> found = verifyOrReport(hash);
      if (found.isPresent()) {
        found.get().isUsed = isOwned;
        held.put(hash, found.get());
      }
    }
    shard.foreign().forEach(this::foreign);
  }

  /// One file that cannot be read does not keep the others from being looked at.
  private Optional<Held> verifyOrReport(ContentHash hash) throws ClosedChannelException {
    try {
      return verify(hash);
    } catch (ClosedChannelException e) {
      // Nothing is wrong with the file: this thread was interrupted.
      throw e;
    } catch (IOException e) {
      findings.add(new Finding.UnreadableContent(hash, content.path(hash), reason(e)));
      return Optional.of(new Held(0, State.UNREADABLE));
    }
  }

  /// What an exception says besides the name of the file.
  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    return e instanceof FileSystemException named && named.getReason() != null
        ? named.getReason()
        : e.toString();
  }

  /// Empty if it has gone meanwhile.
  private Optional<Held> verify(ContentHash hash) throws IOException {
    return switch (content.verify(hash)) {
      case Verification.Intact(long size) -> Optional.of(new Held(size, State.INTACT));
      case Verification.Corrupt(ContentHash _, long size) ->
          Optional.of(new Held(size, State.CORRUPT));
      case Verification.NoFile() -> Optional.of(new Held(0, State.CORRUPT));
      // A link to a file that has gone, unless all is gone.
      case Verification.Missing() ->
          Files.isSymbolicLink(content.path(hash))
              ? Optional.of(new Held(0, State.CORRUPT))
              : Optional.empty();
    };
  }

  private void verifyIndex() {
    inParallel(first -> {
      for (Map.Entry<LineFormat, List<Path>> buckets :
          Index.buckets(cache.root(), first).entrySet()) {
        Index index = new Index(cache.root(), buckets.getKey());
        for (Path bucket : buckets.getValue()) {
          verify(index, bucket);
        }
      }
    });
  }

  private void verify(Index index, Path bucket) throws IOException {
    Index.Contents contents = index.contents(bucket);
    if (contents.damaged() > 0) {
      findings.add(new Finding.DamagedLines(bucket, contents.damaged()));
    }
    for (IndexEntry entry : contents.latest()) {
      Optional<IndexEntry> counted = cache.index().counted(entry, index.format());
      if (entry.integrity().isPresent() && keep.test(entry)) {
        entry.integrity().get().hashes().forEach(this::use);
      }
      if (counted.isPresent()) {
        verify(counted.get());
      }
    }
  }

  private void use(ContentHash hash) {
    Held found = held.get(named(hash));
    if (found != null) {
      found.isUsed = true;
    }
  }

  /// As files are named: without options.
  private static ContentHash named(ContentHash hash) {
    return hash.options().isEmpty() ? hash : new ContentHash(hash.algorithm(), hash.hex(), "");
  }

  private void verify(IndexEntry entry) throws IOException {
    if (!keep.test(entry)) {
      tally.rejected.increment();
    } else if (hasContent(entry)) {
      tally.total.increment();
    } else {
      tally.missing.increment();
      tally.rejected.increment();
      findings.add(new Finding.MissingContent(entry));
    }
  }

  /// Content that came, or was healed, after all content was looked at is looked at now. What could
  /// not be read may be content.
  boolean hasContent(IndexEntry entry) throws IOException {
    Integrity integrity = entry.integrity().orElseThrow();
    for (ContentHash hash : integrity.alternatives()) {
      Held found = held.get(named(hash));
      if (found != null && found.state != State.CORRUPT) {
        return true;
      }
      Optional<Held> now = verifyOrReport(named(hash)).filter(it -> it.state != State.CORRUPT);
      if (now.isPresent()) {
        // Reported once.
        if (now.get().state == State.UNREADABLE) {
          held.put(named(hash), now.get());
        }
        return true;
      }
    }
    return false;
  }

  private void conclude(ContentHash hash, Held found) {
    if (found.state == State.UNREADABLE) {
      return;
    }
    if (found.state == State.INTACT && found.isUsed) {
      tally.verified.increment();
      tally.kept.add(found.size);
      return;
    }
    tally.reclaimed.increment();
    tally.reclaimedSize.add(found.size);
    Path file = content.path(hash);
    if (found.state == State.INTACT) {
      findings.add(new Finding.UnreferencedContent(hash, file, found.size));
      return;
    }
    findings.add(new Finding.CorruptContent(hash, file, found.size));
    if (found.isUsed) {
      tally.bad.increment();
    }
  }
}
