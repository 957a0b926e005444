package dev.cratehold.store;

import java.io.IOException;
import java.nio.channels.FileChannel;

/// A crate file on a local disk. The channel can be read by position from several threads; a thread
/// that is interrupted while it reads closes it, as every `FileChannel`.
///
/// @param channel open for reading
/// @param length in bytes
public record LocalFile(FileChannel channel, long length) implements Blob {
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
