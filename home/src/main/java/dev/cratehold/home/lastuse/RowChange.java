package dev.cratehold.home.lastuse;

import dev.cratehold.home.ItemId;

/// One change to the database of last uses.
public sealed interface RowChange {
  /// Adds a row; one that is there gets the later time, and the size if it has none. Nothing is
  /// added below an index or git db that has no row itself, nor for a checkout whose name another
  /// repository's checkout has.
  record Insert(LastUseRow row) implements RowChange {}

  /// Deletes the row of a thing and those of its children; nothing if there is none.
  record Delete(ItemId id) implements RowChange {}

  /// Sets the size of a src, a checkout or a crate; nothing if it has no row.
  record Resize(ItemId id, long bytes) implements RowChange {}
}
