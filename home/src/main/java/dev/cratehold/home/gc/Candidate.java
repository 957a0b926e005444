package dev.cratehold.home.gc;

import dev.cratehold.home.Item;
import dev.cratehold.home.ItemId;
import dev.cratehold.retention.Entry;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// A thing of a Cargo home that a collection may take.
///
/// @param item with the last use of the whole unit: a crate's is the later of its own and its
///   source's, a clone's or an index's the latest of everything that belongs to it
/// @param tracked whether cargo's database has a row for it
/// @param modified when the file that shows a use was modified last; empty if nobody looked yet
public record Candidate(Item item, Tracked tracked, Optional<Instant> modified) implements Entry {
  /// Whether cargo's database has a row.
  public enum Tracked {
    ROW,
    NO_ROW
  }

  public ItemId id() {
    return item.id();
  }

  /// What is known of its size; zero where nothing is.
  @Override
  public long bytes() {
    return item.bytes().orElse(0);
  }

  @Override
  public long lastUse() {
    return item.lastUse().seconds();
  }

  /// The same, measured.
  Candidate sized(long bytes, long files) {
    Item sized = new Item(id(), OptionalLong.of(bytes), OptionalLong.of(files), item.lastUse());
    return new Candidate(sized, tracked, modified);
  }

  /// The same, looked at.
  Candidate seen(Optional<Instant> when) {
    return new Candidate(item, tracked, when);
  }
}
