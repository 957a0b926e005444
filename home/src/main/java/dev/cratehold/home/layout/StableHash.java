package dev.cratehold.home.layout;

import java.util.HexFormat;

/// The hash at the end of the names that cargo gives its directories: the same on every machine and
/// in every run, so that a name can be computed from what it stands for.
public final class StableHash {
  private StableHash() {}

  /// The hash of cargo 1.85 and later: SipHash-1-3 of 128 bits, folded as `first * 3 + second`.
  ///
  /// @return 16 hex digits
  public static String hex(byte[] message) {
    SipHash.Halves hash = SipHash.hash128(message);
    return hex(hash.first() * 3 + hash.second());
  }

  /// The hash of cargo up to 1.84: SipHash-2-4.
  ///
  /// @return 16 hex digits
  public static String hexBefore185(byte[] message) {
    return hex(SipHash.hash64(message));
  }

  /// Cargo writes the bytes as they lie in memory, the least significant one first.
  private static String hex(long hash) {
    return HexFormat.of().toHexDigits(Long.reverseBytes(hash));
  }
}
