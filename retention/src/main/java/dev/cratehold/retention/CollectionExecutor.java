package dev.cratehold.retention;

import dev.cratehold.retention.CollectionReport.End;
import dev.cratehold.retention.CollectionReport.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// Carries out plans, in the order of their victims, in batches that are bounded by time.
///
/// A batch is committed before its exclusion is given back. A victim that cannot be detached is
/// reported and keeps no other from being. A request to stop is heeded between two victims: what
/// was detached until then is committed. A plan without victims never takes the exclusion.
///
/// Immutable and safe for use by several threads, one plan each.
public final class CollectionExecutor<E> {
  private final long longestBatch;
  private final LongSupplier nanoTime;

  /// @param longestBatch after this time a batch takes no further victim; each takes at least one
  /// @param nanoTime a clock as [System#nanoTime()]
  public CollectionExecutor(Duration longestBatch, LongSupplier nanoTime) {
    this.longestBatch = longestBatch.toNanos();
    this.nanoTime = nanoTime;
  }

  /// Detaches the victims of this plan.
  ///
  /// @param stopped asked before each victim
  public CollectionReport<E> carryOut(
      CollectionPlan<E> plan,
      Exclusion<E> exclusion,
      CollectionListener<E> listener,
      BooleanSupplier stopped) {
    return new Run(plan.victims(), exclusion, listener, stopped).carryOut();
  }

  private final class Run {
    private final List<Victim<E>> victims;
    private final Exclusion<E> exclusion;
    private final CollectionListener<E> listener;
    private final BooleanSupplier stopped;
    private final List<Victim<E>> removed = new ArrayList<>();
    private final List<Victim<E>> vanished = new ArrayList<>();
    private final List<Victim<E>> used = new ArrayList<>();
    private final List<Failure<E>> failed = new ArrayList<>();
    private int next;
    private long longestHold;

    Run(
        List<Victim<E>> victims,
        Exclusion<E> exclusion,
        CollectionListener<E> listener,
        BooleanSupplier stopped) {
      this.victims = victims;
      this.exclusion = exclusion;
      this.listener = listener;
      this.stopped = stopped;
    }

    CollectionReport<E> carryOut() {
      try {
        return report(untilEnd(), Optional.empty());
      } catch (IOException e) {
        return report(End.BROKEN, Optional.of(e));
      }
    }

    private End untilEnd() throws IOException {
      while (next < victims.size()) {
        if (stopped.getAsBoolean()) {
          return End.STOPPED;
        }
        Optional<Batch<E>> batch = exclusion.begin();
        if (batch.isEmpty()) {
          return End.BUSY;
        }
        hold(batch.get());
      }
      return End.COMPLETE;
    }

    private void hold(Batch<E> batch) throws IOException {
      long begun = nanoTime.getAsLong();
      try (batch) {
        do {
          detach(batch, victims.get(next));
          next++;
        } while (next < victims.size()
            && nanoTime.getAsLong() - begun < longestBatch
            && !stopped.getAsBoolean());
        batch.commit();
      } finally {
        longestHold = Math.max(longestHold, nanoTime.getAsLong() - begun);
      }
    }

    private void detach(Batch<E> batch, Victim<E> victim) {
      try {
        whereTo(batch.detach(victim)).add(victim);
      } catch (IOException e) {
        failed.add(new Failure<>(victim, e));
      }
      listener.handled(victim);
    }

    private List<Victim<E>> whereTo(Detached outcome) {
      return switch (outcome) {
        case DETACHED -> removed;
        case VANISHED -> vanished;
        case USED -> used;
      };
    }

    private CollectionReport<E> report(End end, Optional<IOException> cause) {
      return new CollectionReport<>(
          removed,
          failed,
          vanished,
          used,
          victims.subList(next, victims.size()),
          end,
          cause,
          Duration.ofNanos(longestHold));
    }
  }
}
