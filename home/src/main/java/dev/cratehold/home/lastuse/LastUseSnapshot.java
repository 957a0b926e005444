package dev.cratehold.home.lastuse;

import java.util.List;
import java.util.OptionalLong;

/// All that the database says, as it was at one moment.
///
/// @param rows parents before their children; rows whose name is no file name are left out, because
///   nothing in a Cargo home can have it
/// @param lastAutoGc when cargo collected by itself last, in seconds since the epoch, or when the
///   database was made; empty in a damaged one
/// @param schemaVersion how many of cargo's migrations were carried out
public record LastUseSnapshot(List<LastUseRow> rows, OptionalLong lastAutoGc, int schemaVersion) {
  /// Copies the rows.
  public LastUseSnapshot {
    rows = List.copyOf(rows);
  }
}
