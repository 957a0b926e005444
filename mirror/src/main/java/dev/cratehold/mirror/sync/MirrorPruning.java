package dev.cratehold.mirror.sync;

import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.IndexFile;
import dev.cratehold.store.CrateId;
import dev.cratehold.store.HeldCrate;
import dev.cratehold.store.IndexCopy;
import dev.cratehold.store.Store;
import dev.cratehold.store.WorkItem;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Removes the crates that the store holds and a mirror does not want: those that the index does
/// not list any more, and those that the filter does not want. A crate stays if its index file is
/// still to be looked at, or is not here although the registry never said that it is gone.
///
/// For one thread. Who removes has the [dev.cratehold.store.MirrorLock].
public final class MirrorPruning {
  private final Store store;
  private final String registry;
  private final MirrorFilter filter;
  private final Mode mode;
  private final Listener listener;
  private Wanted current = new Wanted("", Pending.NO, Optional.empty());
  private long removed;
  private long bytes;
  private long kept;

  /// Whether anything is removed.
  public enum Mode {
    DRY_RUN,
    REMOVE
  }

  /// Is told what is removed, or would be.
  @FunctionalInterface
  public interface Listener {
    /// Called once for each crate file.
    ///
    /// @param reason why the mirror does not want it
    void removed(HeldCrate crate, String reason);
  }

  /// What was removed, or would be.
  public record Result(long removed, long bytes, long kept) {}

  /// What is wanted of one crate.
  ///
  /// @param pending whether its index file is still to be looked at
  /// @param files those that are wanted; empty if there is no index file
  private record Wanted(String name, Pending pending, Optional<Set<CrateId>> files) {}

  private enum Pending {
    YES,
    NO
  }

  public MirrorPruning(
      Store store, String registry, MirrorFilter filter, Mode mode, Listener listener) {
    this.store = store;
    this.registry = registry;
    this.filter = filter;
    this.mode = mode;
    this.listener = listener;
  }

  /// Looks at every crate that the store holds.
  public Result run() throws IOException {
    store
        .holdings()
        .forEach(held -> {
          if (held.crate().registry().equals(registry)) {
            judge(held);
          }
        });
    return new Result(removed, bytes, kept);
  }

  private void judge(HeldCrate held) throws IOException {
    Optional<String> reason = reason(held.crate());
    if (reason.isEmpty() || isPinned(held.crate())) {
      kept++;
      return;
    }
    if (mode == Mode.REMOVE && !store.delete(held.crate())) {
      return;
    }
    removed++;
    bytes += held.size();
    listener.removed(held, reason.get());
  }

  private boolean isPinned(CrateId crate) throws IOException {
    return !store.pins().pinned(List.of(crate)).isEmpty();
  }

  private Optional<String> reason(CrateId crate) throws IOException {
    CrateName name = crate.name();
    if (!filter.wants(name) || !store.mirrors().has(registry, name)) {
      return Optional.of("the mirror does not have " + name);
    }
    Wanted wanted = wanted(name);
    if (wanted.pending() == Pending.YES) {
      return Optional.empty();
    }
    if (wanted.files().isEmpty()) {
      return store.index().onceListed(registry, name, crate.version(), crate.checksum())
          ? Optional.of("the registry does not have " + name + " any more")
          : Optional.empty();
    }
    return wanted.files().get().contains(crate)
        ? Optional.empty()
        : Optional.of("the index does not list it, or the filter does not want it");
  }

  private Wanted wanted(CrateName name) throws IOException {
    String lower = name.lowerCase();
    if (!current.name().equals(lower)) {
      current = lookUp(name, lower);
    }
    return current;
  }

  private Wanted lookUp(CrateName name, String lower) throws IOException {
    if (store.workQueue().contains(new WorkItem.IndexFile(registry, name))) {
      return new Wanted(lower, Pending.YES, Optional.empty());
    }
    Optional<IndexCopy> copy = store.index().find(registry, name);
    if (copy.isEmpty()) {
      return new Wanted(lower, Pending.NO, Optional.empty());
    }
    IndexFile file = IndexFile.parse(name, copy.get().body());
    return new Wanted(lower, Pending.NO, Optional.of(Set.copyOf(filter.wanted(registry, file))));
  }
}
