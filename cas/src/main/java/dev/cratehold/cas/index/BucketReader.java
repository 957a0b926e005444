package dev.cratehold.cas.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// Reads the lines of a bucket from its end, as it was when it was opened: the last line of a key
/// counts, so a look-up takes as long for a million revisions as for one.
///
/// Holds a window of the file in memory, or the longest line if that is longer.
final class BucketReader implements AutoCloseable {
  private static final int FIRST_WINDOW = 4096;
  private static final int WINDOW = 64 * 1024;

  private final Path bucket;
  private final FileChannel channel;
  private final LineFormat format;
  private final long size;
  private byte[] window = {};

  /// Where the window begins in the file.
  private long start;

  /// The part of the window that has not been given out.
  private int end;

  private boolean done;

  private BucketReader(Path bucket, FileChannel channel, LineFormat format, long size) {
    this.bucket = bucket;
    this.channel = channel;
    this.format = format;
    this.size = size;
    this.start = size;
  }

  /// @throws java.nio.file.NoSuchFileException if there is no such bucket
  static BucketReader open(Path bucket, LineFormat format) throws IOException {
    FileChannel channel = FileChannel.open(bucket);
    try {
      return new BucketReader(bucket, channel, format, channel.size());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /// How long the bucket was when it was opened.
  long size() {
    return size;
  }

  /// The line before the one that was given out last; empty if there is none left.
  Optional<BucketLine> previous() throws IOException {
    while (!done) {
      int lineBreak = lastLineBreak();
      if (lineBreak >= 0) {
        byte[] line = Arrays.copyOfRange(window, lineBreak + 1, end);
        end = lineBreak;
        return Optional.of(new BucketLine(line, format.read(line)));
      }
      if (start > 0) {
        extend();
      } else {
        done = true;
        byte[] line = Arrays.copyOf(window, end);
        return line.length == 0
            ? Optional.empty()
            : Optional.of(new BucketLine(line, format.read(line)));
      }
    }
    return Optional.empty();
  }

  private int lastLineBreak() {
    for (int i = end - 1; i >= 0; i--) {
      if (window[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /// Puts what lies before the window in front of what is left of it.
  private void extend() throws IOException {
    int more = (int) Math.min(start, size == start ? FIRST_WINDOW : Math.max(WINDOW, end));
    byte[] larger = new byte[more + end];
    read(ByteBuffer.wrap(larger, 0, more), start - more);
    System.arraycopy(window, 0, larger, more, end);
    window = larger;
    start -= more;
    end = larger.length;
  }

  /// What somebody cut off meanwhile is read as zeros, and so is no line.
  private void read(ByteBuffer into, long position) throws IOException {
    long next = position;
    while (into.hasRemaining()) {
      int read = readSome(into, next);
      if (read < 0) {
        return;
      }
      next += read;
    }
  }

  private int readSome(ByteBuffer into, long position) throws IOException {
    try {
      return channel.read(into, position);
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      FileSystemException named =
          new FileSystemException(bucket.toString(), null, String.valueOf(e.getMessage()));
      named.initCause(e);
      throw named;
    }
  }

  /// What was appended to the file since it was opened.
  byte[] appended() throws IOException {
    byte[] bytes = new byte[Math.toIntExact(Math.max(0, channel.size() - size))];
    read(ByteBuffer.wrap(bytes), size);
    return bytes;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
