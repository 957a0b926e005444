package dev.cratehold.cli.terminal;

import java.util.Optional;

/// One thing that is wrong, in words for the user: what it is, and what to do about it.
///
/// @param message what was tried, on what, and why it cannot be done; no full stop at its end
/// @param help what to do
public record Problem(String message, Optional<String> help) {
  /// A problem that explains itself.
  public static Problem of(String message) {
    return new Problem(message, Optional.empty());
  }

  /// A problem and what to do about it.
  public static Problem of(String message, String help) {
    return new Problem(message, Optional.of(help));
  }
}
