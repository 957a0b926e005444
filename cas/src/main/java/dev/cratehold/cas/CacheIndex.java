package dev.cratehold.cas;

import dev.cratehold.cas.index.EntryVisitor;
import dev.cratehold.cas.index.Index;
import dev.cratehold.cas.index.IndexEntry;
import dev.cratehold.cas.index.LineFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The index of a cache by itself: which content each key stands for, without that content.
///
/// Safe for use by several threads, and by several processes on one directory. Looking up and
/// listing take no lock. [#compact] and [#forget] write a file anew: a line that another process
/// adds to it within that moment may be lost; within one process none is.
public final class CacheIndex {
  private static final int SHARDS = 256;

  private final LayoutRules rules;
  private final List<Index> indexes;
  private final Clock clock;

  CacheIndex(Path root, Layout layout, Clock clock) {
    this.rules = new LayoutRules(root, layout);
    this.indexes = layout.formats().stream().map(format -> new Index(root, format)).toList();
    this.clock = clock;
  }

  /// The entry of a key; empty if there is none or if it was removed. That its content is there is
  /// not said.
  public Optional<IndexEntry> find(String key) throws IOException {
    return latest(key).filter(entry -> !entry.isRemoval());
  }

  private Optional<IndexEntry> latest(String key) throws IOException {
    Optional<IndexEntry> latest = indexes.getFirst().find(key);
    return indexes.size() == 1 ? latest : EntryOrder.later(latest, indexes.getLast().find(key));
  }

  /// The lines of an entry, one for each form of the index, that are written when it is added.
  record Lines(String key, List<byte[]> bytes) {}

  /// Adds an entry, by one write for each form of the index. What the entry says of content is
  /// taken as it is. Where the layout is [Layout#DUAL], raw metadata stands in the line of
  /// cacache-rs alone.
  ///
  /// @throws RefusedException if the layout cannot hold it
  public void insert(IndexEntry entry) throws IOException {
    add(lines(inOneLine(entry)));
  }

  private IndexEntry inOneLine(IndexEntry entry) throws RefusedException {
    if (entry.metadata().isEmpty()) {
      return entry;
    }
    String metadata = rules.metadata(entry.metadata().get(), Optional.of(entry.key()));
    return entry.withMetadata(metadata);
  }

  Lines lines(IndexEntry entry) throws IOException {
    rules.requireWritable();
    if (entry.integrity().isPresent()) {
      rules.requireIntegrity(entry.integrity().get());
    }
    List<byte[]> lines = new ArrayList<>(indexes.size());
    for (Index index : indexes) {
      lines.add(line(entry, index.format()));
    }
    return new Lines(entry.key(), lines);
  }

  void add(Lines lines) throws IOException {
    for (int i = 0; i < indexes.size(); i++) {
      indexes.get(i).append(lines.key(), lines.bytes().get(i));
    }
  }

  private byte[] line(IndexEntry entry, LineFormat format) throws RefusedException {
    boolean isWithoutRaw = format == LineFormat.NPM && rules.layout() == Layout.DUAL;
    try {
      return format.line(isWithoutRaw ? entry.withoutRawMetadata() : entry);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(
          Failure.of(
                  CacheError.ENTRY_REFUSED,
                  String.valueOf(e.getMessage()),
                  "change it, or use another layout")
              .at(rules.root())
              .of(entry.key()));
    }
  }

  /// The files that the lines of a key are in.
  List<Path> buckets(String key) {
    return indexes.stream().map(index -> index.bucket(key)).toList();
  }

  /// Removes the entry of a key; its content stays. Nothing is written where the key has no lines.
  public void delete(String key) throws IOException {
    rules.requireWritable();
    IndexEntry removal = IndexEntry.removal(key, clock.millis());
    for (Index index : indexes) {
      if (index.format().takes(key)) {
        index.appendIfPresent(key, line(removal, index.format()));
      }
    }
  }

