package dev.cratehold.proxy;

import dev.cratehold.store.CrateId;
import dev.cratehold.store.LocalFile;
import dev.cratehold.store.Store;
import dev.cratehold.upstream.Upstream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;

/// The `.crate` files of one registry: from the store, else from the upstream through one [Fill]
/// for all who ask.
///
/// Safe for use by several threads.
final class CrateRelay {
  private final IndexRelay index;
  private final Store store;
  private final Upstream upstream;
  private final Semaphore upstreamRequests;
  private final InstantSource clock;
  private final ConcurrentMap<CrateId, Fill> fills = new ConcurrentHashMap<>();

  CrateRelay(
      IndexRelay index,
      Store store,
      Upstream upstream,
      Semaphore upstreamRequests,
      InstantSource clock) {
    this.index = index;
    this.store = store;
    this.upstream = upstream;
    this.upstreamRequests = upstreamRequests;
    this.clock = clock;
  }

  CrateReply get(CrateId crate) throws IOException {
    Optional<LocalFile> listed = store.openListed(crate);
    if (listed.isPresent()) {
      return stored(crate, listed.get());
    }
    if (!index.lists(crate.name(), crate.version(), crate.checksum())) {
      return new CrateReply.Missing(unlisted(crate));
    }
    while (true) {
      Optional<LocalFile> there = store.open(crate);
      if (there.isPresent()) {
        return stored(crate, there.get());
      }
      Optional<FillReader> reader = start(crate).join();
      Optional<CrateReply> reply = reader.isPresent() ? follow(reader.get()) : Optional.empty();
      if (reply.isPresent()) {
        return reply.get();
      }
    }
  }

  private CrateReply stored(CrateId crate, LocalFile file) {
    store.uses().used(crate, file.length(), clock.instant());
    return new CrateReply.Stored(file);
  }

  private static String unlisted(CrateId crate) {
    return "the index of %s does not list %s %s with checksum %s"
        .formatted(crate.registry(), crate.name(), crate.version(), crate.checksum());
  }

  /// The fill of this crate that is under way, or one started now.
  private Fill start(CrateId crate) {
    Fill mine = new Fill(crate, store, upstream, upstreamRequests, clock);
    Fill underWay = fills.putIfAbsent(crate, mine);
    if (underWay != null) {
      return underWay;
    }
    Thread.ofVirtual()
        .name("fill-" + crate.name() + "-" + crate.version())
        .start(() -> mine.run(() -> fills.remove(crate, mine)));
    return mine;
  }

  /// The answer of a fill, or empty if meanwhile the file has come into the store.
  private static Optional<CrateReply> follow(FillReader reader) throws IOException {
    Fill.State state;
    try {
      state = reader.fill().awaitFirst();
    } catch (InterruptedException e) {
      reader.close();
      Thread.currentThread().interrupt();
      InterruptedIOException stopped = new InterruptedIOException("stopped while waiting");
      stopped.initCause(e);
      throw stopped;
    }
    return switch (state) {
      case RUNNING, PUBLISHED -> Optional.of(new CrateReply.Arriving(reader));
      case SUPERSEDED -> {
        reader.close();
        yield Optional.empty();
      }
      case FAILED -> {
        IOException cause = reader.fill().failure().orElseThrow();
        reader.close();
        throw cause;
      }
    };
  }
}
