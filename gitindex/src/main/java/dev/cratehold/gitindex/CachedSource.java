package dev.cratehold.gitindex;

import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.IndexEntry;
import dev.cratehold.registry.IndexFile;
import dev.cratehold.store.CrateId;
import dev.cratehold.store.Holdings;
import dev.cratehold.store.IndexChange;
import dev.cratehold.store.IndexCopy;
import dev.cratehold.store.IndexStore;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The lines of index files whose crates the store holds. What was held when it was last committed
/// is remembered in memory, so that the first commit of a process is made of everything.
final class CachedSource implements IndexSource {
  private static final int PAGE = 1000;

  private final IndexStore index;
  private final Holdings holdings;
  private final String registry;

  /// By the name of a crate, a sum over the versions that were held.
  private Map<String, Integer> held = Map.of();

  private Map<String, Integer> pendingHeld = Map.of();
  private boolean startsAnew = true;

  CachedSource(IndexStore index, Holdings holdings, String registry) {
    this.index = index;
    this.holdings = holdings;
    this.registry = registry;
  }

  /// Nobody knows before all is read.
  @Override
  public Amount pending(long revision) {
    return startsAnew ? Amount.MANY : Amount.SOME;
  }

  @Override
  public long write(FileChanges changes, long revision) throws IOException {
    Set<String> changed = new HashSet<>();
    long written = namesSince(revision, startsAnew ? _ -> {} : changed::add);
    Writing writing = new Writing(changes, changed);
    holdings.forEach(crate -> {
      if (crate.crate().registry().equals(registry)) {
        writing.hold(crate.crate());
      }
    });
    writing.endCrate();
    for (String name : held.keySet()) {
      if (!writing.now.containsKey(name)) {
        changes.remove(new CrateName(name).indexPath());
      }
    }
    pendingHeld = writing.now;
    return written;
  }

  private long namesSince(long revision, Consumer<String> names) throws IOException {
    long last = revision;
    List<IndexChange> page = index.changesSince(registry, last, PAGE);
    while (!page.isEmpty()) {
      page.forEach(change -> names.accept(change.name().lowerCase()));
      last = page.getLast().revision();
      page = index.changesSince(registry, last, PAGE);
    }
    return last;
  }

  @Override
  public boolean startsAnew(long revision) {
    return startsAnew;
  }

  @Override
  public void committed() {
    held = pendingHeld;
    startsAnew = false;
  }

  /// What is held, crate by crate in the order of names.
  private final class Writing {
    private final FileChanges changes;
    private final Set<String> changed;
    private final Map<String, Integer> now = new HashMap<>();
    private final Set<CrateId> versions = new HashSet<>();
    private String crate = "";

    Writing(FileChanges changes, Set<String> changed) {
      this.changes = changes;
      this.changed = changed;
    }

    void hold(CrateId version) throws IOException {
      String name = version.name().lowerCase();
      if (!name.equals(crate)) {
        endCrate();
        crate = name;
      }
      versions.add(version);
    }

    /// All versions of a crate are there.
    void endCrate() throws IOException {
      if (versions.isEmpty()) {
        return;
      }
      int sum = versions.hashCode();
      now.put(crate, sum);
      Integer before = held.get(crate);
      if (before == null || before != sum || changed.contains(crate)) {
        write(new CrateName(crate));
      }
      versions.clear();
    }

    private void write(CrateName name) throws IOException {
      Optional<IndexCopy> copy = index.find(registry, name);
      byte[] lines =
          copy.isPresent() ? IndexFile.filter(name, copy.get().body(), this::holds) : new byte[0];
      if (lines.length > 0) {
        changes.put(name.indexPath(), lines);
      } else {
        changes.remove(name.indexPath());
      }
    }

    private boolean holds(IndexEntry entry) {
      return versions.stream()
          .anyMatch(version ->
              version.version().equals(entry.version())
                  && version.checksum().equals(entry.checksum()));
    }
  }
}
