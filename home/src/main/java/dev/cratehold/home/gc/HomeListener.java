package dev.cratehold.home.gc;

import dev.cratehold.retention.Victim;

/// Hears how planning and carrying out go on. Every method may be called from another thread than
/// the caller's, one at a time.
public interface HomeListener {
  /// One that hears nothing.
  HomeListener NONE = new HomeListener() {};

  /// Things are being measured.
  default void measured(long done, long all) {}

  /// An item was taken out of cargo's sight.
  default void removed(Victim<Candidate> victim) {}

  /// An item could not be taken.
  default void failed(HomeReport.Failure failure) {}

  /// What was taken is being deleted; so much is gone.
  default void freed(HomeReport.Freed soFar) {}
}
