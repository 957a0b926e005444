package dev.cratehold.mirror.sync;

import dev.cratehold.proxy.CacheStatus;
import dev.cratehold.proxy.IndexReply;
import dev.cratehold.proxy.Offer;
import dev.cratehold.proxy.RegistryProxy;
import dev.cratehold.proxy.Wish;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.IndexFile;
import dev.cratehold.store.Blob;
import dev.cratehold.store.CrateId;
import dev.cratehold.store.QueuedItem;
import dev.cratehold.store.Store;
import dev.cratehold.store.WorkItem;
import dev.cratehold.store.WorkOutcome;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Looks at index files and fetches crates.
///
/// Safe for use by several threads.
final class Attempts {
  private final RegistryProxy proxy;
  private final Store store;
  private final NameSource source;
  private final MirrorFilter filter;
  private final Pace pace;
  private final SyncCounters counters;

  Attempts(
      RegistryProxy proxy,
      Store store,
      NameSource source,
      MirrorFilter filter,
      Pace pace,
      SyncCounters counters) {
    this.proxy = proxy;
    this.store = store;
    this.source = source;
    this.filter = filter;
    this.pace = pace;
    this.counters = counters;
  }

  /// How things of this kind are fetched.
  Attempt of(WorkItem.Kind kind) {
    return switch (kind) {
      case INDEX_FILE -> this::look;
      case CRATE -> this::hold;
    };
  }

  private WorkOutcome look(QueuedItem queued) throws IOException, InterruptedException {
    if (!(queued.item() instanceof WorkItem.IndexFile item)) {
      throw new IllegalArgumentException("no index file: " + queued);
    }
    CrateName name = item.name();
    Optional<byte[]> file = source.file(name);
    if (file.isPresent() && proxy.offer(name, file.get()) != Offer.DIFFERS) {
      return looked(item, file.get());
    }
    return lookUpstream(item);
  }

  private WorkOutcome looked(WorkItem.IndexFile item, byte[] body) throws IOException {
    counters.looked();
    IndexFile file = IndexFile.parse(item.name(), body);
    return new WorkOutcome.Looked(item, filter.wanted(proxy.mount(), file));
  }

  private WorkOutcome lookUpstream(WorkItem.IndexFile item) throws IOException {
    CrateName name = item.name();
    return switch (proxy.look(name, Wish.REFRESHED)) {
      case IndexReply.Missing _ -> {
        counters.missing(name);
        yield new WorkOutcome.Looked(item, List.of());
      }
      case IndexReply.Found found -> {
        if (found.status() == CacheStatus.STALE) {
          throw new StaleIndexException(name);
        }
        yield looked(item, found.copy().body());
      }
    };
  }

  private WorkOutcome hold(QueuedItem queued) throws IOException {
    if (!(queued.item() instanceof WorkItem.Crate item)) {
      throw new IllegalArgumentException("no crate: " + queued);
    }
    CrateId crate = item.id();
    return switch (proxy.hold(crate.name(), crate.version(), crate.checksum())) {
      case HELD -> {
        counters.held();
        yield new WorkOutcome.Published(item);
      }
      case FETCHED -> {
        long bytes = size(crate);
        pace.charge(bytes, System.nanoTime());
        counters.fetched(bytes);
        yield new WorkOutcome.Published(item);
      }
      case NOT_LISTED -> {
        counters.dropped();
        yield new WorkOutcome.Dropped(item);
      }
    };
  }

  private long size(CrateId crate) throws IOException {
    Optional<Blob> blob = store.blobs().open(crate.checksum());
    if (blob.isEmpty()) {
      return 0;
    }
    try (Blob open = blob.get()) {
      return open.length();
    }
  }
}
