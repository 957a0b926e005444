package dev.cratehold.home.layout;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Which characters the URL standard writes as `%xx` in a path: control characters, blanks, those
/// that end a path or a quotation, and all that is not ASCII. A `%` stays as it is.
final class PathCharacters {
  private static final String ENCODED = " \"#<>?`{}^";
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private PathCharacters() {}

  static String encode(String path) {
    StringBuilder encoded = new StringBuilder(path.length());
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      if (b <= 0x1f || b == 0x7f || ENCODED.indexOf(b) >= 0) {
        HEX.toHexDigits(encoded.append('%'), b);
      } else {
        encoded.append((char) b);
      }
    }
    return encoded.toString();
  }
}
