package dev.cratehold.cas;

import dev.cratehold.cas.content.ContentStore;
import dev.cratehold.cas.content.Directories;
import dev.cratehold.cas.content.StagedContent;
import dev.cratehold.cas.index.IndexEntry;
import dev.cratehold.cas.integrity.ContentHash;
import dev.cratehold.cas.integrity.HashAlgorithm;
import dev.cratehold.cas.integrity.Hasher;
import dev.cratehold.cas.integrity.Integrity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Puts content and its entries in their places, in the order that the durability demands: bytes,
/// names, line. An entry never stands for content that is not there.
final class CacheFiles {
  private static final String TAG =
      """
      Signature: 8a477f597d28d172789f06886806bc55
      # This file is a cache directory tag created by Cratehold.
      # For information about cache directory tags see https://bford.info/cachedir/
      """;

  private static final int PIECE = 64 * 1024;

  private final Path root;
  private final CacheOptions options;
  private final LayoutRules rules;
  private final ContentStore content;
  private final CacheIndex index;
  private volatile boolean isTagged;

  CacheFiles(Path root, CacheOptions options, ContentStore content, CacheIndex index) {
    this.root = root;
    this.options = options;
    this.rules = new LayoutRules(root, options.layout());
    this.content = content;
    this.index = index;
  }

  CacheWriter writer(Optional<String> key, PutOptions put) throws IOException {
    PutOptions normal = normal(key, put);
    return new CacheWriter(this, key, normal, content.stage(normal.algorithms()));
  }

  /// Checks what a stream has left as a writer would, and writes nothing.
  Integrity preview(String key, InputStream source, PutOptions put) throws IOException {
    PutOptions normal = normal(Optional.of(key), put);
    Hasher hasher = Hasher.of(normal.algorithms());
    byte[] piece = new byte[PIECE];
    long size = 0;
    for (int read = source.read(piece); read >= 0; read = source.read(piece)) {
      hasher.update(piece, 0, read);
      size += read;
    }
    Integrity actual = hasher.finish();
    require(normal, Optional.of(key), actual, size);
    lines(Optional.of(key), actual, size, normal);
    return actual;
  }

  /// The options with all algorithms, and metadata in one line.
  ///
  /// @throws RefusedException if the layout cannot hold what they say
  private PutOptions normal(Optional<String> key, PutOptions put) throws IOException {
    Set<HashAlgorithm> algorithms = EnumSet.noneOf(HashAlgorithm.class);
    algorithms.addAll(
        put.algorithms().isEmpty() ? options.layout().defaultAlgorithms() : put.algorithms());
    put.integrity().ifPresent(wanted -> algorithms.add(wanted.strongest().algorithm()));
    rules.requireAlgorithms(algorithms);
    Optional<String> metadata = Optional.empty();
    if (put.metadata().isPresent()) {
      metadata = Optional.of(rules.metadata(put.metadata().get(), key));
    }
    return new PutOptions(
        algorithms, put.size(), put.integrity(), metadata, put.rawMetadata(), put.time());
  }

  /// @param target a file, whose absolute name the link will have: cacache-rs takes it relative to
  ///   the directory of the link, where it is not
  LinkReader linkReader(Optional<String> key, Path target, PutOptions put) throws IOException {
    PutOptions normal = normal(key, put);
    Path absolute = target.toAbsolutePath();
    return new LinkReader(this, key, normal, absolute, Files.newInputStream(absolute));
  }

  /// Makes content a link to a file that was hashed.
  Integrity link(Path target, Integrity actual, long size, Optional<String> key, PutOptions put)
      throws IOException {
    require(put, key, actual, size);
    Optional<CacheIndex.Lines> lines = lines(key, actual, size, put);
    tag();
    content.link(target, actual);
    if (options.durability() == Durability.FULL) {
      forceNames(List.of(actual));
    }
    if (lines.isPresent()) {
      insert(lines.get());
    }
    return actual;
  }

  /// Content and the lines of its entry, all checked, on the way to their places.
  ///
  /// @param lines of its key; empty if it has none
  record Change(StagedContent staged, Optional<CacheIndex.Lines> lines) {
    Integrity integrity() {
      return staged.finish();
    }
  }

  /// Checks content that is written to its end, and makes the lines of its entry.
  Change change(StagedContent staged, Optional<String> key, PutOptions put) throws IOException {
    Integrity actual = staged.finish();
    require(put, key, actual, staged.size());
    return new Change(staged, lines(key, actual, staged.size(), put));
  }

