package dev.cratehold.home.gc;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.ItemId;
import dev.cratehold.home.lastuse.LastUseDatabase;
import dev.cratehold.home.lastuse.LastUseException;
import dev.cratehold.home.lastuse.LastUseRow;
import dev.cratehold.home.lastuse.RowChange;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Puts rows back into cargo's database with the items that they are about. An item without its row
/// is no loss: cargo takes it for used when it next looks. So a database that cannot be written is
/// a warning, and no reason to leave the items where they are.
///
/// For use by one thread.
final class RestoredRows {
  private final CargoHome home;
  private final InstantSource clock;
  private final Map<ItemId, LastUseRow> rows = new HashMap<>();
  private Optional<String> warning = Optional.empty();

  /// @param rows as the journal has them; of several about one thing the last counts
  RestoredRows(CargoHome home, InstantSource clock, List<LastUseRow> rows) {
    this.home = home;
    this.clock = clock;
    rows.forEach(row -> this.rows.put(row.id(), row));
  }

  /// Puts back the rows of these. The caller holds cargo's lock "package cache".
  void insert(Collection<ItemId> restored) {
    List<RowChange> changes =
        restored.stream()
            .flatMap(id -> Stream.ofNullable(rows.get(id)))
            // Indexes before crates, git dbs before checkouts.
            .sorted(Comparator.comparing(row -> row.id().kind()))
            .<RowChange>map(RowChange.Insert::new)
            .toList();
    if (changes.isEmpty()) {
      return;
    }
    try (LastUseDatabase database = LastUseDatabase.open(home, clock)) {
      database.apply(changes);
    } catch (LastUseException e) {
      warning =
          Optional.of(
              "when the items were used last could not be written down again: " + e.getMessage());
    }
  }

  Optional<String> warning() {
    return warning;
  }
}
