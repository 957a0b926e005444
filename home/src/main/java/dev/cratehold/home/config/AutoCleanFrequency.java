package dev.cratehold.home.config;

import dev.cratehold.home.CargoDuration;
import java.time.Duration;

/// How often cleaning is to happen by itself: cargo's `cache.auto-clean-frequency`.
public sealed interface AutoCleanFrequency {
  /// What cargo takes when nothing is said.
  AutoCleanFrequency DEFAULT = new Every(Duration.ofDays(1));

  /// Not at all.
  record Never() implements AutoCleanFrequency {}

  /// Every time.
  record Always() implements AutoCleanFrequency {}

  /// When more than this has gone by since the last time.
  record Every(Duration interval) implements AutoCleanFrequency {}

  /// Reads `never`, `always` or a duration in cargo's words.
  ///
  /// @throws IllegalArgumentException if it is none of them
  static AutoCleanFrequency parse(String text) {
    return switch (text) {
      case "never" -> new Never();
      case "always" -> new Always();
      default -> new Every(CargoDuration.parse(text));
    };
  }
}
