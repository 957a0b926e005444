package dev.cratehold.store;

import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// What mirrors are still to fetch, and why they could not. It outlives the process: what is in it
/// stays until it is settled, however the process ends.
///
/// Safe for use by several threads. Every method that changes something does so in one transaction;
/// thousands of things at a time are well, millions are not.
public interface WorkQueue {
  /// Adds things, but for crates that are listed as held. What is there already stays as it is.
  ///
  /// @return how many came in
  long add(Collection<WorkItem> items) throws IOException;

  /// The first things of a selection in the order of the queue, which is the one of names.
  List<QueuedItem> first(WorkSelection selection, int limit) throws IOException;

  /// The things of a selection that come behind `item`, which need not be there any more.
  List<QueuedItem> after(WorkSelection selection, WorkItem item, int limit) throws IOException;

  /// How many things a selection has.
  long count(WorkSelection selection) throws IOException;

  /// When the next thing is due whose last attempt failed in a way that may pass; empty if none is.
  ///
  /// @param attempts only things that were tried in vain less often than this
  Optional<Instant> nextRetry(String registry, WorkItem.Kind kind, int attempts) throws IOException;

  /// Notes what came of things. Returns those outcomes that cannot be settled yet, because the
  /// crate is not listed: to be given again in a moment.
  List<WorkOutcome> settle(Collection<WorkOutcome> outcomes) throws IOException;

  /// Makes things due that are in this state, as if they had never been tried. Returns how many
  /// these are.
  long arm(String registry, WorkState state) throws IOException;

  /// Takes all crates out, because others are wanted now. Returns how many these were.
  long removeCrates(String registry) throws IOException;

  /// True if the thing is in the queue.
  boolean contains(WorkItem item) throws IOException;

  /// How many things there are.
  WorkTotals totals(String registry) throws IOException;

  /// Things that were tried in vain, in the order of the queue.
  List<FailedItem> failures(String registry, int limit) throws IOException;
}
