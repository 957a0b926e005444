package dev.cratehold.cas.index;

import java.util.HexFormat;

/// Strings in JSON, character by character as both `serde_json` and JavaScript's `JSON.stringify`
/// write them: the hash of a line is over its text, so there is one right way.
final class JsonText {
  private static final HexFormat DIGITS = HexFormat.of();

  private JsonText() {}

  /// Appends a string in quotes. A surrogate without its other half is escaped, as JavaScript does.
  static void append(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        json.append(c).append(text.charAt(++i));
      } else {
        append(json, c);
      }
    }
    json.append('"');
  }

  private static void append(StringBuilder json, char c) {
    switch (c) {
      case '"' -> json.append("\\\"");
      case '\\' -> json.append("\\\\");
      case '\b' -> json.append("\\b");
      case '\f' -> json.append("\\f");
      case '\n' -> json.append("\\n");
      case '\r' -> json.append("\\r");
      case '\t' -> json.append("\\t");
      default -> {
        if (c < ' ' || Character.isSurrogate(c)) {
          json.append("\\u").append(DIGITS.toHexDigits(c));
        } else {
          json.append(c);
        }
      }
    }
  }
}
