package dev.cratehold.cas.integrity;

import java.util.Locale;
import java.util.Optional;

/// What computes a digest, from the weakest to the strongest. All but [#XXH3] withstand somebody
/// who means harm; that one finds only damage, and faster. [#SHA1] is there for what others wrote.
public enum HashAlgorithm {
  /// XXH3 with 128 bits, seed 0, in canonical (big-endian) order. cacache-rs knows it, npm does
  /// not.
  XXH3(16),
  SHA1(20),
  SHA256(32),
  SHA384(48),
  SHA512(64);

  private final int bytes;

  HashAlgorithm(int bytes) {
    this.bytes = bytes;
  }

  /// The algorithm of this name, as integrity strings and directories have it: `sha256`.
  public static Optional<HashAlgorithm> of(String word) {
    for (HashAlgorithm algorithm : values()) {
      if (algorithm.word().equals(word)) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }

  /// Its name in integrity strings and directories.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// How long its digests are.
  public int digestBytes() {
    return bytes;
  }
}
