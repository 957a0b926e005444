package dev.cratehold.cas.index;

import java.util.HexFormat;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Strings in JSON, character by character as both `serde_json` and JavaScript's `JSON.stringify`
/// write them: the hash of a line is over its text, so there is one right way.
final class JsonText {
  private static final HexFormat DIGITS = HexFormat.of();

  /// An escape: a surrogate pair, half of one, or any other.
  private static final Pattern ESCAPE =
      Pattern.compile(
          "\\\\u[dD][89abAB]\\p{XDigit}{2}\\\\u[dD][c-fC-F]\\p{XDigit}{2}"
              + "|(?<half>\\\\u[dD][89a-fA-F]\\p{XDigit}{2})"
              + "|\\\\.");

  private static final String REPLACEMENT = Matcher.quoteReplacement("\\ufffd");

  private JsonText() {}

  /// A text of the same length that has U+FFFD for every escape that is half of a surrogate pair.
  static String withoutHalves(String json) {
    return json.contains("\\ud") || json.contains("\\uD")
        ? ESCAPE.matcher(json).replaceAll(JsonText::replacement)
        : json;
  }

  private static String replacement(MatchResult escape) {
    boolean isHalf = escape.start("half") >= 0;
    return isHalf ? REPLACEMENT : Matcher.quoteReplacement(escape.group());
  }

  /// Whether a text has an escape that is half of a surrogate pair.
  static boolean hasHalves(String json) {
    return !withoutHalves(json).equals(json);
  }

  /// The same with an escape for every surrogate that has no other half: such a character cannot be
  /// written as UTF-8.
  static String escapingHalves(String json) {
    if (json.codePoints().noneMatch(JsonText::isHalf)) {
      return json;
    }
    StringBuilder escaped = new StringBuilder(json.length());
    json.codePoints()
        .forEach(c -> {
          if (isHalf(c)) {
            escaped.append("\\u").append(DIGITS.toHexDigits((char) c));
          } else {
            escaped.appendCodePoint(c);
          }
        });
    return escaped.toString();
  }

  private static boolean isHalf(int codePoint) {
    return codePoint <= Character.MAX_VALUE && Character.isSurrogate((char) codePoint);
  }

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
