package dev.cratehold.home.trash;

import dev.cratehold.posix.EntryType;
import dev.cratehold.posix.Posix;
import dev.cratehold.posix.Removal;
import dev.cratehold.posix.TreeWalker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/// Deletes the directory of a run, by two threads: one file system operation waits for another only
/// within one directory, and no disk has more to do than two threads can ask for.
///
/// The threads share the directories where sources, checkouts and parts of clones lie, each a tree
/// of its own. What remains, such as crate files, and whatever failed, one thread removes at the
/// end in a single pass; its failures are the ones that count.
final class Emptying {
  /// How far below the directory of a run the shared directories lie:
  /// `registry/src/<registry>/<src>`.
  private static final int DEPTH = 4;

  private static final int THREADS = 2;

  private final Posix posix;
  private final Consumer<Removal> progress;
  private Removal removed = Removal.NONE;

  /// @param progress hears of each part when it has been removed, by one thread at a time
  Emptying(Posix posix, Consumer<Removal> progress) {
    this.posix = posix;
    this.progress = progress;
  }

  /// Removes all that is at `run`, which may be nothing.
  Removal remove(Path run) throws IOException {
    Queue<Path> shared = new ConcurrentLinkedQueue<>(sharedDirectories(run));
    if (shared.size() > 1) {
      removeByThreads(shared);
    }
    try (TreeWalker walker = posix.walker()) {
      Removal byThreads = removed;
      return byThreads.plus(counted(walker.remove(run)));
    }
  }

  private List<Path> sharedDirectories(Path run) {
    // A link in its place is removed, and nothing behind it.
    List<Path> level = Files.isDirectory(run, LinkOption.NOFOLLOW_LINKS) ? List.of(run) : List.of();
    try (TreeWalker walker = posix.walker()) {
      for (int depth = 0; depth < DEPTH; depth++) {
        List<Path> next = new ArrayList<>();
        for (Path directory : level) {
          addDirectories(walker, directory, next);
        }
        level = next;
      }
    }
    return level;
  }

  private static void addDirectories(TreeWalker walker, Path directory, List<Path> found) {
    try {
      walker.list(
          directory,
          (name, type) -> {
            if (type == EntryType.DIRECTORY) {
              found.add(directory.resolve(name));
            }
          });
    } catch (IOException _) {
      // It is gone, or the pass at the end will say what is wrong with it.
    }
  }

  private void removeByThreads(Queue<Path> shared) throws IOException {
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> work = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        work.add(threads.submit(() -> removeAll(shared)));
      }
      for (Future<?> part : work) {
        part.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("cannot empty the trash: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the trash was emptied", e);
    }
  }

  private Void removeAll(Queue<Path> shared) throws IOException {
    try (TreeWalker walker = posix.walker()) {
      for (Path tree = shared.poll(); tree != null; tree = shared.poll()) {
        counted(walker.remove(tree));
      }
    }
    return null;
  }

  private synchronized Removal counted(Removal part) {
    removed = removed.plus(part.withoutFailures());
    progress.accept(part);
    return part;
  }
}
