package dev.cratehold.registry;

import java.util.Optional;

/// The SHA-256 of a `.crate` file as the index gives it (`cksum`): 64 lower-case hex digits.
public record Checksum(String hex) {
  private static final int LENGTH = 64;

  public Checksum {
    if (!isChecksum(hex)) {
      throw new IllegalArgumentException("not 64 lower-case hex digits: " + hex);
    }
  }

  /// The checksum written as `text`, or empty if `text` is not one.
  public static Optional<Checksum> parse(String text) {
    return isChecksum(text) ? Optional.of(new Checksum(text)) : Optional.empty();
  }

  /// Written out, since millions are looked at when a store is collected, and a regular expression
  /// takes ten times as long.
  private static boolean isChecksum(String text) {
    if (text.length() != LENGTH) {
      return false;
    }
    for (int i = 0; i < LENGTH; i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return hex;
  }
}
