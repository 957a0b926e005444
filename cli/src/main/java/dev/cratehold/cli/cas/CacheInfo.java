package dev.cratehold.cli.cas;

import dev.cratehold.cas.Cache;
import dev.cratehold.cas.CacheOptions;
import dev.cratehold.cas.Layout;
import dev.cratehold.cas.Owner;
import dev.cratehold.cas.content.ContentStore;
import dev.cratehold.cas.integrity.ContentHash;
import dev.cratehold.cas.integrity.HashAlgorithm;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// What is in a cache, without reading any content.
///
/// @param layout whose index it has; empty if it has none
/// @param content what there is of each algorithm; those of which there is nothing are left out
/// @param lastVerified when npm's `verify`, or a collection of ours, last went through it
record CacheInfo(
    Path directory,
    Optional<Layout> layout,
    long entries,
    Map<HashAlgorithm, Amount> content,
    Optional<Instant> lastVerified,
    Amount temporary,
    Amount quarantined,
    Optional<Owner> owner) {
  /// Some files.
  record Amount(long files, long bytes) {
    static final Amount NONE = new Amount(0, 0);

    Amount and(long size) {
      return new Amount(files + 1, bytes + size);
    }

    Amount and(Amount more) {
      return new Amount(files + more.files, bytes + more.bytes);
    }
  }

  static CacheInfo of(Path directory, Cache cache) throws IOException {
    return new CacheInfo(
        directory,
        Layout.detect(directory),
        cache.entries().count(),
        content(directory),
        lastVerified(directory),
        below(directory.resolve("tmp")),
        below(directory.resolve("quarantine")),
        Owner.of(directory));
  }

  /// All content together.
  Amount allContent() {
    return content.values().stream().reduce(Amount.NONE, Amount::and);
  }

  private static Map<HashAlgorithm, Amount> content(Path directory) throws IOException {
    ContentStore store = ContentStore.in(directory);
    Map<HashAlgorithm, Amount> content = new EnumMap<>(HashAlgorithm.class);
    for (HashAlgorithm algorithm : store.algorithms()) {
      for (int first = 0; first < 256; first++) {
        for (ContentHash hash : store.hashes(algorithm, first)) {
          try {
            long size = Files.size(store.path(hash));
            content.merge(algorithm, Amount.NONE.and(size), Amount::and);
          } catch (NoSuchFileException _) {
            // It went meanwhile, or is a link to a file that did.
          }
        }
      }
    }
    return content;
  }

  private static Optional<Instant> lastVerified(Path directory) throws IOException {
    Optional<Instant> ours = lastVerified(directory, Layout.RUST);
    Optional<Instant> npms = lastVerified(directory, Layout.NPM);
    if (ours.isPresent() && npms.isPresent()) {
      return ours.get().isAfter(npms.get()) ? ours : npms;
    }
    return ours.or(() -> npms);
  }

  private static Optional<Instant> lastVerified(Path directory, Layout layout) throws IOException {
    return Cache.in(directory, CacheOptions.DEFAULT.withLayout(layout)).lastCollected();
  }

  private static Amount below(Path directory) throws IOException {
    Counter counter = new Counter();
    if (Files.isDirectory(directory)) {
      Files.walkFileTree(directory, counter);
    }
    return counter.amount;
  }

  /// Counts files, also while others delete them.
  private static final class Counter extends SimpleFileVisitor<Path> {
    private Amount amount = Amount.NONE;

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      amount = amount.and(attributes.size());
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }
  }
}
