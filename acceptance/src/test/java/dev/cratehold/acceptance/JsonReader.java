package dev.cratehold.acceptance;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads one text of JSON. It is not Jackson's, which the product uses and which refuses what
/// JavaScript writes: names with a surrogate without its other half. It believes that the text is
/// well-formed where that costs nothing.
final class JsonReader {
  private static final String ESCAPES = "\"\\/bfnrt";
  private static final String ESCAPED = "\"\\/\b\f\n\r\t";

  private final String text;
  private int at;

  JsonReader(String text) {
    this.text = text;
  }

  /// Reads the value that is the whole text.
  ///
  /// @throws AssertionError if there is something else
  Json read() {
    Json value = value();
    if (next() != '\0') {
      throw unexpected();
    }
    return value;
  }

  private Json value() {
    return switch (next()) {
      case '{' -> members();
      case '[' -> array();
      case '"' -> new Json.Text(string());
      case 't' -> word("true", new Json.Flag(true));
      case 'f' -> word("false", new Json.Flag(false));
      case 'n' -> word("null", Json.none());
      default -> number();
    };
  }

  private Json members() {
    SortedMap<String, Json> items = new TreeMap<>();
    for (expect('{'); next() != '}'; skip(',')) {
      next();
      String name = string();
      expect(':');
      items.put(name, value());
    }
    expect('}');
    return new Json.Members(items);
  }

  private Json array() {
    List<Json> items = new ArrayList<>();
    for (expect('['); next() != ']'; skip(',')) {
      items.add(value());
    }
    expect(']');
    return new Json.Array(items);
  }

  private String string() {
    StringBuilder value = new StringBuilder();
    expect('"');
    for (; current() != '"'; at++) {
      if (current() == '\0') {
        throw unexpected();
      }
      value.append(current() == '\\' ? escaped() : current());
    }
    at++;
    return value.toString();
  }

  private char escaped() {
    at++;
    if (current() == 'u') {
      at += 4;
      return (char) Integer.parseInt(text, at - 3, at + 1, 16);
    }
    return ESCAPED.charAt(ESCAPES.indexOf(current()));
  }

  private Json number() {
    int start = at;
    while ("+-.0123456789Ee".indexOf(current()) >= 0) {
      at++;
    }
    if (at == start) {
      throw unexpected();
    }
    return new Json.Decimal(new BigDecimal(text.substring(start, at)));
  }

  private Json word(String word, Json value) {
    if (!text.startsWith(word, at)) {
      throw unexpected();
    }
    at += word.length();
    return value;
  }

  private void expect(char character) {
    if (next() != character) {
      throw unexpected();
    }
    at++;
  }

  private void skip(char character) {
    if (next() == character) {
      at++;
    }
  }

  /// The next character that is no blank; NUL at the end.
  private char next() {
    while (current() == ' ' || current() == '\n' || current() == '\r' || current() == '\t') {
      at++;
    }
    return current();
  }

  private char current() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private AssertionError unexpected() {
    return new AssertionError("no JSON at character " + at + ": " + text);
  }
}
