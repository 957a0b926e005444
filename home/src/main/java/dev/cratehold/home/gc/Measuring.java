package dev.cratehold.home.gc;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.ItemKind;
import dev.cratehold.posix.HardLinks;
import dev.cratehold.posix.Posix;
import dev.cratehold.posix.TreeUsage;
import dev.cratehold.posix.TreeWalker;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/// Measures things as cargo does: the lengths of their files, of checkouts without `.git`. Two
/// threads share the work; more would only wait for one disk.
final class Measuring {
  private static final int THREADS = 2;
  private static final Set<String> GIT = Set.of(".git");

  private final CargoHome home;
  private final Posix posix;
  private final HomeListener listener;

  Measuring(CargoHome home, Posix posix, HomeListener listener) {
    this.home = home;
    this.posix = posix;
    this.listener = listener;
  }

  /// The same candidates in the same order, those that `wanted` says yes to measured.
  List<Candidate> measure(List<Candidate> candidates, Predicate<Candidate> wanted)
      throws IOException {
    return new Pass(candidates, wanted).run();
  }

  private final class Pass {
    private final List<Candidate> results;
    private final List<Integer> wanted = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();
    private final HardLinks links = new HardLinks();

    Pass(List<Candidate> candidates, Predicate<Candidate> wants) {
      results = new ArrayList<>(candidates);
      for (int i = 0; i < candidates.size(); i++) {
        if (wants.test(candidates.get(i))) {
          wanted.add(i);
        }
      }
    }

    List<Candidate> run() throws IOException {
      if (wanted.isEmpty()) {
        return results;
      }
      try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
        List<Future<?>> work = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
          work.add(threads.submit(this::measureAll));
        }
        for (Future<?> part : work) {
          part.get();
        }
        return results;
      } catch (ExecutionException e) {
        throw new IOException("cannot measure what is in " + home.root(), e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while measuring " + home.root(), e);
      }
    }

    private Void measureAll() throws IOException {
      try (TreeWalker walker = posix.walker()) {
        for (int i = next.getAndIncrement(); i < wanted.size(); i = next.getAndIncrement()) {
          int index = wanted.get(i);
          put(index, measured(results.get(index), walker));
        }
        return null;
      }
    }

    private synchronized void put(int index, Candidate measured) {
      results.set(index, measured);
      listener.measured(Math.min(next.get(), wanted.size()), wanted.size());
    }

    private Candidate measured(Candidate candidate, TreeWalker walker) throws IOException {
      Set<String> skipped = candidate.id().kind() == ItemKind.GIT_CHECKOUT ? GIT : Set.of();
      try {
        TreeUsage usage = walker.measure(home.resolve(candidate.id()), links, skipped);
        return candidate.sized(usage.apparentBytes(), usage.files());
      } catch (NoSuchFileException _) {
        // Somebody was faster; carrying the plan out will say so.
        return candidate.sized(0, 0);
      }
    }
  }
}
