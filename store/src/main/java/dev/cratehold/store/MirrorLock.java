package dev.cratehold.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// The right to change what a mirror in one data directory has: one process at a time has it, and
/// loses it when it ends, however it ends. The file that is locked says who that is.
///
/// Safe for use by several threads.
public final class MirrorLock implements AutoCloseable {
  /// Who has it in this process. The system's lock belongs to the process, and would be lost with
  /// any other opening of the file in it.
  private static final ConcurrentMap<Path, String> HELD = new ConcurrentHashMap<>();

  private final Path file;
  private final FileChannel channel;
  private final AtomicBoolean open = new AtomicBoolean(true);

  /// What an attempt to get the lock came to.
  public sealed interface Attempt {
    /// It is held until it is closed.
    record Acquired(MirrorLock lock) implements Attempt {}

    /// Somebody else has it.
    ///
    /// @param owner who that is
    record Busy(String owner) implements Attempt {}
  }

  private MirrorLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /// @param owner what another one reads who wants it
  static Attempt tryAcquire(Path file, String owner) throws IOException {
    Path absolute = file.toAbsolutePath();
    String other = HELD.putIfAbsent(absolute, owner);
    if (other != null) {
      return new Attempt.Busy(other);
    }
    boolean acquired = false;
    try {
      Attempt attempt = lock(absolute, owner);
      acquired = attempt instanceof Attempt.Acquired;
      return attempt;
    } finally {
      if (!acquired) {
        HELD.remove(absolute);
      }
    }
  }

  @SuppressWarnings("resource") // the lock has it, or it is closed here
  private static Attempt lock(Path file, String owner) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        return new Attempt.Busy(Files.readString(file).strip());
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap((owner + "\n").getBytes(StandardCharsets.UTF_8)), 0);
      return new Attempt.Acquired(new MirrorLock(file, channel));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /// Gives it back. Idempotent.
  @Override
  public void close() throws IOException {
    if (open.compareAndSet(true, false)) {
      channel.close();
      HELD.remove(file);
    }
  }
}
