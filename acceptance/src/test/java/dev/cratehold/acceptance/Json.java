package dev.cratehold.acceptance;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/// A value of JSON. Values are equal if they mean the same, however they are written: the order of
/// members and the digits of a number (`1.0`, `1`) do not count.
sealed interface Json {
  /// The value `null`.
  record None() implements Json {}

  /// A truth value.
  record Flag(boolean value) implements Json {}

  /// A number.
  record Decimal(BigDecimal value) implements Json {
    static Decimal of(long value) {
      return new Decimal(BigDecimal.valueOf(value));
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Decimal(BigDecimal number) && value.compareTo(number) == 0;
    }

    @Override
    public int hashCode() {
      return value.stripTrailingZeros().hashCode();
    }
  }

  /// A string; it may hold surrogates without their other half, as JavaScript's do.
  record Text(String value) implements Json {}

  /// An array.
  record Array(List<Json> items) implements Json {}

  /// An object.
  record Members(SortedMap<String, Json> items) implements Json {
    /// The member of this name.
    ///
    /// @throws AssertionError if there is none
    Json get(String name) {
      return Optional.ofNullable(items.get(name))
          .orElseThrow(() -> new AssertionError("no member " + name + " in " + text()));
    }

    String string(String name) {
      if (get(name) instanceof Text(String value)) {
        return value;
      }
      throw new AssertionError(name + " is no string in " + text());
    }

    long number(String name) {
      if (get(name) instanceof Decimal(BigDecimal value)) {
        return value.longValueExact();
      }
      throw new AssertionError(name + " is no number in " + text());
    }
  }

  /// The value `null`.
  static Json none() {
    return new None();
  }

  /// Reads a text that is one value and nothing more.
  static Json parse(String text) {
    return new JsonReader(text).read();
  }

  /// Reads a text that is one object.
  static Members parseMembers(String text) {
    if (parse(text) instanceof Members members) {
      return members;
    }
    throw new AssertionError("no object: " + text);
  }

  /// This value in ASCII, without blanks. Every other character is an escape, so that a surrogate
  /// without its other half outlives the way through a file.
  default String text() {
    return switch (this) {
      case None _ -> "null";
      case Flag(boolean value) -> Boolean.toString(value);
      case Decimal(BigDecimal value) -> value.toString();
      case Text(String value) -> quoted(value);
      case Array(List<Json> items) ->
          items.stream().map(Json::text).collect(Collectors.joining(",", "[", "]"));
      case Members(SortedMap<String, Json> items) ->
          items.entrySet().stream()
              .map(member -> quoted(member.getKey()) + ":" + member.getValue().text())
              .collect(Collectors.joining(",", "{", "}"));
    };
  }

  private static String quoted(String value) {
    StringBuilder text = new StringBuilder(value.length() + 2).append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        text.append("\\u%04x".formatted((int) c));
      } else {
        text.append(c);
      }
    }
    return text.append('"').toString();
  }
}
