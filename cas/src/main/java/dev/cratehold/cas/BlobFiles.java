package dev.cratehold.cas;

import dev.cratehold.cas.content.Content;
import dev.cratehold.cas.content.ContentStore;
import dev.cratehold.cas.content.Overlap;
import dev.cratehold.cas.integrity.ContentHash;
import dev.cratehold.cas.integrity.HashAlgorithm;
import dev.cratehold.cas.integrity.Hasher;
import dev.cratehold.cas.integrity.Integrity;
import dev.cratehold.posix.Posix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Reads stored content: finds its file, hashes what is read, and deals with what is corrupt.
///
/// Where an integrity has several digests of its strongest algorithm, any of them will do: a file
/// that is missing or corrupt is no error then if there is another one.
final class BlobFiles {
  /// What is read before it is hashed stays in the processor's cache.
  private static final int PIECE = 512 * 1024;

  /// Hashing by this takes less time than waiting for another thread.
  private static final Set<HashAlgorithm> QUICK = Set.of(HashAlgorithm.XXH3);

  private final Path root;
  private final ContentStore store;
  private final OnCorruption onCorruption;
  private final Posix posix;

  BlobFiles(Path root, ContentStore store, OnCorruption onCorruption, Posix posix) {
    this.root = root;
    this.store = store;
    this.onCorruption = onCorruption;
    this.posix = posix;
  }

  /// Does something with an open file, and closes it if that is no longer needed.
  @FunctionalInterface
  private interface Use<T> {
    T use(ContentHash hash, Content content) throws IOException;
  }

  private <T> T first(Wanted wanted, Use<T> use) throws IOException {
    Optional<MismatchException> corrupt = Optional.empty();
    for (ContentHash hash : wanted.integrity().alternatives()) {
      Optional<Content> content = store.open(hash);
      if (content.isPresent()) {
        try {
          return use(wanted, hash, content.get(), use);
        } catch (CorruptException e) {
          corrupt = Optional.of(deal(hash, wanted, e));
        }
      }
    }
    if (corrupt.isPresent()) {
      throw corrupt.get();
    }
    throw notFound(wanted);
  }

  private <T> T use(Wanted wanted, ContentHash hash, Content content, Use<T> use)
      throws IOException {
    try {
      wanted.requireSize(content.size(), store.path(hash));
      return use.use(hash, content);
    } catch (IOException | RuntimeException e) {
      closeAfter(content, e);
      if (e instanceof IOException) {
        requireNoDirectory(hash);
      }
      throw e;
    }
  }

  /// A directory can be opened; it cannot be read.
  private void requireNoDirectory(ContentHash hash) throws CorruptException {
    if (Files.isDirectory(store.path(hash))) {
      throw new CorruptException("a directory");
    }
  }

  /// What it means that an open file could not be read.
  IOException readFailure(ContentHash hash, Wanted wanted, IOException e) {
    try {
      requireNoDirectory(hash);
      return e;
    } catch (CorruptException corrupt) {
      return deal(hash, wanted, corrupt);
    }
  }

