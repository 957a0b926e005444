package dev.cratehold.home.compat;

import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import dev.cratehold.home.lastuse.LastUseRow;
import java.time.Duration;
import java.util.List;

/// Deletes what was not used for longer than its kind's age, in cargo's order of kinds. What was
/// used in the very second that an age reaches back to stays.
///
/// @param now in seconds since the epoch
record AgeRules(Ledger ledger, CompatOptions options, long now) {
  private static final List<ItemKind> ORDER =
      List.of(ItemKind.INDEX, ItemKind.SRC, ItemKind.CRATE, ItemKind.GIT_DB, ItemKind.GIT_CHECKOUT);

  void carryOut() {
    for (ItemKind kind : ORDER) {
      Duration age = options.ages().get(kind);
      if (age != null) {
        carryOut(kind, oldest(age));
      }
    }
  }

  /// The earliest time of use that is young enough. An age that reaches back beyond the epoch
  /// spares everything.
  private long oldest(Duration age) {
    return age.toSeconds() > now ? 0 : now - age.toSeconds();
  }

  private void carryOut(ItemKind kind, long oldest) {
    ledger.rows(kind).stream()
        .filter(row -> row.timestamp() < oldest)
        .map(LastUseRow::id)
        .forEach(this::remove);
  }

  private void remove(ItemId id) {
    ledger.delete(id);
    ledger.remove(id);
    Ledger.children(id.kind()).reversed().stream()
        .map(child -> new ItemId(child, id.directory(), ""))
        .forEach(ledger::remove);
  }
}
