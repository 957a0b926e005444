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
import org.jspecify.annotations.Nullable;

/// When things were used last, by cargo's database or else by when they were modified. A crate is
/// as young as its source. The database has room for one checkout of a name; where another
/// repository's took it, the later of that row and the modification counts.
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
    LastUse known = row(id).map(KnownUses::use).orElse(byFiles);
    return switch (id.kind()) {
      case CRATE -> known.or(use(rows.get(source(id))));
      case GIT_CHECKOUT -> rows.containsKey(id) ? known : known.or(use(checkouts.get(id.name())));
      case INDEX, SRC, GIT_DB, INDEX_ENTRY, BUILD, LOG, LEFTOVER -> known;
    };
  }

  private static LastUse use(@Nullable LastUseRow row) {
    return row == null ? LastUse.UNKNOWN : new LastUse(row.timestamp(), Evidence.DATABASE);
  }

  private static ItemId source(ItemId crate) {
    return ItemId.src(crate.directory(), crate.name().replaceFirst("\\.crate$", ""));
  }
}
