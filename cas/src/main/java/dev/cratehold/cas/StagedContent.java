package dev.cratehold.cas;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;

/// A file on its way into a content store: written and hashed at the same time, visible to nobody
/// until it is published under its digest. Closing it without that leaves nothing behind.
///
/// One thread writes, finishes, publishes and closes. Other threads may meanwhile ask for [#size()]
/// and read that many bytes from [#channel()] by position.
public final class StagedContent implements AutoCloseable {
  private final ContentStore store;
  private final Path file;
  private final FileChannel writing;
  private final FileChannel reading;
  private final MessageDigest function = Sha256.function();
  private volatile long size;
  private Optional<Digest> digest = Optional.empty();
  private State state = State.WRITING;

  private enum State {
    WRITING,
    FINISHED,
    BROKEN,
    PUBLISHED,
    CLOSED
  }

  StagedContent(ContentStore store, Path file, FileChannel writing, FileChannel reading) {
    this.store = store;
    this.file = file;
    this.writing = writing;
    this.reading = reading;
  }

  /// Appends what remains in `bytes`, all of it.
  ///
  /// @throws IOException if that failed; nothing more can be written or published then
  public void write(ByteBuffer bytes) throws IOException {
    require(State.WRITING);
    state = State.BROKEN;
    function.update(bytes.duplicate());
    int length = bytes.remaining();
    while (bytes.hasRemaining()) {
      writing.write(bytes);
    }
    size = size() + length;
    state = State.WRITING;
  }

  /// The number of bytes written so far, which a reader of the channel will find there.
  public long size() {
    return size;
  }

  /// The file for reading by position, also while it is written. It stays valid when the content is
  /// published and ends with [#close()]. A reader that is interrupted closes it for all readers,
  /// never for the writer.
  public FileChannel channel() {
    return reading;
  }

  /// Ends the writing and returns the digest of all bytes written; repeatable.
  public Digest finish() {
    if (digest.isEmpty()) {
      require(State.WRITING);
      digest = Optional.of(Digest.ofBytes(function.digest()));
      state = State.FINISHED;
    }
    return digest.get();
  }

  /// Makes the file visible under its digest, atomically. An equal file that is there already is
  /// replaced, which heals it if it was corrupt; whoever has that one open keeps it.
  ///
  /// @throws DigestMismatchException if the bytes written do not have the digest `expected`
  /// @throws IOException if the file could not be put in its place
  public void publish(Digest expected) throws IOException {
    Digest actual = finish();
    require(State.FINISHED);
    state = State.BROKEN;
    if (!actual.equals(expected)) {
      throw new DigestMismatchException(expected, actual, size);
    }
    store.place(file, writing, actual);
    state = State.PUBLISHED;
  }

  /// Ends this; a file that was not published is deleted. Idempotent.
  @Override
  public void close() throws IOException {
    if (state == State.CLOSED) {
      return;
    }
    boolean published = state == State.PUBLISHED;
    state = State.CLOSED;
    try (reading;
        writing) {
      store.released(file);
      if (!published) {
        Files.deleteIfExists(file);
      }
    }
  }

  private void require(State needed) {
    if (state != needed) {
      throw new IllegalStateException("staged content is " + state + ", not " + needed);
    }
  }
}
