package dev.cratehold.home.gc;

import dev.cratehold.home.ItemId;
import java.util.List;

/// Something that no cargo of today knows or needs.
///
/// @param id its path
/// @param evidence a clause that says how that is known
/// @param newest when it, or anything that belongs to it, was used last by the best evidence that
///   there is, in seconds since the epoch
/// @param holds the items in it, as they are called where they are no leftover
record Leftover(ItemId id, String evidence, long newest, List<ItemId> holds) {
  Leftover {
    holds = List.copyOf(holds);
  }
}
