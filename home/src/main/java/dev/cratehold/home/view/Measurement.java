package dev.cratehold.home.view;

import dev.cratehold.posix.HardLinks;
import dev.cratehold.posix.Posix;
import dev.cratehold.posix.TreeUsage;
import dev.cratehold.posix.TreeWalker;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Measures many trees with two threads, which is what one disk and the kernel's locks on
/// directories have work for.
///
/// For use by one thread.
final class Measurement {
  private static final int THREADS = 2;

  /// How many trees a thread takes at a time, and between two calls of the listener.
  private static final int CHUNK = 64;

  private final Posix posix;
  private final ScanListener listener;

  Measurement(Posix posix, ScanListener listener) {
    this.posix = posix;
    this.listener = listener;
  }

  /// One tree.
  ///
  /// @param links the files with several links that count no more
  /// @param skipped directories below `root` with these names are left out
  record Tree(Path root, HardLinks links, Set<String> skipped) {}

  /// Measures all of these.
  ///
  /// @return in their order; what is not there, or not any more, takes nothing
  List<TreeUsage> measure(List<Tree> trees) throws IOException {
    TreeUsage[] usages = new TreeUsage[trees.size()];
    AtomicInteger next = new AtomicInteger();
    Callable<Void> worker =
        () -> {
          measure(trees, next, usages);
          return null;
        };
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<Void>> workers = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        workers.add(threads.submit(worker));
      }
      for (Future<Void> started : workers) {
        await(started);
      }
    }
    return Arrays.asList(usages);
  }

  private void measure(List<Tree> trees, AtomicInteger next, TreeUsage[] usages)
      throws IOException {
    try (TreeWalker walker = posix.walker()) {
      for (int start = next.getAndAdd(CHUNK); start < trees.size(); start = next.getAndAdd(CHUNK)) {
        int end = Math.min(start + CHUNK, trees.size());
        for (int i = start; i < end; i++) {
          usages[i] = measure(walker, trees.get(i));
        }
        listener.measured(end, trees.size());
      }
    }
  }

  private TreeUsage measure(TreeWalker walker, Tree tree) throws IOException {
    try {
      return walker.measure(tree.root, tree.links, tree.skipped);
    } catch (NoSuchFileException _) {
      // Gone since it was listed.
      return TreeUsage.NONE;
    }
  }

  private static void await(Future<Void> worker) throws IOException {
    try {
      worker.get();
    } catch (ExecutionException e) {
      throw new IOException("the home cannot be measured: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the home was measured", e);
    }
  }
}
