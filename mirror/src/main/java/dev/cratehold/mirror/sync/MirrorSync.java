package dev.cratehold.mirror.sync;

import dev.cratehold.mirror.sync.NameSource.Changes;
import dev.cratehold.mirror.sync.NameSource.Everything;
import dev.cratehold.mirror.sync.NameSource.Step;
import dev.cratehold.mirror.sync.SyncListener.Phase;
import dev.cratehold.mirror.sync.SyncListener.Progress;
import dev.cratehold.proxy.RegistryProxy;
import dev.cratehold.registry.CrateName;
import dev.cratehold.store.MirrorLedger;
import dev.cratehold.store.MirrorLedger.Gone;
import dev.cratehold.store.MirrorLedger.Keeping;
import dev.cratehold.store.MirrorState;
import dev.cratehold.store.Store;
import dev.cratehold.store.WorkItem;
import dev.cratehold.store.WorkQueue;
import dev.cratehold.store.WorkSelection;
import dev.cratehold.store.WorkSelection.Which;
import dev.cratehold.store.WorkState;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Brings the mirror of a registry up to date: names into the work queue, then index files, then
/// crates. It may be interrupted, or its process killed, at any moment, and goes on where it was
/// when it is next run.
///
/// For one thread. Who runs it has the [dev.cratehold.store.MirrorLock].
public final class MirrorSync {
  private static final Logger LOGGER = System.getLogger(MirrorSync.class.getName());
  private static final int BATCH = 2000;

  /// How often what failed is gone through again. Things whose server is left alone meanwhile are
  /// not tried, and would keep a sync from its end.
  private static final int RETRY_PASSES = 5;

  private static final long LISTING_PAUSE_MILLIS = 50;
  private static final Duration LISTING_PATIENCE = Duration.ofSeconds(30);

  private final RegistryProxy proxy;
  private final Store store;
  private final String upstream;
  private final InstantSource clock;
  private final WorkQueue queue;
  private final MirrorLedger ledger;
  private final String registry;

  /// Whether things are tried that the upstream has refused again and again.
  public enum Refused {
    /// Once their pause is over.
    WHEN_DUE,
    /// Now.
    NOW
  }

  /// @param upstream the URL of the registry behind `proxy`
  public MirrorSync(RegistryProxy proxy, Store store, String upstream, InstantSource clock) {
    this.proxy = proxy;
    this.store = store;
    this.upstream = upstream;
    this.clock = clock;
    this.queue = store.workQueue();
    this.ledger = store.mirrors();
    this.registry = proxy.mount();
  }

  /// Runs one sync to its end.
  ///
  /// @throws IOException if names cannot be had or the store fails; what was done by then is kept
  /// @throws InterruptedException if the thread is interrupted; what was done by then is kept
  public SyncReport run(
      MirrorSettings settings, NameSource source, Refused refused, SyncListener listener)
      throws IOException, InterruptedException {
    listener.progressed(new Progress(Phase.LISTING, 0, 0, 0));
    Optional<MirrorState> known = known(settings);
    Optional<String> marker = known.flatMap(MirrorState::marker);
    Step step = marker.isPresent() ? source.since(marker.get()) : source.all();
    MirrorState state = configure(settings, known.isPresent());
    long _ = queue.arm(registry, WorkState.FAILED);
    if (refused == Refused.NOW) {
      long _ = queue.arm(registry, WorkState.REFUSED);
    }
    list(state, step, settings.filter(), listener);
    SyncCounters counters = new SyncCounters();
    Optional<String> stopped = carryOut(settings, source, counters, listener);
    if (stopped.isEmpty()) {
      ledger.synced(registry, clock.instant());
    }
    return new SyncReport(counters.snapshot(), queue.totals(registry), stopped);
  }

  /// What is known of the mirror, if these settings want the same crates as those before.
  private Optional<MirrorState> known(MirrorSettings settings) throws IOException {
    return ledger
        .find(registry)
        .filter(state -> {
          MirrorSettings before = MirrorSettings.parse(state.settings());
          return state.upstream().equals(upstream)
              && before.filter().equals(settings.filter())
              && before.names().equals(settings.names());
        });
  }

  /// Notes what is mirrored. If that is something else than before, all names are listed again, and
  /// crates are not fetched that only the settings from before wanted. This comes after the source
  /// was read: settings with which that is not possible are not kept.
  private MirrorState configure(MirrorSettings settings, boolean same) throws IOException {
    ledger.configure(registry, upstream, settings.text(), same ? Keeping.KEPT : Keeping.FORGOTTEN);
    if (!same) {
      long _ = queue.removeCrates(registry);
    }
    return ledger.find(registry).orElseThrow();
  }

