package dev.cratehold.registry;

import java.util.Optional;
import java.util.regex.Pattern;

/// The SHA-256 of a `.crate` file as the index gives it (`cksum`): 64 lower-case hex digits.
public record Checksum(String hex) {
  private static final Pattern GRAMMAR = Pattern.compile("[0-9a-f]{64}");

  public Checksum {
    if (!GRAMMAR.matcher(hex).matches()) {
      throw new IllegalArgumentException("not 64 lower-case hex digits: " + hex);
    }
  }

  /// The checksum written as `text`, or empty if `text` is not one.
  public static Optional<Checksum> parse(String text) {
    return GRAMMAR.matcher(text).matches() ? Optional.of(new Checksum(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return hex;
  }
}
