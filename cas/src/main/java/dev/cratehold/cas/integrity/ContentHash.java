package dev.cratehold.cas.integrity;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/// One digest of some content: `sha256-uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=`.
///
/// @param hex the digest in lower-case hexadecimal digits
/// @param options what follows the digest, with its question mark; no option has a meaning yet.
///   Empty if there is none
public record ContentHash(HashAlgorithm algorithm, String hex, String options) {
  /// Checks that the digest is one of this algorithm's.
  ///
  /// @throws IntegrityFormatException if it is not, or if the options hold a blank
  public ContentHash {
    if (hex.length() != 2 * algorithm.digestBytes() || !isHexadecimal(hex)) {
      throw new IntegrityFormatException(
          "a digest of %s has %d lower-case hexadecimal digits, and this is none: %s"
              .formatted(algorithm.word(), 2 * algorithm.digestBytes(), hex));
    }
    if (!options.isEmpty() && !isOptions(options)) {
      throw new IntegrityFormatException(
          "options begin with a question mark and hold no blanks: " + options);
    }
  }

  private static boolean isHexadecimal(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOptions(String text) {
    return text.startsWith("?") && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  /// The digest with these bytes, without options.
  ///
  /// @throws IntegrityFormatException if the algorithm's digests are longer or shorter
  public static ContentHash of(HashAlgorithm algorithm, byte[] digest) {
    return new ContentHash(algorithm, HexFormat.of().formatHex(digest), "");
  }

  /// Reads one digest.
  ///
  /// @return empty if its algorithm is not known here
  /// @throws IntegrityFormatException if it has another form, or no digest of that algorithm
  static Optional<ContentHash> parse(String text) {
    int separator = text.indexOf('-');
    int mark = text.indexOf('?');
    int end = mark < 0 ? text.length() : mark;
    if (separator < 0 || separator > end) {
      throw new IntegrityFormatException("not of the form ALGORITHM-BASE64: " + text);
    }
    Optional<HashAlgorithm> algorithm = HashAlgorithm.of(text.substring(0, separator));
    if (algorithm.isEmpty()) {
      return Optional.empty();
    }
    String hex = hex(text.substring(separator + 1, end));
    return Optional.of(new ContentHash(algorithm.get(), hex, text.substring(end)));
  }

  private static String hex(String base64) {
    try {
      return HexFormat.of().formatHex(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      throw new IntegrityFormatException("not base64: " + base64, e);
    }
  }

  /// Whether both are the same digest, whatever their options are.
  public boolean isSameDigest(ContentHash other) {
    return algorithm == other.algorithm && hex.equals(other.hex);
  }

  /// As it stands in an integrity string.
  @Override
  public String toString() {
    byte[] digest = HexFormat.of().parseHex(hex);
    return algorithm.word() + "-" + Base64.getEncoder().encodeToString(digest) + options;
  }
}
