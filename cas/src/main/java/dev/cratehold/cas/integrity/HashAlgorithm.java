package dev.cratehold.cas.integrity;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/// What computes a digest, from the weakest to the strongest. All but [#XXH3] and [#SHA1] withstand
/// somebody who means harm; those two find only damage. [#SHA1] is there for what others wrote.
public enum HashAlgorithm {
  /// XXH3 with 128 bits, seed 0, in canonical (big-endian) order. cacache-rs knows it, npm does
  /// not.
  XXH3("xxh3", 16),
  SHA1("sha1", 20),
  SHA256("sha256", 32),
  SHA384("sha384", 48),
  SHA512("sha512", 64);

  private final String word;
  private final int bytes;

  HashAlgorithm(String word, int bytes) {
    this.word = word;
    this.bytes = bytes;
  }

  /// The algorithm of this name, as integrity strings and directories have it: `sha256`.
  public static Optional<HashAlgorithm> of(String word) {
    for (HashAlgorithm algorithm : values()) {
      if (algorithm.word.equals(word)) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }

  /// Its name in integrity strings and directories.
  public String word() {
    return word;
  }

  /// How long its digests are.
  public int digestBytes() {
    return bytes;
  }

  /// A function that computes it, without input yet; for one thread at a time.
  public MessageDigest function() {
    return switch (this) {
      case XXH3 -> new Xxh3Digest();
      case SHA1 -> standard("SHA-1");
      case SHA256 -> standard("SHA-256");
      case SHA384 -> standard("SHA-384");
      case SHA512 -> standard("SHA-512");
    };
  }

  /// The digest of some bytes, which is quicker than by [#function].
  ContentHash hash(byte[] bytes) {
    byte[] digest = this == XXH3 ? Xxh3Digest.digestOf(bytes) : function().digest(bytes);
    return ContentHash.of(this, digest);
  }

  private static MessageDigest standard(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no " + name + ", which every Java has", e);
    }
  }

  @Override
  public String toString() {
    return word;
  }
}