  private static void require(PutOptions put, Optional<String> key, Integrity actual, long size)
      throws MismatchException {
    if (put.size().isPresent() && put.size().getAsLong() != size) {
      throw Mismatches.size(put.size().getAsLong(), size, Optional.empty(), key);
    }
    if (put.integrity().isPresent() && !put.integrity().get().isMetBy(actual)) {
      throw Mismatches.unexpected(put.integrity().get(), actual, key);
    }
  }

  private Optional<CacheIndex.Lines> lines(
      Optional<String> key, Integrity integrity, long size, PutOptions put) throws IOException {
    return key.isEmpty()
        ? Optional.empty()
        : Optional.of(index.lines(entry(key.get(), integrity, size, put)));
  }

  private IndexEntry entry(String key, Integrity integrity, long size, PutOptions put) {
    return new IndexEntry(
        key,
        Optional.of(integrity),
        put.time().orElseGet(options.clock()::instant).toEpochMilli(),
        OptionalLong.of(size),
        put.metadata(),
        put.rawMetadata());
  }

  /// Makes changes visible, content before lines.
  void commit(List<Change> changes) throws IOException {
    if (options.durability() != Durability.NONE) {
      for (Change change : changes) {
        change.staged().force();
      }
    }
    tag();
    for (Change change : changes) {
      publish(change.staged());
    }
    if (options.durability() == Durability.FULL) {
      forceNames(changes.stream().map(Change::integrity).toList());
    }
    for (Change change : changes) {
      if (change.lines().isPresent()) {
        index.add(change.lines().get());
      }
    }
    if (options.durability() == Durability.FULL) {
      forceLines(changes);
    }
  }

  private void publish(StagedContent staged) throws IOException {
    Integrity integrity = staged.finish();
    boolean isNew = staged.publish(integrity) == StagedContent.Outcome.PLACED;
    if (!isNew && options.durability() != Durability.NONE) {
      content.sync(integrity.strongest());
    }
  }

  private void forceNames(List<Integrity> contents) throws IOException {
    Set<Path> directories = new LinkedHashSet<>();
    for (Integrity integrity : contents) {
      for (ContentHash hash : integrity.hashes()) {
        directories.addAll(Directories.upTo(root, content.path(hash)));
      }
    }
    Directories.force(directories);
  }

  private void forceLines(List<Change> changes) throws IOException {
    Set<Path> buckets = new LinkedHashSet<>();
    for (Change change : changes) {
      change.lines().ifPresent(lines -> buckets.addAll(index.buckets(lines.key())));
    }
    force(buckets);
  }

  private void force(Set<Path> buckets) throws IOException {
    Set<Path> directories = new LinkedHashSet<>();
    for (Path bucket : buckets) {
      try (FileChannel channel = FileChannel.open(bucket, StandardOpenOption.WRITE)) {
        channel.force(true);
      } catch (NoSuchFileException _) {
        continue;
      }
      directories.addAll(Directories.upTo(root, bucket));
    }
    Directories.force(directories);
  }

  /// Adds the entry of content that is in its place.
  private void insert(CacheIndex.Lines lines) throws IOException {
    index.add(lines);
    forceLines(lines.key());
  }

  void delete(String key) throws IOException {
    index.delete(key);
    forceLines(key);
  }

  /// Takes all lines of a key away.
  void forget(String key) throws IOException {
    index.forget(key);
    if (options.durability() == Durability.FULL) {
      Directories.force(
          index.buckets(key).stream().map(Path::getParent).filter(Files::exists).toList());
    }
  }

  private void forceLines(String key) throws IOException {
    if (options.durability() == Durability.FULL) {
      force(Set.copyOf(index.buckets(key)));
    }
  }

  /// Makes the next write mark the cache again.
  void forgetTag() {
    isTagged = false;
  }

  /// As npm's cacache marks a cache, so that backups leave it out. cacache-rs could not clear a
  /// directory with a plain file in it.
  private void tag() throws IOException {
    if (isTagged || options.layout() != Layout.NPM) {
      return;
    }
    Path tag = root.resolve("CACHEDIR.TAG");
    try {
      Directories.createParents(tag);
      Files.writeString(tag, TAG, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException _) {
      // It may be another one's.
    }
    isTagged = true;
  }
}
