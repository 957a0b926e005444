package dev.cratehold.home.compat;

import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import dev.cratehold.home.lastuse.LastUseRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// Deletes the least recently used of what is over a limit of size, until the rest fits. Of what
/// was used in the same second the first by name goes first.
record SizeRules(Ledger ledger, CacheContents contents, CompatOptions options) {
  private static final Comparator<Sized> OLDEST_FIRST =
      Comparator.comparingLong(Sized::timestamp).thenComparing(Sized::name);

  /// Something to delete, by what decides when.
  private record Sized(ItemId id, String name, long timestamp, long bytes) {
    Sized(LastUseRow row, String name, long bytes) {
      this(row.id(), name, row.timestamp(), bytes);
    }
  }

  void carryOut() throws IOException {
    for (CompatLimit limit : CompatLimit.values()) {
      Long bytes = options.sizes().get(limit);
      if (bytes != null) {
        carryOut(limit, bytes);
      }
    }
  }

  private void carryOut(CompatLimit limit, long bytes) throws IOException {
    switch (limit) {
      case CRATES -> shrink(bytes, ItemKind.CRATE);
      case SRCS -> shrink(bytes, ItemKind.SRC);
      case GIT -> shrinkGit(bytes);
      case DOWNLOADS -> shrinkDownloads(bytes);
    }
  }

  private static long total(Collection<Sized> all) {
    return all.stream().mapToLong(Sized::bytes).sum();
  }

  /// The first of the least recently used that bring the rest within the limit.
  private static List<Sized> excess(List<Sized> all, long limit) {
    long left = total(all);
    List<Sized> excess = new ArrayList<>();
    for (Sized each : all.stream().sorted(OLDEST_FIRST).toList()) {
      if (left <= limit) {
        break;
      }
      excess.add(each);
      left -= each.bytes;
    }
    return excess;
  }

  /// One kind. Cargo deletes these in the order in which they were added.
  private void shrink(long limit, ItemKind kind) {
    List<Sized> all = sized(kind);
    Set<Sized> excess = Set.copyOf(excess(all, limit));
    all.stream().filter(excess::contains).forEach(each -> remove(each.id));
  }

  /// Sources and crates in one list: the source of a package has the name that sorts first.
  private void shrinkDownloads(long limit) {
    List<Sized> all = new ArrayList<>(sized(ItemKind.SRC));
    all.addAll(sized(ItemKind.CRATE));
    excess(all, limit).forEach(each -> remove(each.id));
  }

  private List<Sized> sized(ItemKind kind) {
    return ledger.rows(kind).stream()
        .filter(row -> row.bytes().isPresent())
        .map(row -> new Sized(row, row.id().name(), row.bytes().getAsLong()))
        .toList();
  }

  /// Clones and checkouts in one list. With a clone go its checkouts, the last used first.
  private void shrinkGit(long limit) throws IOException {
    List<Sized> left = clonesAndCheckouts();
    long total = total(left);
    while (total > limit && !left.isEmpty()) {
      Sized oldest = left.removeLast();
      remove(oldest.id);
      total -= oldest.bytes;
      if (oldest.id.kind() == ItemKind.GIT_DB) {
        total -= removeCheckouts(oldest.id.directory(), left);
      }
    }
  }

  /// The last used first.
  private List<Sized> clonesAndCheckouts() throws IOException {
    List<Sized> all = new ArrayList<>();
    for (LastUseRow row : ledger.rows(ItemKind.GIT_DB)) {
      all.add(new Sized(row, row.id().directory(), contents.bytes(row.id())));
    }
    all.addAll(sized(ItemKind.GIT_CHECKOUT));
    all.sort(OLDEST_FIRST.reversed());
    return all;
  }

  /// Returns how many bytes went.
  private long removeCheckouts(String directory, List<Sized> left) {
    List<Sized> checkouts =
        left.stream().filter(each -> each.id.directory().equals(directory)).toList();
    checkouts.forEach(each -> remove(each.id));
    left.removeAll(checkouts);
    return total(checkouts);
  }

  private void remove(ItemId id) {
    ledger.delete(id);
    ledger.remove(id);
  }
}
