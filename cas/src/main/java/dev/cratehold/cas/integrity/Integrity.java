package dev.cratehold.cas.integrity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What content must be, or is: one or more of its digests, the strongest algorithm first.
///
/// ```java
/// Integrity wanted = Integrity.parse("sha1-Kq5sNclPz7QV2+lfQIuc6R7oRu0= sha256-uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=");
/// wanted.strongest().algorithm();   // SHA256
/// ```
///
/// Several digests of one algorithm are alternatives: content needs to have one of them. Those of
/// weaker algorithms say nothing once there is a stronger one.
///
/// Immutable, and safe for use by several threads.
///
/// @param hashes at least one; sorted by strength, those as strong in the order given
public record Integrity(List<ContentHash> hashes) {
  private static final String WHITE_SPACE = " \t\n\f\r";

  /// Not made of `Comparator`'s parts: their code is generated at every start, for 20 ms.
  private static final Comparator<ContentHash> STRONGEST_FIRST =
      (one, other) -> other.algorithm().compareTo(one.algorithm());

  /// Sorts the digests.
  ///
  /// @throws IntegrityFormatException if there is none
  public Integrity {
    if (hashes.isEmpty()) {
      throw new IntegrityFormatException("an integrity has at least one digest");
    }
    hashes =
        hashes.size() == 1
            ? List.copyOf(hashes)
            : hashes.stream().distinct().sorted(STRONGEST_FIRST).toList();
  }

  /// One digest.
  public static Integrity of(ContentHash hash) {
    return new Integrity(List.of(hash));
  }

  /// Reads an integrity string: digests with white space between them. Those of unknown algorithms
  /// are left out, as the standard demands, if there is one of a known one.
  ///
  /// @throws IntegrityFormatException if there is none, or if one of them is malformed
  public static Integrity parse(String text) {
    List<ContentHash> known = new ArrayList<>(1);
    StringTokenizer words = new StringTokenizer(text, WHITE_SPACE);
    while (words.hasMoreTokens()) {
      ContentHash.parse(words.nextToken()).ifPresent(known::add);
    }
    if (known.isEmpty()) {
      throw new IntegrityFormatException(
          "there is no digest of %s in it: %s".formatted(knownAlgorithms(), text));
    }
    return new Integrity(known);
  }

  /// Reads an integrity string as it stands in an index: digests that are malformed are left out,
  /// too, if there is one that is not. Both programs find content by the others.
  ///
  /// @throws IntegrityFormatException if there is none
  public static Integrity parseSound(String text) {
    try {
      return parse(text);
    } catch (IntegrityFormatException e) {
      return soundOf(text).orElseThrow(() -> e);
    }
  }

  private static Optional<Integrity> soundOf(String text) {
    List<ContentHash> sound = new ArrayList<>();
    StringTokenizer words = new StringTokenizer(text, WHITE_SPACE);
    while (words.hasMoreTokens()) {
      try {
        ContentHash.parse(words.nextToken()).ifPresent(sound::add);
      } catch (IntegrityFormatException _) {
        // Nobody finds content by that.
      }
    }
    return sound.isEmpty() ? Optional.empty() : Optional.of(new Integrity(sound));
  }

  private static String knownAlgorithms() {
    return Stream.of(HashAlgorithm.values())
        .map(HashAlgorithm::word)
        .collect(Collectors.joining(", "));
  }

  /// The digest that names the content: the first of the strongest algorithm.
  public ContentHash strongest() {
    return hashes.getFirst();
  }

  /// The algorithms of its digests.
  public Set<HashAlgorithm> algorithms() {
    return hashes.stream().map(ContentHash::algorithm).collect(Collectors.toUnmodifiableSet());
  }

  /// The digests of the strongest algorithm: the content has one of them.
  public List<ContentHash> alternatives() {
    return hashes.size() == 1
        ? hashes
        : hashes.stream().filter(hash -> hash.algorithm() == strongest().algorithm()).toList();
  }

  /// Whether content with these digests is what this demands. It has to be hashed by the strongest
  /// algorithm of this one: a weaker one proves nothing.
  ///
  /// @param actual the digests that the content has
  public boolean isMetBy(Integrity actual) {
    for (ContentHash wanted : alternatives()) {
      for (ContentHash hash : actual.hashes) {
        if (wanted.isSameDigest(hash)) {
          return true;
        }
      }
    }
    return false;
  }

  /// The digests of both.
  public Integrity and(Integrity more) {
    return new Integrity(Stream.concat(hashes.stream(), more.hashes.stream()).toList());
  }

  /// The digests in hexadecimal digits, for a message: those of the strongest algorithm.
  public String describe() {
    return alternatives().stream().map(ContentHash::hex).collect(Collectors.joining(" or "));
  }

  /// As integrity strings are written: one blank between two digests.
  @Override
  public String toString() {
    return hashes.size() == 1
        ? strongest().toString()
        : hashes.stream().map(ContentHash::toString).collect(Collectors.joining(" "));
  }
}
