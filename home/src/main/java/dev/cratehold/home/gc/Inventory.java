package dev.cratehold.home.gc;

import dev.cratehold.home.ItemId;
import dev.cratehold.home.layout.HomeListing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a collection may take from one home. Immutable.
///
/// @param candidates what was used least recently first; a source before its crate
/// @param dependants what goes with a thing: a crate's source, a registry's crates and sources, a
///   clone's checkouts
/// @param leftovers of those candidates that are leftovers, why they are
/// @param ghosts rows whose files are gone
record Inventory(
    HomeListing listing,
    LastUses uses,
    List<Candidate> candidates,
    Map<ItemId, List<ItemId>> dependants,
    Map<ItemId, Leftover> leftovers,
    List<ItemId> ghosts) {

  /// The same with other candidates in the place of these, in the same order.
  Inventory with(List<Candidate> others) {
    return new Inventory(listing, uses, List.copyOf(others), dependants, leftovers, ghosts);
  }

  /// Says of each thing which candidate it is.
  Map<ItemId, Candidate> byId() {
    Map<ItemId, Candidate> byId = HashMap.newHashMap(candidates.size());
    candidates.forEach(candidate -> byId.put(candidate.id(), candidate));
    return byId;
  }

  List<ItemId> dependantsOf(ItemId id) {
    return dependants.getOrDefault(id, List.of());
  }
}
