package dev.cratehold.cas;

import dev.cratehold.cas.content.Content;
import dev.cratehold.cas.index.IndexEntry;
import dev.cratehold.cas.integrity.Integrity;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Flow;

/// Content of a cache that was asked for by key or by digest, and the ways to read it. Nothing is
/// open, so nothing has to be closed.
///
/// ```java
/// byte[] bytes = cache.blob("key").bytes();
/// cache.blob(integrity).copyTo(Path.of("crate.tar.gz"));
/// ```
///
/// Everything that is read is hashed, and what has another digest is an error: the methods that
/// give all of the content at once give nothing then, streams fail at their end. [#unchecked] is
/// for those who want none of that.
///
/// Immutable, and safe for use by several threads.
public final class Blob {
  private final BlobFiles files;
  private final Wanted wanted;

  Blob(BlobFiles files, Wanted wanted) {
    this.files = files;
    this.wanted = wanted;
  }

  /// The digests by which it is found.
  public Integrity integrity() {
    return wanted.integrity();
  }

  /// The entry of the key by which it was asked for; empty if that was by digest.
  public Optional<IndexEntry> entry() {
    return wanted.entry();
  }

  /// The same, not hashed when it is read.
  public Blob unchecked() {
    return new Blob(files, wanted.unchecked());
  }

  /// The same, that must have this many bytes. It is looked at before anything is read.
  public Blob expecting(long size) {
    return new Blob(files, wanted.expecting(size));
  }

  /// The same, that must have this integrity, too.
  public Blob expecting(Integrity integrity) {
    return new Blob(files, wanted.expecting(integrity));
  }

  /// All of it.
  ///
  /// @throws NotFoundException if it is not there
  /// @throws MismatchException if it is corrupt, or not as expected
  public byte[] bytes() throws IOException {
    return files.bytes(wanted);
  }

  /// A part of it: less than `length` bytes if it ends before. All of it is hashed nevertheless,
  /// unless this is [#unchecked].
  ///
  /// @throws NotFoundException if it is not there
  /// @throws MismatchException if it is corrupt, or not as expected
  /// @throws IllegalArgumentException if there is a negative number
  public byte[] range(long offset, int length) throws IOException {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("no range: " + length + " bytes at " + offset);
    }
    try (SeekableByteChannel channel = channel()) {
      long start = Math.min(offset, channel.size());
      long left = channel.position(start).size() - start;
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(length, left));
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
      byte[] read = new byte[bytes.flip().remaining()];
      bytes.get(read);
      return read;
    }
  }

  /// A stream of it, for one thread at a time, that fails at the end if what was read is corrupt.
  ///
  /// @throws NotFoundException if it is not there
  /// @throws MismatchException if it has not the size expected
  public BlobReader stream() throws IOException {
    return files.reader(wanted);
  }

  /// A channel for reading any part of it, hashed before it is returned. It stays valid if the
  /// content is removed.
  ///
  /// @throws NotFoundException if it is not there
  /// @throws MismatchException if it is corrupt, or not as expected
  public SeekableByteChannel channel() throws IOException {
    return files.checked(wanted).channel();
  }

  /// Hashes it and says how long it is.
  ///
  /// @throws NotFoundException if it is not there
  /// @throws MismatchException if it is corrupt, or not as expected
  public long check() throws IOException {
    try (Content content = files.checked(wanted)) {
      return content.size();
    }
  }

  /// How many bytes it has; empty if it is not there. Nothing is hashed.
  public OptionalLong size() throws IOException {
    return files.size(wanted);
  }

  /// Where it is; it may be gone the next moment, and must not be changed.
  ///
  /// @throws NotFoundException if it is not there
  public Path path() throws IOException {
    return files.path(wanted);
  }

  /// Writes it to a stream, which stays open. What is corrupt is an error after it was written.
  ///
  /// @return how many bytes that was
  public long copyTo(OutputStream target) throws IOException {
    try (BlobReader reader = stream()) {
      return reader.transferTo(target);
    }
  }

  /// Copies it to a file, which it replaces. That file has all of it or stays as it was.
  ///
  /// @return how many bytes it has
  public long copyTo(Path target) throws IOException {
    return files.copy(wanted, target);
  }

  /// Gives it a further name outside the cache. Who changes the file changes the cache.
  ///
  /// @throws java.nio.file.FileAlreadyExistsException if there is a file with this name
  /// @throws RefusedException if that is on another file system, or on one without hard links
  public void hardLinkTo(Path target) throws IOException {
    files.hardLink(wanted, target);
  }

  /// Makes a copy that shares the disk's blocks with it until one of them is changed.
  ///
  /// @throws java.nio.file.FileAlreadyExistsException if there is a file with this name
  /// @throws RefusedException if the file system cannot do that
  public void reflinkTo(Path target) throws IOException {
    files.reflink(wanted, target);
  }

  /// Its bytes for each subscriber, as fast as that one asks for them. What is corrupt ends with an
  /// error instead of a completion. Reading is done on virtual threads; cancelling closes the file.
  public Flow.Publisher<ByteBuffer> publisher() {
    return new BlobPublisher(this);
  }

  /// The body of an HTTP request. What is corrupt breaks the request off. The length is told unless
  /// it is 0, which the JDK does not allow.
  ///
  /// @throws NotFoundException if it is not there
  public BodyPublisher bodyPublisher() throws IOException {
    long length = Files.size(path());
    return length == 0
        ? BodyPublishers.fromPublisher(publisher())
        : BodyPublishers.fromPublisher(publisher(), length);
  }
}
