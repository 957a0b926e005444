package dev.cratehold.cas.content;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/// The directory `tmp` of a cache: files on their way to another name, and directories that users
/// asked for. It is made when it is needed, again and again: npm's `verify` removes it.
public final class TemporaryFiles {
  /// Tells the files of this process from those of all others. Nobody has to be unable to guess it:
  /// a file that is there already is never taken for a new one.
  private static final String PROCESS = Long.toHexString(new SplittableRandom().nextLong());

  private static final AtomicLong NUMBER = new AtomicLong();

  private final Path directory;

  /// The directory `tmp` in the cache `root`. Nothing is made yet.
  public TemporaryFiles(Path root) {
    this.directory = root.resolve("tmp");
  }

  Path directory() {
    return directory;
  }

  /// A name that nobody has. Nothing is made.
  Path newFile() {
    return directory.resolve(PROCESS + '-' + Long.toHexString(NUMBER.incrementAndGet()));
  }

  /// Makes a file for writing, and for reading what was written.
  FileChannel create(Path file) throws IOException {
    try {
      return open(file);
    } catch (NoSuchFileException _) {
      Directories.createParents(file);
      return open(file);
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
  }

  /// A new file with the bytes of an open one, which are forced to the disk: those of the other one
  /// may have been.
  Path copy(FileChannel source) throws IOException {
    Path file = newFile();
    try (FileChannel target = create(file)) {
      long done = 0;
      while (done < source.size()) {
        done += source.transferTo(done, source.size() - done, target);
      }
      target.force(false);
      return file;
    } catch (IOException e) {
      delete(file, e);
      throw e;
    }
  }

  /// A new file that is the same as another, or where the file system has no links, equal to it.
  Path linkOrCopy(Path source) throws IOException {
    Path file = newFile();
    try {
      Files.createDirectories(directory);
      Files.createLink(file, source);
      return file;
    } catch (IOException | UnsupportedOperationException _) {
      // What is wrong with the disk, copying will say.
      try (FileChannel channel = FileChannel.open(source)) {
        return copy(channel);
      }
    }
  }

  /// A new symbolic link.
  Path symbolicLink(Path target) throws IOException {
    Path file = newFile();
    Files.createDirectories(directory);
    return Files.createSymbolicLink(file, target);
  }

  /// Writes a file whole under a name that it replaces: others see the old one or the new one.
  public void replace(Path target, byte[] bytes) throws IOException {
    Path file = newFile();
    try {
      try (FileChannel channel = create(file)) {
        writeAll(channel, bytes);
        channel.force(false);
      }
      Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      delete(file, e);
      throw e;
    }
  }

  private static void writeAll(FileChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /// Makes a directory for a user, who removes it.
  public Path newDirectory(String prefix) throws IOException {
    Files.createDirectories(directory);
    return Files.createTempDirectory(directory, prefix);
  }

  private static void delete(Path file, IOException reason) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }
}
