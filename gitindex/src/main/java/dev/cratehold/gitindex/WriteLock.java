package dev.cratehold.gitindex;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;

/// The right to write to a repository, of one process at a time. The system gives it back however
/// the process ends.
record WriteLock(FileChannel channel) implements AutoCloseable {
  /// Takes it if nobody has it.
  static Optional<WriteLock> tryTake(Path file) throws IOException {
    Files.createDirectories(Objects.requireNonNull(file.getParent(), "a file has a directory"));
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return Optional.of(new WriteLock(channel));
      }
    } catch (OverlappingFileLockException _) {
      // another server within this process has it
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
