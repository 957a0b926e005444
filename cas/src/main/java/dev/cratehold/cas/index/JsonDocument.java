package dev.cratehold.cas.index;

import java.util.Optional;

/// JSON that a user gives.
public final class JsonDocument {
  private JsonDocument() {}

  /// The same JSON value without white space between its tokens, so that it fits in a line; empty
  /// if the text is none. Names, strings and numbers stay as they are written.
  public static Optional<String> compact(String text) {
    return Members.read("{\"value\":" + text + "\n}")
        .filter(members -> members.byName().size() == 1 && members.repeated().isEmpty())
        .map(_ -> JsonText.escapingHalves(withoutSpace(text)));
  }

  private static String withoutSpace(String json) {
    StringBuilder compact = new StringBuilder(json.length());
    boolean isInString = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (isInString && c == '\\') {
        compact.append(c).append(json.charAt(++i));
        continue;
      }
      isInString ^= c == '"';
      if (isInString || " \n\r\t".indexOf(c) < 0) {
        compact.append(c);
      }
    }
    return compact.toString();
  }
}
