package dev.cratehold.home.trash;

import dev.cratehold.posix.FlockFile;
import dev.cratehold.posix.FlockFile.Mode;
import dev.cratehold.posix.FlockFile.Outcome;
import dev.cratehold.posix.Posix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The journal of a run that goes on: it says what the run is about to do before it does it. It is
/// locked by `flock` as long as it is open, which tells every other process, in whatever container,
/// that the run is alive. No number of a process could: another process may have it by now.
///
/// For use by one thread.
final class Journal implements AutoCloseable {
  private final RunName name;
  private final FlockFile lock;
  private final FileChannel channel;
  private long length;

  private Journal(RunName name, FlockFile lock, FileChannel channel) {
    this.name = name;
    this.lock = lock;
    this.channel = channel;
  }

  /// Begins a journal under the first name from `wanted` on that is free.
  static Journal begin(TrashPlaces places, Posix posix, RunName wanted, KeepUntil keep)
      throws IOException {
    places.make();
    Optional<Journal> journal = Optional.empty();
    for (RunName name = wanted; journal.isEmpty(); name = name.next()) {
      if (!Files.exists(places.journal(name)) && !Files.exists(places.run(name))) {
        journal = open(places.journal(name), posix, name, keep);
      }
    }
    return journal.get();
  }

  /// The file is locked before it gets its first line. A sweep may have found the empty file before
  /// that, and have deleted it or be about to: then the name is not free.
  private static Optional<Journal> open(Path file, Posix posix, RunName name, KeepUntil keep)
      throws IOException {
    FlockFile lock = posix.openLock(file);
    try {
      Optional<FileChannel> channel = open(file, lock.tryLock(Mode.EXCLUSIVE));
      if (channel.isPresent()) {
        return Optional.of(withHead(new Journal(name, lock, channel.get()), keep));
      }
      lock.close();
      return Optional.empty();
    } catch (IOException e) {
      throw removing(file, closing(lock, e));
    }
  }

  private static Optional<FileChannel> open(Path file, Outcome locked) throws IOException {
    try {
      return switch (locked) {
        case ACQUIRED -> Optional.of(FileChannel.open(file, StandardOpenOption.WRITE));
        case UNSUPPORTED ->
            Optional.of(
                FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW));
        case BUSY -> Optional.empty();
      };
    } catch (NoSuchFileException | FileAlreadyExistsException _) {
      return Optional.empty();
    }
  }

  private static Journal withHead(Journal journal, KeepUntil keep) throws IOException {
    try {
      journal.write(List.of(new JournalLine.Head(JournalLine.FORMAT, journal.name, keep)));
      return journal;
    } catch (IOException e) {
      throw closing(journal.channel, e);
    }
  }

  private static IOException removing(Path file, IOException cause) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
    return cause;
  }

  private static IOException closing(AutoCloseable resource, IOException cause) {
    try {
      resource.close();
    } catch (Exception e) {
      cause.addSuppressed(e);
    }
    return cause;
  }

  /// The name that was free.
  RunName name() {
    return name;
  }

  /// Writes these lines, all or none.
  void write(List<? extends JournalLine> lines) throws IOException {
    String text = lines.stream().map(line -> line.text() + "\n").collect(Collectors.joining());
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    long end = length;
    try {
      while (bytes.hasRemaining()) {
        end += channel.write(bytes, end);
      }
    } catch (IOException e) {
      throw cuttingBack(e);
    }
    length = end;
  }

  private IOException cuttingBack(IOException cause) {
    try {
      channel.truncate(length);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
    return cause;
  }

  /// Ends the run: from now on it is one of the past.
  @Override
  public void close() throws IOException {
    try (lock) {
      channel.close();
    }
  }
}
