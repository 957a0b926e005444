package dev.cratehold.home.trash;

import dev.cratehold.home.ItemId;
import java.time.Instant;
import java.util.List;

/// A collection whose trash is kept and can be brought back.
///
/// @param name what users call it by
/// @param begun when it was, to the second
/// @param until when a later collection may delete it
/// @param items what is in the trash, in the order in which it is to be brought back
public record KeptRun(String name, Instant begun, Instant until, List<ItemId> items) {
  /// Copies the items.
  public KeptRun {
    items = List.copyOf(items);
  }
}
