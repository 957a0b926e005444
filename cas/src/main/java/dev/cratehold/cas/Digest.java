package dev.cratehold.cas;

import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// The SHA-256 of some bytes: 64 lower-case hex digits.
public record Digest(String hex) {
  private static final Pattern GRAMMAR = Pattern.compile("[0-9a-f]{64}");

  public Digest {
    if (!GRAMMAR.matcher(hex).matches()) {
      throw new IllegalArgumentException("not 64 lower-case hex digits: " + hex);
    }
  }

  /// The digest written as `text`, or empty if `text` is not one.
  public static Optional<Digest> parse(String text) {
    return GRAMMAR.matcher(text).matches() ? Optional.of(new Digest(text)) : Optional.empty();
  }

  /// The digest whose 32 bytes these are.
  static Digest ofBytes(byte[] sha256) {
    return new Digest(HexFormat.of().formatHex(sha256));
  }

  @Override
  public String toString() {
    return hex;
  }
}
