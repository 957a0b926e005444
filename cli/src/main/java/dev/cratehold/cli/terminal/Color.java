package dev.cratehold.cli.terminal;

import java.util.Map;

/// Whether a stream is written in colour.
public enum Color {
  ON,
  OFF;

  /// Decides as cargo does: `CARGO_TERM_COLOR` says `always` or `never`, else a non-empty
  /// `NO_COLOR` means no, else `CLICOLOR_FORCE` other than `0` means yes, else what the stream is.
  public static Color decide(Map<String, String> environment, boolean isTerminal) {
    switch (environment.getOrDefault("CARGO_TERM_COLOR", "auto")) {
      case "always" -> {
        return ON;
      }
      case "never" -> {
        return OFF;
      }
      default -> {}
    }
    if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
      return OFF;
    }
    if (!environment.getOrDefault("CLICOLOR_FORCE", "0").equals("0")) {
      return ON;
    }
    return isTerminal && !isDumb(environment) ? ON : OFF;
  }

  /// Whether the terminal says that it understands no escape sequences.
  static boolean isDumb(Map<String, String> environment) {
    return environment.getOrDefault("TERM", "").equals("dumb");
  }
}