  private static void closeAfter(Content content, Exception reason) {
    try {
      content.close();
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  /// A stored file is not what its name says. Never leaves this package: see [#deal].
  static final class CorruptException extends IOException {
    private static final long serialVersionUID = 1;

    CorruptException(String found) {
      super(found);
    }
  }

  /// Quarantines what is corrupt, if that is wanted and possible.
  MismatchException deal(ContentHash hash, Wanted wanted, CorruptException reason) {
    MismatchException mismatch =
        Mismatches.stored(
            Integrity.of(hash),
            String.valueOf(reason.getMessage()),
            store.path(hash),
            wanted.key());
    if (onCorruption == OnCorruption.QUARANTINE) {
      try {
        if (Owner.of(root).isEmpty()) {
          store.quarantine(hash);
        }
      } catch (IOException e) {
        mismatch.addSuppressed(e);
      }
    }
    return mismatch;
  }

  private NotFoundException notFound(Wanted wanted) {
    return new NotFoundException(
        Failure.of(
                CacheError.CONTENT_NOT_FOUND,
                "there is no content with the digest " + wanted.integrity(),
                "store it again")
            .at(store.path(wanted.integrity().strongest()))
            .of(wanted.key()));
  }

  /// Checks what all bytes of a file have come to.
  static void require(Wanted wanted, ContentHash hash, Integrity actual)
      throws CorruptException, MismatchException {
    if (!Integrity.of(hash).isMetBy(actual)) {
      throw new CorruptException(actual.toString());
    }
    if (wanted.expected().isPresent() && !wanted.expected().get().isMetBy(actual)) {
      throw Mismatches.unexpected(wanted.expected().get(), actual, wanted.key());
    }
  }

  byte[] bytes(Wanted wanted) throws IOException {
    return first(
        wanted,
        (hash, content) -> {
          try (content) {
            return bytes(wanted, hash, content);
          }
        });
  }

  private static byte[] bytes(Wanted wanted, ContentHash hash, Content content) throws IOException {
    if (content.size() > Integer.MAX_VALUE - Long.BYTES) {
      throw new IOException(
          "content of %d bytes is too large for an array: read it as a stream"
              .formatted(content.size()));
    }
    int size = (int) content.size();
    if (wanted.isChecked() && size >= Overlap.LEAST && !wanted.algorithms().equals(QUICK)) {
      Hasher hasher = Hasher.of(wanted.algorithms());
      byte[] bytes = new byte[size];
      int read = readAndHash(content.channel(), bytes, hasher);
      require(wanted, hash, hasher.finish());
      return read == size ? bytes : Arrays.copyOf(bytes, read);
    }
    byte[] bytes = read(content.channel(), size);
    if (wanted.isChecked()) {
      require(wanted, hash, Hasher.hash(bytes, wanted.algorithms()));
    }
    return bytes;
  }

  private static byte[] read(FileChannel channel, int size) throws IOException {
    byte[] bytes = new byte[size];
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (readPiece(channel, buffer, PIECE) > 0) {}
    return buffer.hasRemaining() ? Arrays.copyOf(bytes, buffer.position()) : bytes;
  }

  /// Reads piece by piece while another thread hashes what was read. Returns how much that was.
  static int readAndHash(FileChannel channel, byte[] bytes, Hasher hasher) throws IOException {
    AtomicInteger length = new AtomicInteger(bytes.length);
    Semaphore read = new Semaphore(0);
    Overlap.run(
        () -> hashAsRead(bytes, length, read, hasher),
        () -> {
          int end = 0;
          try {
            end = readInPieces(channel, bytes, read);
          } finally {
            length.set(end);
            // For the piece that is waited for, if there is one.
            read.release(PIECE);
          }
        });
    return length.get();
  }

  /// @param length of what there is to hash; may become less
  /// @param read has a permit for each byte that was read
  private static void hashAsRead(
      byte[] bytes, AtomicInteger length, Semaphore read, Hasher hasher) {
    int hashed = 0;
    while (hashed < length.get()) {
      int piece = Math.min(PIECE, bytes.length - hashed);
      read.acquireUninterruptibly(piece);
      hasher.update(bytes, hashed, Math.clamp(length.get() - hashed, 0, piece));
      hashed += piece;
    }
  }

  private static int readInPieces(FileChannel channel, byte[] bytes, Semaphore read)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int last = readPiece(channel, buffer, PIECE);
    while (last > 0) {
      read.release(last);
      last = readPiece(channel, buffer, PIECE);
    }
    return buffer.position();
  }

  /// Reads up to `most` bytes, fewer only at the end. Returns how many.
  private static int readPiece(FileChannel channel, ByteBuffer into, int most) throws IOException {
    int start = into.position();
    int limit = into.limit();
    into.limit(Math.min(limit, start + most));
    while (into.hasRemaining() && channel.read(into) >= 0) {}
    into.limit(limit);
    return into.position() - start;
  }

  BlobReader reader(Wanted wanted) throws IOException {
    return first(wanted, (hash, content) -> new BlobReader(this, wanted, hash, content));
  }

  /// An open file at its beginning, hashed if that is wanted.
  Content checked(Wanted wanted) throws IOException {
    return first(
        wanted,
        (hash, content) -> {
          if (wanted.isChecked()) {
            hash(wanted, hash, content, Optional.empty());
            content.channel().position(0);
          }
          return content;
        });
  }

  /// Hashes a file, and copies it while that is done.
  private static void hash(
      Wanted wanted, ContentHash hash, Content content, Optional<FileChannel> copy)
      throws IOException {
    Hasher hasher = Hasher.of(wanted.algorithms());
    ByteBuffer piece = ByteBuffer.allocate(Math.clamp(content.size(), 1, PIECE));
    while (readPiece(content.channel(), piece.clear(), PIECE) > 0) {
      hasher.update(piece.array(), 0, piece.position());
      piece.flip();
      while (copy.isPresent() && piece.hasRemaining()) {
        copy.get().write(piece);
      }
    }
    require(wanted, hash, hasher.finish());
  }

  OptionalLong size(Wanted wanted) throws IOException {
    for (ContentHash hash : wanted.integrity().alternatives()) {
      try {
        BasicFileAttributes found =
            Files.readAttributes(store.path(hash), BasicFileAttributes.class);
        if (found.isRegularFile()) {
          return OptionalLong.of(found.size());
        }
      } catch (NoSuchFileException _) {
        // There may be another one.
      }
    }
    return OptionalLong.empty();
  }

  Path path(Wanted wanted) throws IOException {
    for (ContentHash hash : wanted.integrity().alternatives()) {
      if (Files.exists(store.path(hash))) {
        return store.path(hash);
      }
    }
    throw notFound(wanted);
  }

  long copy(Wanted wanted, Path target) throws IOException {
    return first(
        wanted,
        (hash, content) -> {
          try (content) {
            if (Files.exists(target) && !Files.isRegularFile(target)) {
              copyInto(wanted, hash, content, target);
            } else {
              copy(wanted, hash, content, real(target));
            }
            return content.size();
          }
        });
  }

  /// What is no file, a device or a pipe, stays and gets the bytes, which are hashed before.
  private static void copyInto(Wanted wanted, ContentHash hash, Content content, Path target)
      throws IOException {
    if (wanted.isChecked()) {
      hash(wanted, hash, content, Optional.empty());
    }
    try (FileChannel into = FileChannel.open(target, StandardOpenOption.WRITE)) {
      transfer(content, into);
    }
  }

  /// The file that a link leads to is the one that is replaced.
  private static Path real(Path target) throws IOException {
    return Files.exists(target) ? target.toRealPath() : target;
  }

  private static void copy(Wanted wanted, ContentHash hash, Content content, Path target)
      throws IOException {
    Path partial = sibling(target);
    try {
      try (FileChannel copy = create(partial, target)) {
        if (wanted.isChecked()) {
          hash(wanted, hash, content, Optional.of(copy));
        } else {
          transfer(content, copy);
        }
      }
      keepPermissions(target, partial);
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      deleteAfter(partial, e);
      throw e;
    }
  }

  /// A file that only its owner may read does not become one that all may.
  private static void keepPermissions(Path target, Path partial) throws IOException {
    if (Files.exists(target)
        && target.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(partial, Files.getPosixFilePermissions(target));
    }
  }

  private static FileChannel create(Path partial, Path target) throws IOException {
    try {
      return FileChannel.open(partial, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException(target.toString(), null, "its directory does not exist");
    }
  }

  private static void transfer(Content content, FileChannel target) throws IOException {
    long done = 0;
    while (done < content.size()) {
      long moved = content.channel().transferTo(done, content.size() - done, target);
      if (moved == 0) {
        return;
      }
      done += moved;
    }
  }

  private static Path sibling(Path target) {
    return target.resolveSibling("." + UUID.randomUUID());
  }

  private static void deleteAfter(Path file, IOException reason) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  void hardLink(Wanted wanted, Path target) throws IOException {
    Path file = checkedPath(wanted);
    try {
      Files.createLink(target, file.toRealPath());
    } catch (FileAlreadyExistsException | NoSuchFileException | AccessDeniedException e) {
      throw e;
    } catch (FileSystemException | UnsupportedOperationException e) {
      throw unsupported("a hard link to " + target, file, e);
    }
  }

  void reflink(Wanted wanted, Path target) throws IOException {
    Path file = checkedPath(wanted);
    if (!posix.reflink(file, target)) {
      throw unsupported("a reflink to " + target, file, null);
    }
  }

  /// Where the file is that was found intact, if that is wanted.
  private Path checkedPath(Wanted wanted) throws IOException {
    return first(
        wanted,
        (hash, content) -> {
          try (content) {
            if (wanted.isChecked()) {
              hash(wanted, hash, content, Optional.empty());
            }
            return store.path(hash);
          }
        });
  }

  private static RefusedException unsupported(String what, Path file, @Nullable Exception cause) {
    RefusedException refused =
        new RefusedException(
            Failure.of(
                    CacheError.UNSUPPORTED,
                    "this file system cannot make " + what,
                    "copy the content instead")
                .at(file));
    if (cause != null) {
      refused.initCause(cause);
    }
    return refused;
  }
}
