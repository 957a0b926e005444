package dev.cratehold.home.gc;

import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import dev.cratehold.home.LastUse;
import dev.cratehold.home.LastUse.Evidence;
import dev.cratehold.home.lastuse.LastUseRow;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What cargo's database says, for look-ups. Immutable.
final class LastUses {
  /// A file of cargo's cannot be older: archives and images that give all their files one early
  /// time say nothing by it.
  private static final Instant FIRST_CARGO = Instant.parse("2014-06-23T00:00:00Z");

  private final Map<ItemId, LastUseRow> rows;

  /// Cargo's table of checkouts has no two rows of one name: a fork's checkout of the same commit
  /// shares the row of the original's.
  private final Map<String, Long> checkouts;

  private LastUses(Map<ItemId, LastUseRow> rows, Map<String, Long> checkouts) {
    this.rows = rows;
    this.checkouts = checkouts;
  }

  static LastUses of(List<LastUseRow> rows) {
    Map<ItemId, LastUseRow> byId = HashMap.newHashMap(rows.size());
    Map<String, Long> checkouts = new HashMap<>();
    for (LastUseRow row : rows) {
      byId.put(row.id(), row);
      if (row.id().kind() == ItemKind.GIT_CHECKOUT) {
        checkouts.merge(row.id().name(), Math.min(row.timestamp(), LastUse.LAST_YEAR), Math::max);
      }
    }
    return new LastUses(byId, checkouts);
  }

  Optional<LastUseRow> row(ItemId id) {
    return Optional.ofNullable(rows.get(id));
  }

  boolean has(ItemId id) {
    return rows.containsKey(id);
  }

  Collection<LastUseRow> rows() {
    return Collections.unmodifiableCollection(rows.values());
  }

  /// When the thing itself was used last. What has a row was used when the row says; other things
  /// when their markers were written.
  LastUse of(ItemId id, Optional<Instant> modified) {
    return row(id)
        .map(row -> new LastUse(Math.min(row.timestamp(), LastUse.LAST_YEAR), Evidence.DATABASE))
        .orElseGet(() -> untracked(id, modified));
  }

  private LastUse untracked(ItemId id, Optional<Instant> modified) {
    LastUse told =
        modified
            .filter(time -> time.isAfter(FIRST_CARGO))
            .map(time -> new LastUse(time.getEpochSecond(), Evidence.MODIFIED))
            .orElse(LastUse.UNKNOWN);
    if (id.kind() != ItemKind.GIT_CHECKOUT) {
      return told;
    }
    return Optional.ofNullable(checkouts.get(id.name()))
        .map(shared -> told.or(new LastUse(shared, Evidence.DATABASE)))
        .orElse(told);
  }
}
