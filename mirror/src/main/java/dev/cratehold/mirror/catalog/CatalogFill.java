package dev.cratehold.mirror.catalog;

import dev.cratehold.mirror.Parallel;
import dev.cratehold.mirror.sync.CatalogNames;
import dev.cratehold.mirror.sync.MirrorSettings;
import dev.cratehold.proxy.CacheStatus;
import dev.cratehold.proxy.IndexReply;
import dev.cratehold.proxy.Offer;
import dev.cratehold.proxy.RegistryProxy;
import dev.cratehold.proxy.Wish;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.MalformedIndexException;
import dev.cratehold.store.MirrorLedger;
import dev.cratehold.store.MirrorLedger.Gone;
import dev.cratehold.store.MirrorLedger.Keeping;
import dev.cratehold.store.MirrorState;
import dev.cratehold.store.Store;
import dev.cratehold.store.WorkQueue;
import dev.cratehold.upstream.Catalog;
import dev.cratehold.upstream.UpstreamException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Brings every index file of a registry into the store, from the registry's catalog: all of them
/// the first time, unless a mirror has brought them, and what changed since then later. Where the
/// catalog and a copy here differ, the upstream is asked, since either may be the older one. No
/// crates are fetched.
///
/// It may be interrupted, or its process killed, at any moment; the next run does again what was
/// not completed. For one thread; several processes do no harm to each other.
public final class CatalogFill {
  private static final Logger LOGGER = System.getLogger(CatalogFill.class.getName());

  /// So many index files share a commit of the database.
  private static final Parallel AT_ONCE = new Parallel(32);

  private static final int BATCH = 1000;

  private final RegistryProxy proxy;
  private final Catalog catalog;
  private final MirrorLedger ledger;
  private final WorkQueue queue;
  private final String upstream;
  private final String registry;
  private final InstantSource clock;

  /// @param upstream the URL of the registry behind `proxy`
  public CatalogFill(
      RegistryProxy proxy, Store store, Catalog catalog, String upstream, InstantSource clock) {
    this.proxy = proxy;
    this.catalog = catalog;
    this.ledger = store.mirrors();
    this.upstream = upstream;
    this.queue = store.workQueue();
    this.registry = MirrorLedger.indexOf(proxy.mount());
    this.clock = clock;
  }

  /// True if all index files are here, as they were at some time.
  public boolean isComplete() throws IOException {
    return marker().isPresent();
  }

  /// Up to where all index files are here: as the last run left them, or a mirror did. A last run
  /// of another upstream left its time, and no marker.
  private Optional<String> marker() throws IOException {
    Optional<String> own = markerOf(registry, _ -> true);
    return own.isPresent() || queue.totals(proxy.mount()).allIndexFiles() > 0
        ? own
        : markerOf(proxy.mount(), MirrorSettings::wantEveryCrate)
            .flatMap(CatalogNames::catalogMarker);
  }

  private Optional<String> markerOf(String name, Predicate<MirrorSettings> wanted)
      throws IOException {
    return state(name)
        .filter(state -> state.syncedAt().isPresent())
        .filter(state -> wanted.test(MirrorSettings.parse(state.settings())))
        .flatMap(MirrorState::marker);
  }

  /// Empty if there is none yet, or only one of another upstream.
  private Optional<MirrorState> state(String name) throws IOException {
    return ledger.find(name).filter(state -> state.upstream().equals(upstream));
  }

  /// Looks at every crate that the catalog names, or that changed since the last run.
  ///
  /// @return how many these were
  /// @throws IOException if the catalog or the store fails; what came by then is kept
  public int run() throws IOException, InterruptedException {
    if (state(registry).isEmpty()) {
      ledger.configure(registry, upstream, "", Keeping.FORGOTTEN);
    }
    Catalog.Names names = changes();
    lookAt(names.crates());
    ledger.advance(registry, 0, Optional.of(names.marker()), Gone.FORGOTTEN);
    ledger.synced(registry, clock.instant());
    return names.crates().size();
  }

  private Catalog.Names changes() throws IOException, InterruptedException {
    Optional<String> marker = marker();
    Optional<Catalog.Names> changed =
        marker.isPresent() ? catalog.changedSince(marker.get()) : Optional.empty();
    return changed.isPresent() ? changed.get() : catalog.names();
  }

  private void lookAt(List<CrateName> names) throws IOException, InterruptedException {
    for (int from = 0; from < names.size(); from += BATCH) {
      List<CrateName> batch = names.subList(from, Math.min(from + BATCH, names.size()));
      for (Optional<IOException> failure : AT_ONCE.map(batch, this::look)) {
        if (failure.isPresent()) {
          throw failure.get();
        }
      }
    }
  }

  private Optional<IOException> ask(CrateName name) throws IOException {
    return proxy.look(name, Wish.REFRESHED) instanceof IndexReply.Found found
            && found.status() == CacheStatus.STALE
        ? Optional.of(
            new IOException(
                "the upstream could not be asked for "
                    + name
                    + ", whose index file in the catalog is another one than here"))
        : Optional.empty();
  }

  /// Looks at one. Returns the failure if there was one.
  private Optional<IOException> look(CrateName name) {
    try {
      Optional<byte[]> file = catalog.file(name);
      return file.isEmpty() || proxy.offer(name, file.get()) == Offer.DIFFERS
          ? ask(name)
          : Optional.empty();
    } catch (MalformedIndexException e) {
      LOGGER.log(Level.WARNING, "passed over a file of the catalog: {0}", e.getMessage());
      return Optional.empty();
    } catch (UpstreamException e) {
      // What it refuses for this crate alone is asked for again when a client wants it.
      return e.isAboutThisRequest() ? Optional.empty() : Optional.of(e);
    } catch (IOException e) {
      return Optional.of(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException stopped = new InterruptedIOException("stopped: " + name);
      stopped.initCause(e);
      return Optional.of(stopped);
    }
  }
}
