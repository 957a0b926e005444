package dev.cratehold.cas.content;

import dev.cratehold.cas.integrity.ContentHash;
import dev.cratehold.cas.integrity.HashAlgorithm;
import dev.cratehold.cas.integrity.Hasher;
import dev.cratehold.cas.integrity.Integrity;
import dev.cratehold.cas.integrity.IntegrityFormatException;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// A directory of files named after the digests of their bytes.
///
/// ```
/// content-v2/sha256/e3/b0/c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
/// tmp/                    staged files
/// quarantine/             corrupt files that were taken away, <digest>.<random>
/// ```
///
/// Safe for use by several threads, and by several processes on one directory. Files get the
/// permissions that the process's umask leaves of 0666, directories of 0777: who may read them is
/// decided by the directory around them.
public final class ContentStore {
  private enum Following {
    YES,
    NO
  }

  private static final String CONTENT = "content-v2";

  private final Path root;
  private final InstantSource clock;
  private final Path content;
  private final TemporaryFiles temporary;
  private final Path quarantine;
  private final Map<HashAlgorithm, Shards> shards = new ConcurrentHashMap<>();
  private final Set<Path> staged = ConcurrentHashMap.newKeySet();

  private ContentStore(Path root, InstantSource clock) {
    this.root = root;
    this.clock = clock;
    this.content = root.resolve(CONTENT);
    this.temporary = new TemporaryFiles(root);
    this.quarantine = root.resolve("quarantine");
  }

  /// The content store in the directory `root`. Nothing is looked at or made: one that may not be
  /// written can be read, and a directory that is missing is made when something is stored.
  public static ContentStore in(Path root) {
    return in(root, InstantSource.system());
  }

  /// The same by another clock.
  ///
  /// @param clock tells the time that content gets which is stored once more
  public static ContentStore in(Path root, InstantSource clock) {
    return new ContentStore(root, clock);
  }

  /// Begins a new file.
  public StagedContent stage(Set<HashAlgorithm> algorithms) throws IOException {
    return stage(algorithms, Following.NO);
  }

  /// Begins a new file that others can read while it is written, see [StagedContent#channel].
  public StagedContent stageFollowed(Set<HashAlgorithm> algorithms) throws IOException {
    return stage(algorithms, Following.YES);
  }

  private StagedContent stage(Set<HashAlgorithm> algorithms, Following following)
      throws IOException {
    Hasher hasher = Hasher.of(algorithms);
    Path file = temporary.newFile();
    staged.add(file);
    try {
      FileChannel writing = temporary.create(file);
      try {
        Optional<FileChannel> reading =
            following == Following.YES ? Optional.of(FileChannel.open(file)) : Optional.empty();
        return new StagedContent(this, file, writing, reading, hasher);
      } catch (IOException e) {
        discard(file, writing, e);
        throw e;
      }
    } catch (IOException e) {
      staged.remove(file);
      throw e;
    }
  }

