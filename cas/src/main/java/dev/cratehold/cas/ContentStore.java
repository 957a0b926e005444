package dev.cratehold.cas;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.StreamSupport;

/// A directory of files named after the SHA-256 of their bytes.
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
  private final Path content;
  private final Path temporary;
  private final Path quarantine;
  private final Set<Path> staged = ConcurrentHashMap.newKeySet();

  private ContentStore(Path root) {
    this.content = root.resolve("content-v2").resolve("sha256");
    this.temporary = root.resolve("tmp");
    this.quarantine = root.resolve("quarantine");
  }

  /// The content store in the directory `root`, which is created if it is not there. Nothing in it
  /// is looked at.
  public static ContentStore open(Path root) throws IOException {
    ContentStore store = new ContentStore(root);
    Files.createDirectories(store.content);
    Files.createDirectories(store.temporary);
    return store;
  }

  /// The content store that is in the directory `root`, which is not touched: one that may not be
  /// written can be read.
  public static ContentStore existing(Path root) {
    return new ContentStore(root);
  }

  /// Begins a new file.
  public StagedContent stage() throws IOException {
    Path file = temporary.resolve(UUID.randomUUID().toString());
    staged.add(file);
    try {
      return create(file);
    } catch (IOException e) {
      staged.remove(file);
      throw e;
    }
  }

  private StagedContent create(Path file) throws IOException {
    FileChannel writing =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    try {
      return new StagedContent(this, file, writing, FileChannel.open(file));
    } catch (IOException e) {
      discard(file, writing, e);
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
  public Optional<Content> open(Digest digest) throws IOException {
    try {
      return Optional.of(content(FileChannel.open(path(digest))));
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
  public Verification verify(Digest digest) throws IOException {
    return verify(digest, path(digest));
  }

  private static Verification verify(Digest digest, Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      Sha256.Hashed hashed = Sha256.of(channel);
      return hashed.digest().equals(digest)
          ? new Verification.Intact(hashed.size())
          : new Verification.Corrupt(hashed.digest(), hashed.size());
    } catch (NoSuchFileException _) {
      return new Verification.Missing();
    }
  }

  /// Forces the bytes of the file with this digest to the disk. Returns its size, or empty if there
  /// is no such file. The name of a new file is forced only as far as the file system does so on
  /// its own.
  public OptionalLong sync(Digest digest) throws IOException {
    try (FileChannel channel = FileChannel.open(path(digest))) {
      channel.force(false);
      return OptionalLong.of(channel.size());
    } catch (NoSuchFileException _) {
      return OptionalLong.empty();
    }
  }

  /// Deletes the file with this digest. Returns whether there was one.
  public boolean delete(Digest digest) throws IOException {
    return Files.deleteIfExists(path(digest));
  }

  /// Takes the file with this digest away if it is corrupt, so that publishing it again heals the
  /// store. The file is moved first and hashed where nobody replaces it, so that a good file that
  /// took the place of a corrupt one is never lost: a file that proves intact is put back, and so
  /// is one that could not be read to its end.
  public Verification quarantine(Digest digest) throws IOException {
    Files.createDirectories(quarantine);
    Path away = quarantine.resolve(digest.hex() + "." + UUID.randomUUID());
    try {
      Files.move(path(digest), away, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException _) {
      return new Verification.Missing();
    }
    Verification found = verifyAway(digest, away);
    if (found instanceof Verification.Intact) {
      move(away, path(digest));
    }
    return found;
  }

  private Verification verifyAway(Digest digest, Path away) throws IOException {
    try {
      return verify(digest, away);
    } catch (IOException e) {
      try {
        move(away, path(digest));
      } catch (IOException notBack) {
        e.addSuppressed(notBack);
      }
      throw e;
    }
  }

  /// Tells `visitor` every digest that there is. Files that come or go meanwhile may be among them
  /// or not; what is no content file is passed over.
  public void forEach(ContentVisitor visitor) throws IOException {
    for (int first = 0; first < 256; first++) {
      for (Digest digest : digests(first)) {
        visitor.visit(digest);
      }
    }
  }

  /// The digests that begin with the byte `first`, 0 to 255: one 256th of the store, in no order.
  public List<Digest> digests(int first) throws IOException {
    String start = HexFormat.of().toHexDigits((byte) first);
    List<Digest> digests = new ArrayList<>();
    for (Path directory : children(content.resolve(start))) {
      for (Path file : children(directory)) {
        Digest.parse(start + directory.getFileName() + file.getFileName()).ifPresent(digests::add);
      }
    }
    return digests;
  }

  private static List<Path> children(Path directory) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      return StreamSupport.stream(entries.spliterator(), false).toList();
    } catch (NoSuchFileException | NotDirectoryException _) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /// Deletes staged files that were last written before `limit`, such as those of a process that
  /// was killed. Files that this object has staged and that are still open are kept. Returns how
  /// many were deleted.
  public int sweepStaged(Instant limit) throws IOException {
    int swept = 0;
    for (Path file : children(temporary)) {
      if (!staged.contains(file) && isOlder(file, limit) && Files.deleteIfExists(file)) {
        swept++;
      }
    }
    return swept;
  }

  private static boolean isOlder(Path file, Instant limit) throws IOException {
    try {
      return Files.getLastModifiedTime(file).toInstant().isBefore(limit);
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  /// Puts a staged file in its place. What replaces a file is forced to the disk first: that file's
  /// bytes may have been forced and promised to somebody.
  void place(Path file, FileChannel channel, Digest digest) throws IOException {
    Path target = path(digest);
    if (Files.exists(target)) {
      channel.force(false);
    }
    move(file, target);
  }

  void released(Path file) {
    staged.remove(file);
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException _) {
      Files.createDirectories(to.getParent());
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private Path path(Digest digest) {
    String hex = digest.hex();
    return content
        .resolve(hex.substring(0, 2))
        .resolve(hex.substring(2, 4))
        .resolve(hex.substring(4));
  }
}
