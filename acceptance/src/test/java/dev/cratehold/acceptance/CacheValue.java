package dev.cratehold.acceptance;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SplittableRandom;

/// Bytes to put into a cache, made anew whenever they are needed.
///
/// @param seed values of equal seed and length are equal
record CacheValue(long seed, int length) {
  byte[] bytes() {
    byte[] bytes = new byte[length];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }

  /// The digest of the bytes in hex.
  String sha256() {
    return sha256(bytes());
  }

  /// The digest of these bytes in hex.
  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