  private void list(MirrorState state, Step step, MirrorFilter filter, SyncListener listener)
      throws IOException, InterruptedException {
    switch (step) {
      case Everything all -> {
        long generation = state.generation() + 1;
        add(all.names(), generation, filter, listener);
        ledger.advance(registry, generation, all.marker(), all.gone());
      }
      case Changes(List<CrateName> names, Optional<String> marker) -> {
        add(Names.of(names), state.generation(), filter, listener);
        ledger.advance(registry, state.generation(), marker, Gone.FORGOTTEN);
      }
    }
  }

  private void add(Names names, long generation, MirrorFilter filter, SyncListener listener)
      throws IOException {
    List<CrateName> batch = new ArrayList<>(BATCH);
    long[] added = {0};
    names.forEach(name -> {
      if (filter.wants(name)) {
        batch.add(name);
      }
      if (batch.size() == BATCH) {
        ledger.addNames(registry, generation, batch);
        added[0] += batch.size();
        batch.clear();
        listener.progressed(new Progress(Phase.LISTING, added[0], 0, 0));
      }
    });
    ledger.addNames(registry, generation, batch);
  }

  private Optional<String> carryOut(
      MirrorSettings settings, NameSource source, SyncCounters counters, SyncListener listener)
      throws IOException, InterruptedException {
    Pace pace = new Pace(settings.politeness(), System.nanoTime());
    Settlement settlement = new Settlement(queue);
    Pass.Crew crew =
        new Pass.Crew(
            settings.politeness().threads(),
            pace,
            new Weather(),
            settlement,
            progress ->
                listener.progressed(
                    new Progress(
                        progress.phase(), progress.done(), progress.total(), counters.bytes())));
    Attempts attempts = new Attempts(proxy, store, source, settings.filter(), pace, counters);
    Pass.Crew readers = source instanceof CatalogNames ? crew.withoutPace() : crew;
    Optional<String> stopped = passes(WorkItem.Kind.INDEX_FILE, attempts, readers);
    if (stopped.isEmpty()) {
      stopped = passes(WorkItem.Kind.CRATE, attempts, crew);
    }
    awaitListed(settlement, listener);
    return stopped;
  }

  /// Tries everything of this kind once, then again what failed in a way that may pass, until it
  /// was tried often enough.
  private Optional<String> passes(WorkItem.Kind kind, Attempts attempts, Pass.Crew crew)
      throws IOException, InterruptedException {
    WorkSelection all =
        new WorkSelection(registry, kind, Which.ALL, Integer.MAX_VALUE, clock.instant());
    Optional<String> stopped = new Pass(queue, all, attempts.of(kind), crew, clock).run();
    Optional<Instant> next = queue.nextRetry(registry, kind, Verdict.ATTEMPTS);
    for (int i = 0; i < RETRY_PASSES && stopped.isEmpty() && next.isPresent(); i++) {
      awaitTime(next.get());
      WorkSelection again =
          new WorkSelection(registry, kind, Which.FAILED, Verdict.ATTEMPTS, clock.instant());
      stopped = new Pass(queue, again, attempts.of(kind), crew, clock).run();
      next = queue.nextRetry(registry, kind, Verdict.ATTEMPTS);
    }
    return stopped;
  }

  private void awaitTime(Instant time) throws InterruptedException {
    Duration wait = Duration.between(clock.instant(), time);
    if (wait.isPositive()) {
      Thread.sleep(wait);
    }
  }

  /// Waits until the crates that were fetched last are on the disk and listed. What takes too long
  /// stays in the queue; it is there, and the next sync finds it so.
  private void awaitListed(Settlement settlement, SyncListener listener)
      throws IOException, InterruptedException {
    int left = settlement.settleAll();
    long progressAt = System.nanoTime();
    while (left > 0 && System.nanoTime() - progressAt < LISTING_PATIENCE.toNanos()) {
      listener.progressed(new Progress(Phase.ENDING, 0, left, 0));
      Thread.sleep(LISTING_PAUSE_MILLIS);
      int now = settlement.settleAll();
      progressAt = now < left ? System.nanoTime() : progressAt;
      left = now;
    }
    if (left > 0) {
      LOGGER.log(Level.WARNING, "{0} crates were fetched and are not listed yet", left);
    }
  }
}
