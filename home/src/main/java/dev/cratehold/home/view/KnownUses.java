package dev.cratehold.home.view;

import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import dev.cratehold.home.LastUse;
import dev.cratehold.home.LastUse.Evidence;
import dev.cratehold.home.lastuse.LastUseRow;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// When things were used last, by cargo's database or else by when they were modified. The database
/// has room for one checkout of a name; where another repository's took it, the later of that row
/// and the modification counts.
final class KnownUses {
  private final Map<ItemId, LastUseRow> rows;
  private final Map<String, LastUseRow> checkouts = new HashMap<>();

  KnownUses(Collection<LastUseRow> rows) {
    this.rows = HashMap.newHashMap(rows.size());
    for (LastUseRow row : rows) {
      this.rows.put(row.id(), row);
      if (row.id().kind() == ItemKind.GIT_CHECKOUT) {
        checkouts.put(row.id().name(), row);
      }
    }
  }

  Optional<LastUseRow> row(ItemId id) {
    return Optional.ofNullable(rows.get(id));
  }

  /// @param modified when its newest file was modified, in seconds since the epoch; zero if it has
  ///   none
  LastUse lastUse(ItemId id, long modified) {
    LastUse byFiles = modified > 0 ? new LastUse(modified, Evidence.MODIFIED) : LastUse.UNKNOWN;
    LastUseRow own = rows.get(id);
    if (own != null) {
      return new LastUse(own.timestamp(), Evidence.DATABASE);
    }
    LastUseRow namesake = id.kind() == ItemKind.GIT_CHECKOUT ? checkouts.get(id.name()) : null;
    return namesake == null
        ? byFiles
        : byFiles.or(new LastUse(namesake.timestamp(), Evidence.DATABASE));
  }
}
