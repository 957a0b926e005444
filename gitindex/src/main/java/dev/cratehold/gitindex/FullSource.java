package dev.cratehold.gitindex;

import dev.cratehold.registry.CrateName;
import dev.cratehold.store.IndexChange;
import dev.cratehold.store.IndexCopy;
import dev.cratehold.store.IndexStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Every index file that the store has.
record FullSource(IndexStore index, String registry) implements IndexSource {
  private static final int PAGE = 1000;

  @Override
  public Amount pending(long revision) throws IOException {
    int size = index.changesSince(registry, revision, PAGE).size();
    if (size == 0) {
      return Amount.NOTHING;
    }
    return size < PAGE ? Amount.SOME : Amount.MANY;
  }

  @Override
  public long write(FileChanges changes, long revision) throws IOException {
    long written = revision;
    List<IndexChange> page = index.changesSince(registry, written, PAGE);
    while (!page.isEmpty()) {
      for (IndexChange change : page) {
        write(changes, change.name());
      }
      written = page.getLast().revision();
      page = index.changesSince(registry, written, PAGE);
    }
    return written;
  }

  private void write(FileChanges changes, CrateName name) throws IOException {
    Optional<IndexCopy> copy = index.find(registry, name);
    if (copy.isPresent()) {
      changes.put(name.indexPath(), copy.get().body());
    } else {
      changes.remove(name.indexPath());
    }
  }

  /// A store that does not know the revision has another database than it had, such as a copy from
  /// before an upgrade.
  @Override
  public boolean startsAnew(long revision) throws IOException {
    return revision > 0 && index.changesSince(registry, revision - 1, 1).isEmpty();
  }

  @Override
  public void committed() {}
}
