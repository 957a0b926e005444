package dev.cratehold.home.view;

import dev.cratehold.home.Item;
import java.nio.file.Path;
import java.util.List;

/// The things that a [TopQuery] asked for.
///
/// @param items in the order asked for, at most as many as asked for
/// @param matched what all that match take, those beyond the limit too
/// @param notes sentences for the user
public record TopItems(List<Entry> items, Usage matched, List<String> notes) {
  /// One thing.
  ///
  /// @param neededBy the lock files that need it, of those that were looked at
  public record Entry(Item item, List<Path> neededBy) {
    public Entry {
      neededBy = List.copyOf(neededBy);
    }
  }

  public TopItems {
    items = List.copyOf(items);
    notes = List.copyOf(notes);
  }
}
