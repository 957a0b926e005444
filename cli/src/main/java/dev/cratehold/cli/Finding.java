package dev.cratehold.cli;

import dev.cratehold.cli.terminal.Failure;

/// What a check of a configuration came to.
sealed interface Finding {
  /// All is well.
  ///
  /// @param text what was checked, and how it is
  record Fine(String text) implements Finding {}

  /// The server will run, but perhaps not as expected.
  record Doubtful(String text) implements Finding {}

  /// The server will not start.
  record Wrong(Failure failure) implements Finding {}
}
