package dev.cratehold.cas.integrity;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Computes the digests of some bytes by one or more algorithms at once.
///
/// ```java
/// Integrity actual = Hasher.hash(bytes, Set.of(HashAlgorithm.SHA256));
/// ```
///
/// For one thread at a time.
public final class Hasher {
  private final List<HashAlgorithm> algorithms;
  private final List<MessageDigest> functions;

  private Hasher(List<HashAlgorithm> algorithms, List<MessageDigest> functions) {
    this.algorithms = algorithms;
    this.functions = functions;
  }

  /// A hasher without input yet.
  ///
  /// @throws IllegalArgumentException if there is no algorithm
  public static Hasher of(Set<HashAlgorithm> algorithms) {
    requireAny(algorithms);
    List<MessageDigest> functions = new ArrayList<>(algorithms.size());
    for (HashAlgorithm algorithm : algorithms) {
      functions.add(algorithm.function());
    }
    return new Hasher(List.copyOf(algorithms), functions);
  }

  private static void requireAny(Set<HashAlgorithm> algorithms) {
    if (algorithms.isEmpty()) {
      throw new IllegalArgumentException("nothing can be hashed without an algorithm");
    }
  }

  /// The digests of these bytes.
  public static Integrity hash(byte[] bytes, Set<HashAlgorithm> algorithms) {
    requireAny(algorithms);
    List<ContentHash> hashes = new ArrayList<>(algorithms.size());
    for (HashAlgorithm algorithm : algorithms) {
      hashes.add(algorithm.hash(bytes));
    }
    return new Integrity(hashes);
  }

  /// Goes on with some bytes of an array.
  public void update(byte[] bytes, int offset, int length) {
    for (MessageDigest function : functions) {
      function.update(bytes, offset, length);
    }
  }

  /// Goes on with what remains in a buffer, whose position stays as it is.
  public void update(ByteBuffer bytes) {
    for (MessageDigest function : functions) {
      function.update(bytes.duplicate());
    }
  }

  /// The digests of all bytes so far; the hasher has no input then.
  public Integrity finish() {
    List<ContentHash> hashes = new ArrayList<>(functions.size());
    for (int i = 0; i < functions.size(); i++) {
      hashes.add(ContentHash.of(algorithms.get(i), functions.get(i).digest()));
    }
    return new Integrity(hashes);
  }
}
