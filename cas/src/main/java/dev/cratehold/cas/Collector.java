package dev.cratehold.cas;

import dev.cratehold.cas.content.ContentStore;
import dev.cratehold.cas.index.Index;
import dev.cratehold.cas.index.IndexEntry;
import dev.cratehold.cas.index.LineFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Carries out what a [Verifier] found: deletes the content, writes the index anew, empties `tmp`.
final class Collector {
  private static final int SHARDS = 256;

  private final Cache cache;
  private final ContentStore content;
  private final CollectOptions options;
  private final Verifier verifier;
  private final Instant limit;

  Collector(Cache cache, ContentStore content, CollectOptions options) {
    this.cache = cache;
    this.content = content;
    this.options = options;
    this.verifier = new Verifier(cache, content, options.keep());
    this.limit = cache.options().clock().instant().minus(options.grace());
  }

  VerificationReport collect() throws IOException {
    VerificationReport found = verifier.verify();
    Instant verified = cache.options().clock().instant();
    long count = 0;
    long size = 0;
    for (Finding finding : found.findings()) {
      long freed = carryOut(finding);
      if (freed >= 0) {
        count++;
        size += freed;
      }
    }
    try {
      rebuild();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    content.sweepStaged(limit);
    LastCollection.write(cache.root(), cache.options().layout(), found.startTime());
    return report(found, verified, count, size);
  }

  /// How many bytes were freed; -1 if nothing was deleted.
  private long carryOut(Finding finding) throws IOException {
    return switch (finding) {
      case Finding.CorruptContent corrupt ->
          content.deleteCorrupt(corrupt.hash()) ? corrupt.size() : -1;
      case Finding.UnreferencedContent unreferenced ->
          isOld(unreferenced.file()) && content.delete(unreferenced.hash())
              ? unreferenced.size()
              : -1;
      case Finding.UnreadableContent _,
          Finding.MissingContent _,
          Finding.DamagedLines _,
          Finding.ForeignFile _ ->
          -1;
    };
  }

  private boolean isOld(Path file) throws IOException {
    try {
      return !Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant().isAfter(limit);
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  private void rebuild() throws IOException {
    rebuild(LineFormat.NPM, LineFormat.RUST);
    rebuild(LineFormat.RUST, LineFormat.NPM);
  }

  private void rebuild(LineFormat format, LineFormat otherFormat) throws IOException {
    Index index = new Index(cache.root(), format);
    Index other = new Index(cache.root(), otherFormat);
    for (int first = 0; first < SHARDS; first++) {
      for (Path bucket : index.buckets(first)) {
        index.rebuild(bucket, entry -> keeps(entry, format, other));
      }
    }
  }

  /// Where both indexes are read, a removal in one hides the entry in the other.
  private boolean keeps(IndexEntry entry, LineFormat format, Index other) {
    try {
      return entry.isRemoval()
          ? live(other, entry.key()).isPresent()
          : options.keep().test(entry)
              && (verifier.hasContent(entry) || hides(entry, format, live(other, entry.key())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<IndexEntry> live(Index index, String key) throws IOException {
    return index.find(key).filter(entry -> !entry.isRemoval());
  }

  /// Without this entry, whose content is missing, an older one would count again.
  private boolean hides(IndexEntry entry, LineFormat format, Optional<IndexEntry> hidden)
      throws IOException {
    Optional<IndexEntry> found = Optional.of(entry);
    Optional<IndexEntry> later =
        format == LineFormat.NPM
            ? EntryOrder.later(found, hidden)
            : EntryOrder.later(hidden, found);
    return later.equals(found) && hidden.isPresent() && verifier.hasContent(hidden.get());
  }

  private VerificationReport report(
      VerificationReport found, Instant verified, long count, long size) {
    Instant ended = cache.options().clock().instant();
    Map<String, Duration> runTime = new LinkedHashMap<>(found.runTime());
    runTime.put("collect", Duration.between(verified, ended));
    runTime.put("total", Duration.between(found.startTime(), ended));
    return new VerificationReport(
        found.startTime(),
        ended,
        runTime,
        found.verifiedContent(),
        count,
        size,
        found.badContentCount(),
        found.keptSize(),
        found.missingContent(),
        found.rejectedEntries(),
        found.totalEntries(),
        found.findings());
  }
}
