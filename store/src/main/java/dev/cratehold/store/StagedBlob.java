package dev.cratehold.store;

import dev.cratehold.registry.Checksum;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// A crate file on its way into the store: written and hashed at the same time, visible to nobody
/// until it is published. Closing it without that leaves nothing behind.
///
/// One thread at a time writes, publishes and closes. Other threads may meanwhile ask for [#size()]
/// and read that many bytes from [#channel()] by position.
public interface StagedBlob extends AutoCloseable {
  /// Appends what remains in `bytes`, all of it.
  void write(ByteBuffer bytes) throws IOException;

  /// The number of bytes written so far.
  long size();

  /// The file for reading by position, while it is written and after it was published, until
  /// [#close()]. A reader that is interrupted closes it for all readers, never for the writer.
  FileChannel channel();

  /// Ends the writing and returns the checksum of all bytes written; repeatable.
  Checksum finish();

  /// Makes the file visible under its checksum, atomically. [Store#publish] does this and lists the
  /// crate as well.
  ///
  /// @throws dev.cratehold.cas.content.ContentMismatchException if the bytes have another checksum;
  ///   nothing was stored
  void publish(Checksum expected) throws IOException;

  @Override
  void close() throws IOException;
}
