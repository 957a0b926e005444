package dev.cratehold.cli.home;

import dev.cratehold.cli.terminal.Failure;

/// Why nothing was changed, for the user.
final class Refusals {
  private Refusals() {}

  /// Cargo, or another command of ours, is at work.
  ///
  /// @param what cargo's name of a lock, or a clause
  static Failure busy(String what) {
    return Failure.busy(
        "cargo is running (" + what + "); nothing was changed",
        CollectionModel.WAIT_OPTION + " waits until it is done");
  }

  /// It would not be safe.
  static Failure refused(String why) {
    return Failure.failed(
        "nothing was changed: " + why,
        "`cratehold home show`, top and --dry-run work all the same");
  }
}
