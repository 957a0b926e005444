package dev.cratehold.home.lock;

import dev.cratehold.posix.FlockFile;
import dev.cratehold.posix.FlockFile.Mode;
import dev.cratehold.posix.FlockFile.Outcome;
import dev.cratehold.posix.Posix;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// One of cargo's lock files, which its holder may take again while it has it. The file is opened
/// with the first hold and closed with the last one, never deleted.
///
/// For use by one thread.
final class RecursiveLock {
  private final Path path;
  private final Posix posix;
  private Optional<FlockFile> open = Optional.empty();
  private Mode held = Mode.SHARED;
  private int holds;

  RecursiveLock(Path path, Posix posix) {
    this.path = path;
    this.posix = posix;
  }

  boolean isHeld() {
    return holds > 0;
  }

  /// A way to ask the file for a lock.
  @FunctionalInterface
  interface Request {
    Outcome make(FlockFile file) throws IOException;
  }

  /// Takes it, if the request is granted or there is no need for one. Anything else but
  /// [Outcome#ACQUIRED] leaves all as it was.
  Outcome take(Mode wanted, Request request) throws IOException {
    if (!isHeld()) {
      Outcome outcome = makeInOpened(request);
      if (outcome != Outcome.ACQUIRED) {
        return outcome;
      }
      held = wanted;
    }
    if (wanted == Mode.EXCLUSIVE && held == Mode.SHARED) {
      throw new IllegalStateException("a shared lock cannot become exclusive: " + path);
    }
    holds++;
    return Outcome.ACQUIRED;
  }

  /// Counts a hold of a file that cannot be locked, as cargo does where reading must go on.
  void pretend(Mode wanted) {
    if (!isHeld()) {
      held = wanted;
    }
    holds++;
  }

  /// Makes the request, and leaves the file open only if it is granted.
  private Outcome makeInOpened(Request request) throws IOException {
    Optional<FlockFile> file = tryOpen();
    if (file.isEmpty()) {
      return Outcome.UNSUPPORTED;
    }
    Outcome outcome = Outcome.UNSUPPORTED;
    try {
      outcome = request.make(file.get());
    } finally {
      if (outcome == Outcome.ACQUIRED) {
        open = file;
      } else {
        file.get().close();
      }
    }
    return outcome;
  }

  /// Empty if the file is not there and cannot be made, because the home may not be written to.
  private Optional<FlockFile> tryOpen() throws IOException {
    try {
      return Optional.of(posix.openLock(path));
    } catch (FileSystemException e) {
      if (Files.isWritable(path.resolveSibling(""))) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /// Gives back one hold.
  void release() throws IOException {
    holds--;
    if (!isHeld() && open.isPresent()) {
      FlockFile file = open.get();
      open = Optional.empty();
      file.close();
    }
  }
}
