package dev.cratehold.store;

import java.time.Instant;

/// Some of the things in a [WorkQueue]: those of one kind and registry that are due.
///
/// @param which whether things that were not tried yet, or were refused, are among them
/// @param attempts only things that were tried in vain less often than this
/// @param dueBy only things that may be tried by then
public record WorkSelection(
    String registry, WorkItem.Kind kind, Which which, int attempts, Instant dueBy) {
  /// A choice of states.
  public enum Which {
    /// Things in any state.
    ALL,
    /// Only things whose last attempt failed in a way that may pass.
    FAILED
  }
}
