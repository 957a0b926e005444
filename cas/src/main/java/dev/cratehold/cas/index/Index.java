package dev.cratehold.cas.index;

import dev.cratehold.cas.content.Directories;
import dev.cratehold.cas.content.Shards;
import dev.cratehold.cas.content.TemporaryFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/// The index of one form in a cache: which content each key stands for.
///
/// Looking up and listing take no lock and disturb nobody. A line is one write at the end of a
/// file, which the system does not let others come between; so any number of threads and processes
/// may add lines. [#compact] and [#forget] write a bucket anew and put it in the old one's place: a
/// line that another process adds within that moment may be lost. Within one process they wait for
/// those who add lines, so none is lost.
public final class Index {
  private final Path root;
  private final LineFormat format;
  private final TemporaryFiles temporary;
  private final Shards shards = new Shards();

  /// The index of this form in the cache `root`. Nothing is looked at or made.
  public Index(Path root, LineFormat format) {
    this.root = root;
    this.format = format;
    this.temporary = new TemporaryFiles(root);
  }

  /// The form of its lines.
  public LineFormat format() {
    return format;
  }

  /// Where the lines of a key are.
  public Path bucket(String key) {
    return root.resolve(format.bucketName(format.bucketHash(key)));
  }

  /// What the last line of a key says, which may be that it was removed; empty if there is none.
  public Optional<IndexEntry> find(String key) throws IOException {
    try (BucketReader lines = BucketReader.open(bucket(key), format)) {
      Optional<BucketLine> line = lines.previous();
      while (line.isPresent() && !line.get().isOf(key)) {
        line = lines.previous();
      }
      return line.flatMap(BucketLine::entry);
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /// What all lines of a key say, the last one first.
  public List<IndexEntry> history(String key) throws IOException {
    List<IndexEntry> entries = new ArrayList<>();
    try (BucketReader lines = BucketReader.open(bucket(key), format)) {
      for (Optional<BucketLine> line = lines.previous();
          line.isPresent();
          line = lines.previous()) {
        line.filter(found -> found.isOf(key)).flatMap(BucketLine::entry).ifPresent(entries::add);
      }
    } catch (NoSuchFileException _) {
      // No lines.
    }
    return entries;
  }

  /// Adds a line of a key, by one write.
  ///
  /// @param line as [LineFormat#line] gives it
  public void append(String key, byte[] line) throws IOException {
    String hash = format.bucketHash(key);
    Path bucket = root.resolve(format.bucketName(hash));
    shards.make(hash, bucket);
    append(bucket, line);
  }

  /// Adds a line of a key that has lines already; nothing happens if there is no bucket.
  ///
  /// @param line as [LineFormat#line] gives it
  public void appendIfPresent(String key, byte[] line) throws IOException {
    Path bucket = bucket(key);
    Lock lock = BucketLocks.toAppend(bucket);
    lock.lock();
    try (FileChannel channel = FileChannel.open(bucket, StandardOpenOption.APPEND)) {
      write(channel, bucket, line);
    } catch (NoSuchFileException _) {
      // There is nothing to say about a key that has no lines.
    } finally {
      lock.unlock();
    }
  }

  private static void append(Path bucket, byte[] line) throws IOException {
    Lock lock = BucketLocks.toAppend(bucket);
    lock.lock();
    try (FileChannel channel = openToAppend(bucket)) {
      write(channel, bucket, line);
    } finally {
      lock.unlock();
    }
  }

  private static FileChannel openToAppend(Path bucket) throws IOException {
    try {
      return openForAppending(bucket);
    } catch (NoSuchFileException _) {
      Directories.createParents(bucket);
      return openForAppending(bucket);
    }
  }

  private static FileChannel openForAppending(Path bucket) throws IOException {
    return FileChannel.open(bucket, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /// A line that was written in part, on a full disk for instance, is no line; what follows it
  /// begins with a line break.
  private static void write(FileChannel channel, Path bucket, byte[] line) throws IOException {
    int written = channel.write(ByteBuffer.wrap(line));
    if (written < line.length) {
      throw new IOException(
          "only %d of the %d bytes of a line could be written to %s: is the disk full?"
              .formatted(written, line.length, bucket));
    }
  }

  /// Tells `visitor` what the last line of each key says, removals included, of those whose bucket
  /// begins with the byte `first`, 0 to 255: one 256th of the index, in no order.
  public void forEach(int first, EntryVisitor visitor) throws IOException {
    for (Path bucket : buckets(first)) {
      for (IndexEntry entry : contents(bucket).latest()) {
        visitor.visit(entry);
      }
    }
  }

  /// The buckets of this form that begin with the byte `first`.
  public List<Path> buckets(int first) throws IOException {
    return buckets(root, first).getOrDefault(format, List.of());
  }

  /// The buckets of a cache that begin with the byte `first`, by their form.
  public static Map<LineFormat, List<Path>> buckets(Path root, int first) throws IOException {
    String start = HexFormat.of().toHexDigits((byte) first);
    return buckets(root.resolve(LineFormat.DIRECTORY).resolve(start));
  }

  private static Map<LineFormat, List<Path>> buckets(Path top) throws IOException {
    Map<LineFormat, List<Path>> buckets = new EnumMap<>(LineFormat.class);
    for (Path directory : Directories.children(top)) {
      String start = name(top) + name(directory);
      for (Path bucket : Directories.children(directory)) {
        LineFormat.ofBucketHash(start + name(bucket))
            .ifPresent(
                format -> buckets.computeIfAbsent(format, _ -> new ArrayList<>()).add(bucket));
      }
    }
    return buckets;
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  /// The forms of which there are buckets in a cache. The walk ends when it has met both.
  public static Set<LineFormat> formats(Path root) throws IOException {
    Set<LineFormat> found = EnumSet.noneOf(LineFormat.class);
    for (Path top : Directories.children(root.resolve(LineFormat.DIRECTORY))) {
      found.addAll(buckets(top).keySet());
      if (found.size() == LineFormat.values().length) {
        return found;
      }
    }
    return found;
  }

  /// What is in a bucket.
  ///
  /// @param latest what the last line of each key says, removals included
  /// @param damaged how many pieces are no lines
  public record Contents(List<IndexEntry> latest, int damaged) {}

  /// What is in a bucket; nothing if it is gone.
  public Contents contents(Path bucket) throws IOException {
    Map<String, IndexEntry> latest = new LinkedHashMap<>();
    int damaged = 0;
    try (BucketReader lines = BucketReader.open(bucket, format)) {
      for (Optional<BucketLine> line = lines.previous();
          line.isPresent();
          line = lines.previous()) {
        Optional<IndexEntry> entry = line.get().entry();
        if (entry.isPresent()) {
          latest.putIfAbsent(entry.get().key(), entry.get());
        } else if (line.get().bytes().length > 0 && !format.isLine(line.get().bytes())) {
          damaged++;
        }
      }
    } catch (NoSuchFileException _) {
      return new Contents(List.of(), 0);
    }
    return new Contents(List.copyOf(latest.values()), damaged);
  }

  /// Keeps those lines of a key that `keep` accepts and that are not the same as a later one that
  /// is kept; all other lines of the bucket stay.
  ///
  /// @param same whether two entries are the same; the first one is the older
  /// @return what is kept, the last line first
  public List<IndexEntry> compact(
      String key, Predicate<IndexEntry> keep, BiPredicate<IndexEntry, IndexEntry> same)
      throws IOException {
    List<IndexEntry> kept = new ArrayList<>();
    rewrite(
        bucket(key),
        line -> {
          if (!line.isOf(key)) {
            return true;
          }
          IndexEntry entry = line.entry().orElseThrow();
          boolean isKept =
              keep.test(entry) && kept.stream().noneMatch(later -> same.test(entry, later));
          if (isKept) {
            kept.add(entry);
          }
          return isKept;
        });
    return kept;
  }

  /// Takes all lines of a key away, as if there had never been any.
  public void forget(String key) throws IOException {
    rewrite(bucket(key), line -> !line.isOf(key));
  }

  /// Keeps the last line of each key in a bucket, removals included, if `keep` accepts it, and the
  /// lines that only others understand.
  public void rebuild(Path bucket, Predicate<IndexEntry> keep) throws IOException {
    Map<String, IndexEntry> seen = new LinkedHashMap<>();
    rewrite(
        bucket,
        line ->
            line.entry().isEmpty()
                ? format.isLine(line.bytes())
                : line.entry()
                    .filter(entry -> seen.putIfAbsent(entry.key(), entry) == null)
                    .filter(keep)
                    .isPresent());
  }

  /// Writes a bucket anew with the lines that `keep` accepts, which is asked from the last to the
  /// first, and deletes it if there is none. What others added meanwhile is added again.
  private void rewrite(Path bucket, Predicate<BucketLine> keep) throws IOException {
    Lock lock = BucketLocks.toRewrite(bucket);
    lock.lock();
    try (BucketReader lines = BucketReader.open(bucket, format)) {
      List<BucketLine> kept = new ArrayList<>();
      boolean isAllKept = true;
      for (Optional<BucketLine> line = lines.previous();
          line.isPresent();
          line = lines.previous()) {
        if (keep.test(line.get())) {
          kept.add(line.get());
        } else {
          isAllKept = false;
        }
      }
      if (isAllKept) {
        return;
      }
      replace(bucket, kept.reversed());
      byte[] appended = lines.appended();
      if (appended.length > 0) {
        append(bucket, appended);
      }
    } catch (NoSuchFileException _) {
      // There is nothing to keep.
    } finally {
      lock.unlock();
    }
  }

  private void replace(Path bucket, List<BucketLine> lines) throws IOException {
    if (lines.isEmpty()) {
      Files.deleteIfExists(bucket);
      return;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    lines.forEach(line -> bytes.writeBytes(line.inFile()));
    temporary.replace(bucket, bytes.toByteArray());
  }
}