  private static void discard(Path file, FileChannel writing, IOException reason) {
    try (writing) {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  /// Opens the file with this digest without hashing it, or returns empty if there is none.
  public Optional<Content> open(ContentHash hash) throws IOException {
    try {
      return Optional.of(content(FileChannel.open(path(hash))));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  private static Content content(FileChannel channel) throws IOException {
    try {
      return new Content(channel, channel.size());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /// Hashes the file with this digest.
  public Verification verify(ContentHash hash) throws IOException {
    return FileHashing.verify(hash, path(hash));
  }

  /// Forces the bytes of the file with this digest to the disk. Returns its size, or empty if there
  /// is no such file. The name of a new file is forced only as far as the file system does so on
  /// its own; see [Directories#force].
  public OptionalLong sync(ContentHash hash) throws IOException {
    try (FileChannel channel = FileChannel.open(path(hash))) {
      channel.force(false);
      return OptionalLong.of(channel.size());
    } catch (NoSuchFileException _) {
      return OptionalLong.empty();
    }
  }

  /// Deletes the file with this digest. Returns whether there was one.
  public boolean delete(ContentHash hash) throws IOException {
    return Files.deleteIfExists(path(hash));
  }

  /// What is known of a file without reading it.
  ///
  /// @param modified when it was stored, or stored once more
  public record Facts(long size, Instant modified) {}

  /// The size and the age of the file with this digest, or empty if there is none.
  public Optional<Facts> facts(ContentHash hash) throws IOException {
    return facts(path(hash));
  }

  private static Optional<Facts> facts(Path file) throws IOException {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(new Facts(found.size(), found.lastModifiedTime().toInstant()));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /// What became of a file that was to be deleted unless it is young.
  public enum Expired {
    DELETED,
    MISSING,
    /// It was stored, or stored once more, too short a time ago, so it stays.
    YOUNG
  }

  /// Deletes the file with this digest unless it was stored, or stored once more, after `limit`. It
  /// is moved first and looked at where nobody stores it once more, so that content which somebody
  /// was told is there is never lost: a young file is put back. If the process is killed in
  /// between, the next sweep of staged files deletes it.
  public Expired deleteExpired(ContentHash hash, Instant limit) throws IOException {
    if (facts(hash).filter(found -> found.modified().isAfter(limit)).isPresent()) {
      return Expired.YOUNG;
    }
    Path away = temporary.newFile();
    staged.add(away);
    try {
      Directories.createParents(away);
      Files.move(path(hash), away, StandardCopyOption.ATOMIC_MOVE);
      return expire(hash, away, limit);
    } catch (NoSuchFileException _) {
      return Expired.MISSING;
    } finally {
      staged.remove(away);
    }
  }

  private Expired expire(ContentHash hash, Path away, Instant limit) throws IOException {
    if (facts(away).filter(found -> found.modified().isAfter(limit)).isPresent()) {
      move(away, path(hash));
      return Expired.YOUNG;
    }
    Trees.delete(away);
    return Expired.DELETED;
  }

  /// Takes the file with this digest away if it is corrupt, so that publishing it again heals the
  /// store. The file is moved first and hashed where nobody replaces it, so that a good file that
  /// took the place of a corrupt one is never lost: a file that proves intact is put back, and so
  /// is one that could not be read to its end.
  public Verification quarantine(ContentHash hash) throws IOException {
    Path away = away(hash);
    Verification found = takeAway(hash, away);
    if (found instanceof Verification.Intact) {
      move(away, path(hash));
    }
    return found;
  }

  private Path away(ContentHash hash) throws IOException {
    Files.createDirectories(quarantine);
    return quarantine.resolve(hash.hex() + "." + UUID.randomUUID());
  }

  private Verification takeAway(ContentHash hash, Path away) throws IOException {
    try {
      Files.move(path(hash), away, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException _) {
      return new Verification.Missing();
    }
    return verifyAway(hash, away);
  }

  private Verification verifyAway(ContentHash hash, Path away) throws IOException {
    try {
      return FileHashing.verify(hash, away);
    } catch (IOException e) {
      try {
        move(away, path(hash));
      } catch (IOException notBack) {
        e.addSuppressed(notBack);
      }
      throw e;
    }
  }

  /// Deletes the file with this digest if it is corrupt. Returns whether it was deleted.
  public boolean deleteCorrupt(ContentHash hash) throws IOException {
    Path away = away(hash);
    return switch (takeAway(hash, away)) {
      case Verification.Intact _ -> {
        move(away, path(hash));
        yield false;
      }
      case Verification.Missing _ -> Files.deleteIfExists(away);
      case Verification.Corrupt _, Verification.NoFile _ -> {
        Trees.delete(away);
        yield true;
      }
    };
  }

  /// The algorithms of which there is content, or was.
  public Set<HashAlgorithm> algorithms() throws IOException {
    Set<HashAlgorithm> algorithms = EnumSet.noneOf(HashAlgorithm.class);
    for (Path directory : Directories.children(content)) {
      HashAlgorithm.of(name(directory)).ifPresent(algorithms::add);
    }
    return algorithms;
  }

  /// The digests that begin with the byte `first`, 0 to 255: one 256th of the store, in no order.
  public List<ContentHash> hashes(HashAlgorithm algorithm, int first) throws IOException {
    return shard(algorithm, first).hashes();
  }

  /// The same without what is in directories that cannot be read at the moment, and in half the
  /// time: for those who come back later for what they do not see now.
  public List<ContentHash> readableHashes(HashAlgorithm algorithm, int first) {
    String start = HexFormat.of().toHexDigits((byte) first);
    File shard = content.resolve(algorithm.word()).resolve(start).toFile();
    List<ContentHash> hashes = new ArrayList<>();
    for (String directory : names(shard)) {
      for (String file : names(new File(shard, directory))) {
        parse(algorithm, start + directory + file).ifPresent(hashes::add);
      }
    }
    return hashes;
  }

  private static String[] names(File directory) {
    String[] names = directory.list();
    return names == null ? new String[0] : names;
  }

  /// One 256th of what lies among the content of an algorithm.
  ///
  /// @param hashes the digests that begin with one byte
  /// @param foreign the files that have names that no digest has
  public record Shard(List<ContentHash> hashes, List<Path> foreign) {}

  /// The digests that begin with the byte `first`, 0 to 255, and the files among them that are
  /// none.
  public Shard shard(HashAlgorithm algorithm, int first) throws IOException {
    String start = HexFormat.of().toHexDigits((byte) first);
    List<ContentHash> hashes = new ArrayList<>();
    List<Path> foreign = new ArrayList<>();
    for (Path directory : Directories.children(content.resolve(algorithm.word()).resolve(start))) {
      List<Path> files = Directories.children(directory);
      if (!Shards.isName(name(directory)) || (files.isEmpty() && !Files.isDirectory(directory))) {
        foreign.add(directory);
        continue;
      }
      for (Path file : files) {
        parse(algorithm, start + name(directory) + name(file))
            .ifPresentOrElse(hashes::add, () -> foreign.add(file));
      }
    }
    return new Shard(hashes, foreign);
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  /// What lies around the directories of digests and is none of them.
  public List<Path> foreign() throws IOException {
    List<Path> foreign = new ArrayList<>();
    for (Path top : Directories.children(content)) {
      if (HashAlgorithm.of(name(top)).isEmpty() || !Files.isDirectory(top)) {
        foreign.add(top);
      } else {
        Directories.children(top).stream()
            .filter(file -> !Shards.isName(name(file)))
            .forEach(foreign::add);
      }
    }
    return foreign;
  }

  private static Optional<ContentHash> parse(HashAlgorithm algorithm, String hex) {
    try {
      return Optional.of(new ContentHash(algorithm, hex, ""));
    } catch (IntegrityFormatException _) {
      return Optional.empty();
    }
  }

  /// Deletes temporary files and directories that were last written before `limit`, such as those
  /// of a process that was killed. Files that this object has staged and that are still open are
  /// kept. Returns how many were deleted.
  public int sweepStaged(Instant limit) throws IOException {
    int swept = 0;
    for (Path file : Directories.children(temporary.directory())) {
      if (!staged.contains(file) && !Trees.isYounger(file, limit)) {
        Trees.delete(file);
        swept++;
      }
    }
    return swept;
  }

  /// Puts a staged file in its place, unless an intact one is there: that one's bytes may have been
  /// forced to the disk and promised to somebody.
  StagedContent.Outcome place(Path file, FileChannel channel, long size, ContentHash hash)
      throws IOException {
    boolean isFirst = shards(hash).make(hash.hex(), path(hash));
    if (!isFirst && keeps(hash, size)) {
      Files.deleteIfExists(file);
      return StagedContent.Outcome.KEPT;
    }
    try {
      replace(file, hash);
    } catch (NoSuchFileException e) {
      place(copyOfLost(file, channel, e), hash);
    }
    return StagedContent.Outcome.PLACED;
  }

  /// What is no file, such as a directory, has to make room first.
  private void replace(Path file, ContentHash hash) throws IOException {
    try {
      move(file, path(hash));
    } catch (FileSystemException e) {
      if (!Files.isDirectory(path(hash), LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
      quarantine(hash);
      move(file, path(hash));
    }
  }

  /// Somebody else has emptied `tmp`, as npm's `verify` does. The file still has its bytes for who
  /// holds it open.
  private Path copyOfLost(Path file, FileChannel channel, NoSuchFileException reason)
      throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw reason;
    }
    return temporary.copy(channel);
  }

  private void place(Path file, ContentHash hash) throws IOException {
    try {
      replace(file, hash);
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /// Makes a file outside the store content of it, by symbolic links under its digests. Content
  /// that is there and intact stays.
  ///
  /// @param target an absolute name
  /// @param actual what the file was hashed to
  public void link(Path target, Integrity actual) throws IOException {
    for (ContentHash hash : actual.hashes()) {
      if (!keeps(hash, Files.size(target))) {
        place(temporary.symbolicLink(target), hash);
      }
    }
  }

  /// Gives a stored file the name of another of its digests.
  void link(ContentHash stored, ContentHash other) throws IOException {
    Path source = path(stored);
    if (keeps(other, Files.size(source))) {
      return;
    }
    place(temporary.linkOrCopy(source), other);
  }

  /// Whether there is an intact file with this digest and size that is ours. Its time is now then,
  /// since whoever collects garbage spares what is young.
  private boolean keeps(ContentHash hash, long size) throws IOException {
    Path file = path(hash);
    try {
      BasicFileAttributes found =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!found.isRegularFile()
          || found.size() != size
          || !(FileHashing.verify(hash, file) instanceof Verification.Intact)) {
        return false;
      }
      Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
      return true;
    } catch (FileSystemException _) {
      // It has gone, or it is another user's.
      return false;
    }
  }

  void released(Path file) {
    staged.remove(file);
  }

  private void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException _) {
      Directories.createParents(to);
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private Shards shards(ContentHash hash) {
    return shards.computeIfAbsent(hash.algorithm(), _ -> new Shards());
  }

  /// Where the file with this digest is, or would be.
  public Path path(ContentHash hash) {
    String hex = hash.hex();
    return root.resolve(
        CONTENT
            + '/'
            + hash.algorithm().word()
            + '/'
            + hex.substring(0, 2)
            + '/'
            + hex.substring(2, 4)
            + '/'
            + hex.substring(4));
  }
}
