package dev.cratehold.cas.content;

import java.io.IOException;
import java.nio.channels.FileChannel;

/// A stored file, open for reading. It stays readable if the file is deleted, replaced or
/// quarantined meanwhile. Its bytes have not been hashed again.
///
/// The channel can be read by position from several threads; a thread that is interrupted while it
/// reads closes it, as every `FileChannel`.
///
/// @param channel open for reading
/// @param size in bytes, when it was opened
public record Content(FileChannel channel, long size) implements AutoCloseable {
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
