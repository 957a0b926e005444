package dev.cratehold.cas.integrity;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Computes the digests of some bytes by one or more algorithms at once.
///
/// ```java
/// Integrity actual = Hasher.hash(bytes, Set.of(HashAlgorithm.SHA256));
/// ```
///
/// For one thread at a time.
public final class Hasher {
  private final Map<HashAlgorithm, MessageDigest> functions;

  private Hasher(Map<HashAlgorithm, MessageDigest> functions) {
    this.functions = functions;
  }

  /// A hasher without input yet.
  ///
  /// @throws IllegalArgumentException if there is no algorithm
  public static Hasher of(Set<HashAlgorithm> algorithms) {
    if (algorithms.isEmpty()) {
      throw new IllegalArgumentException("nothing can be hashed without an algorithm");
    }
    Map<HashAlgorithm, MessageDigest> functions = new EnumMap<>(HashAlgorithm.class);
    algorithms.forEach(algorithm -> functions.put(algorithm, algorithm.function()));
    return new Hasher(functions);
  }

  /// The digests of these bytes.
  public static Integrity hash(byte[] bytes, Set<HashAlgorithm> algorithms) {
    Hasher hasher = of(algorithms);
    hasher.update(bytes, 0, bytes.length);
    return hasher.finish();
  }

  /// Goes on with some bytes of an array.
  public void update(byte[] bytes, int offset, int length) {
    functions.values().forEach(function -> function.update(bytes, offset, length));
  }

  /// Goes on with what remains in a buffer, whose position stays as it is.
  public void update(ByteBuffer bytes) {
    functions.values().forEach(function -> function.update(bytes.duplicate()));
  }

  /// The digests of all bytes so far; the hasher has no input then.
  public Integrity finish() {
    List<ContentHash> hashes =
        functions.entrySet().stream()
            .map(function -> ContentHash.of(function.getKey(), function.getValue().digest()))
            .toList();
    return new Integrity(hashes);
  }
}
