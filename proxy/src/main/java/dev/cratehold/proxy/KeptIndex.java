package dev.cratehold.proxy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.cratehold.registry.Checksum;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import dev.cratehold.store.Alert;
import dev.cratehold.store.Alerts;
import dev.cratehold.store.IndexCopy;
import dev.cratehold.store.IndexStore;
import dev.cratehold.store.Republication;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The index files of one registry that are here: in memory, and behind it in the store.
///
/// A store that fails costs speed, not answers: what it cannot read counts as not kept, and what it
/// cannot keep is kept in memory. Such failures are logged.
///
/// Safe for use by several threads.
final class KeptIndex {
  private final String mount;
  private final IndexStore store;
  private final Alerts alerts;
  private final Complaints complaints;
  private final Cache<String, CachedIndex> memory;

  KeptIndex(
      String mount, IndexStore store, Alerts alerts, Complaints complaints, long memoryBytes) {
    this.mount = mount;
    this.store = store;
    this.alerts = alerts;
    this.complaints = complaints;
    this.memory =
        Caffeine.newBuilder()
            .maximumWeight(memoryBytes)
            .weigher((String _, CachedIndex file) -> file.weight())
            .build();
  }

  /// The copy in memory. Does not block.
  Optional<CachedIndex> inMemory(CrateName name) {
    return Optional.ofNullable(memory.getIfPresent(name.lowerCase()));
  }

  /// The copy in memory or in the store.
  Optional<CachedIndex> find(CrateName name) {
    Optional<CachedIndex> cached = inMemory(name);
    return cached.isPresent() ? cached : load(name);
  }

  private Optional<CachedIndex> load(CrateName name) {
    try {
      Optional<CachedIndex> stored =
          store.find(mount, name).map(copy -> new CachedIndex(name, copy));
      stored.ifPresent(file -> memory.put(name.lowerCase(), file));
      return stored;
    } catch (IOException e) {
      complaints.raise("cannot look for the index file of " + name + " in the store", e);
      return Optional.empty();
    }
  }

  /// Keeps a file in place of the one that was there.
  CachedIndex keep(CrateName name, CachedIndex cached) {
    memory.put(name.lowerCase(), cached);
    try {
      report(name, store.put(mount, name, cached.copy()));
    } catch (IOException e) {
      complaints.raise("cannot store the index file of " + name + ", it is in memory alone", e);
    }
    return cached;
  }

  private void report(CrateName name, List<Republication> republished) {
    for (Republication one : republished) {
      alerts.raise(
          new Alert(
              Alert.Kind.REPUBLISHED,
              mount,
              name,
              Optional.of(one.version()),
              "the index lists checksum %s, earlier it listed %s; every lock file gets the bytes that it names"
                  .formatted(one.now(), one.before())));
    }
  }

  /// Keeps the file that is there, which the upstream confirmed.
  CachedIndex confirm(CrateName name, CachedIndex confirmed) {
    IndexCopy copy = confirmed.copy();
    memory.put(name.lowerCase(), confirmed);
    try {
      store.confirm(mount, name, copy.upstream(), copy.checkedAt());
    } catch (IOException e) {
      complaints.raise("cannot note that the index file of " + name + " is still right", e);
    }
    return confirmed;
  }

  /// Forgets the file, because the upstream has none any more.
  void remove(CrateName name) {
    memory.invalidate(name.lowerCase());
    try {
      store.remove(mount, name);
    } catch (IOException e) {
      complaints.raise("cannot remove the index file of " + name + ", which upstream removed", e);
    }
  }

  /// True if an earlier file listed this crate.
  boolean onceListed(CrateName name, CrateVersion version, Checksum checksum) {
    try {
      return store.onceListed(mount, name, version, checksum);
    } catch (IOException e) {
      complaints.raise("cannot look up what the index of " + name + " once listed", e);
      return false;
    }
  }

  /// About how much memory the files take.
  long weight() {
    return memory.policy().eviction().orElseThrow().weightedSize().orElseThrow();
  }
}
