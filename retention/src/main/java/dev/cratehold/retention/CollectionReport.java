package dev.cratehold.retention;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What came of carrying out a plan. Every victim of the plan is in exactly one of the lists.
///
/// @param removed out of their places; where `cause` is there, those of the last batch may not have
///   been written down
/// @param failed could not be detached, each with its reason
/// @param vanished were gone already
/// @param used were used since the plan was made, and stay
/// @param left were not tried, because the collection ended before
/// @param cause what broke the collection; there if and only if it is `BROKEN`
/// @param longestHold how long the exclusion was held at most
public record CollectionReport<E>(
    List<Victim<E>> removed,
    List<Failure<E>> failed,
    List<Victim<E>> vanished,
    List<Victim<E>> used,
    List<Victim<E>> left,
    End end,
    Optional<IOException> cause,
    Duration longestHold) {
  /// How a collection ended.
  public enum End {
    /// All victims were tried.
    COMPLETE,
    /// Somebody else has the exclusion.
    BUSY,
    /// It was asked to stop.
    STOPPED,
    /// The exclusion could not be taken or given back, or a batch not be committed.
    BROKEN
  }

  /// A victim that could not be detached.
  public record Failure<E>(Victim<E> victim, IOException cause) {}

  public CollectionReport {
    removed = List.copyOf(removed);
    failed = List.copyOf(failed);
    vanished = List.copyOf(vanished);
    used = List.copyOf(used);
    left = List.copyOf(left);
    if (cause.isPresent() != (end == End.BROKEN)) {
      throw new IllegalArgumentException("ended " + end + " by " + cause);
    }
  }

  /// True if every victim is out of its place, or has a good reason not to be.
  public boolean isWhole() {
    return end == End.COMPLETE && failed.isEmpty();
  }
}
