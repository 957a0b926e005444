package dev.cratehold.mirror.prefetch;

import java.io.IOException;
import java.util.Optional;

/// Failures as sentences.
final class Reasons {
  private Reasons() {}

  static String of(IOException failure) {
    return Optional.ofNullable(failure.getMessage()).orElseGet(failure::toString);
  }
}