  /// Takes all lines of a key away, as if there had never been any; its content stays.
  public void forget(String key) throws IOException {
    rules.requireWritable();
    for (Index index : indexes) {
      index.forget(key);
    }
  }

  /// What all lines of a key say, removals included, the last one first; those of npm's index
  /// before those of cacache-rs.
  public List<IndexEntry> history(String key) throws IOException {
    List<IndexEntry> all = indexes.getFirst().history(key);
    return indexes.size() == 1
        ? all
        : Stream.concat(all.stream(), indexes.getLast().history(key).stream()).toList();
  }

  /// Keeps those lines of a key that `keep` accepts and that are not the same as a later one that
  /// is kept.
  ///
  /// @param same whether two entries are the same; the first one is the older
  /// @return what is kept, as in [#history]
  public List<IndexEntry> compact(
      String key, BiPredicate<IndexEntry, IndexEntry> same, Predicate<IndexEntry> keep)
      throws IOException {
    return compact(key, same, () -> keep);
  }

  /// Keeps those lines of a key that were added since it was removed last and that are not the same
  /// as a later one that is kept.
  ///
  /// @param same whether two entries are the same; the first one is the older
  /// @return what is kept, as in [#history]
  public List<IndexEntry> compact(String key, BiPredicate<IndexEntry, IndexEntry> same)
      throws IOException {
    return compact(key, same, SinceRemoval::new);
  }

  private List<IndexEntry> compact(
      String key, BiPredicate<IndexEntry, IndexEntry> same, Supplier<Predicate<IndexEntry>> keeping)
      throws IOException {
    rules.requireWritable();
    List<IndexEntry> kept = new ArrayList<>();
    for (Index index : indexes) {
      kept.addAll(index.compact(key, keeping.get(), same));
    }
    return kept;
  }

  /// All entries, each key once, in no order, as they are found. The stream can be made parallel.
  /// An [UncheckedIOException] ends it.
  public Stream<IndexEntry> entries() {
    return IntStream.range(0, SHARDS * indexes.size())
        .boxed()
        .flatMap(part -> live(indexes.get(part / SHARDS), part % SHARDS));
  }

  /// All entries.
  public List<IndexEntry> list() throws IOException {
    try {
      return IntStream.range(0, SHARDS)
          .parallel()
          .boxed()
          .flatMap(first -> indexes.stream().flatMap(index -> live(index, first)))
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private Stream<IndexEntry> live(Index index, int first) {
    try {
      Stream.Builder<IndexEntry> entries = Stream.builder();
      forEach(index, first, entries::add);
      return entries.build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void forEach(Index index, int first, EntryVisitor visitor) throws IOException {
    index.forEach(
        first,
        entry -> {
          Optional<IndexEntry> counted = counted(entry, index.format());
          if (counted.isPresent()) {
            visitor.visit(counted.get());
          }
        });
  }

  /// The entry that counts for a key, when the last line for it in one form was read; empty if it
  /// was removed, if the layout does not have this form, or if the key counts when its line in the
  /// other form is read: one that both have counts with the first.
  Optional<IndexEntry> counted(IndexEntry found, LineFormat format) throws IOException {
    if (indexes.stream().noneMatch(index -> index.format() == format)) {
      return Optional.empty();
    }
    boolean isSecond = format != indexes.getFirst().format();
    if (isSecond && indexes.getFirst().find(found.key()).isPresent()) {
      return Optional.empty();
    }
    Optional<IndexEntry> latest = indexes.size() == 1 ? Optional.of(found) : latest(found.key());
    return latest.filter(entry -> !entry.isRemoval());
  }

  /// Accepts entries, from the last to the first, until one says that the key was removed.
  private static final class SinceRemoval implements Predicate<IndexEntry> {
    private boolean ended;

    @Override
    public boolean test(IndexEntry entry) {
      ended = ended || entry.isRemoval();
      return !ended;
    }
  }
}
