package dev.cratehold.cas.content;

import dev.cratehold.cas.integrity.ContentHash;
import dev.cratehold.cas.integrity.Hasher;
import dev.cratehold.cas.integrity.Integrity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A file on its way into a content store: written and hashed at the same time, visible to nobody
/// until it is published under its digests. Closing it without that leaves nothing behind.
///
/// One thread at a time writes, finishes, publishes and closes. Other threads may meanwhile ask for
/// [#size()] and read that many bytes from [#channel()] by position.
public final class StagedContent implements AutoCloseable {
  private static final int PIECE = 256 * 1024;

  private final ContentStore store;
  private final Path file;
  private final FileChannel writing;
  private final Optional<FileChannel> reading;
  private final Hasher hasher;
  private volatile long size;
  private Optional<Integrity> integrity = Optional.empty();
  private State state = State.WRITING;

  /// What became of a file that was published.
  public enum Outcome {
    /// It is in its place.
    PLACED,
    /// An intact one was there and stays.
    KEPT
  }

  private enum State {
    WRITING,
    FINISHED,
    BROKEN,
    PUBLISHED,
    CLOSED
  }

  /// @param reading the same file, if others follow it
  StagedContent(
      ContentStore store,
      Path file,
      FileChannel writing,
      Optional<FileChannel> reading,
      Hasher hasher) {
    this.store = store;
    this.file = file;
    this.writing = writing;
    this.reading = reading;
    this.hasher = hasher;
  }

  /// Appends what remains in `bytes`, all of it.
  ///
  /// @throws IOException if that failed; nothing more can be written or published then
  public void write(ByteBuffer bytes) throws IOException {
    require(State.WRITING);
    state = State.BROKEN;
    int length = bytes.remaining();
    if (length < Overlap.LEAST || !bytes.hasArray()) {
      hasher.update(bytes);
      writeAll(bytes);
    } else {
      ByteBuffer hashed = bytes.duplicate();
      Overlap.run(() -> hasher.update(hashed), () -> writeAll(bytes));
    }
    size = size() + length;
    state = State.WRITING;
  }

  /// The JDK copies what it writes to memory of its own, and keeps as much of that as the largest
  /// piece was.
  private void writeAll(ByteBuffer bytes) throws IOException {
    int limit = bytes.limit();
    while (bytes.position() < limit) {
      bytes.limit(Math.min(limit, bytes.position() + PIECE));
      writing.write(bytes);
    }
  }

  /// The number of bytes written so far, which a reader of the channel will find there.
  public long size() {
    return size;
  }

  /// The file for reading by position, also while it is written. It stays valid when the content is
  /// published and ends with [#close()]. A reader that is interrupted closes it for all readers,
  /// never for the writer.
  ///
  /// @throws IllegalStateException if this was not begun by [ContentStore#stageFollowed]
  public FileChannel channel() {
    return reading.orElseThrow(
        () -> new IllegalStateException("nobody can follow this content: it was staged without"));
  }

  /// Ends the writing and returns the digests of all bytes written; repeatable.
  public Integrity finish() {
    if (integrity.isEmpty()) {
      require(State.WRITING);
      integrity = Optional.of(hasher.finish());
      state = State.FINISHED;
    }
    return integrity.get();
  }

  /// Forces the bytes written so far to the disk.
  public void force() throws IOException {
    writing.force(false);
  }

  /// Makes the file visible under its digests, atomically under each. A file that is there already
  /// stays if it is intact, and counts as written now; else it is replaced, which heals it.
  ///
  /// @return whether the file took its place
  /// @throws ContentMismatchException if the bytes written are not what `expected` says
  /// @throws IOException if the file could not be put in its place
  public Outcome publish(Integrity expected) throws IOException {
    Integrity actual = finish();
    require(State.FINISHED);
    state = State.BROKEN;
    if (!expected.isMetBy(actual)) {
      throw new ContentMismatchException(expected, actual, size);
    }
    ContentHash first = actual.strongest();
    Outcome outcome = store.place(file, writing, size, first);
    for (ContentHash other : actual.hashes().subList(1, actual.hashes().size())) {
      store.link(first, other);
    }
    state = State.PUBLISHED;
    return outcome;
  }

  /// Ends this; a file that was not published is deleted. Idempotent.
  @Override
  public void close() throws IOException {
    if (state == State.CLOSED) {
      return;
    }
    boolean published = state == State.PUBLISHED;
    state = State.CLOSED;
    try (writing) {
      if (reading.isPresent()) {
        reading.get().close();
      }
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
