package dev.cratehold.cas.index;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// The members of a JSON object, each with its type and its text.
///
/// @param byName each name's last member, as in JavaScript
/// @param repeated the names that occur twice
/// @param hasHalfNames whether a name has half of a surrogate pair, for which U+FFFD stands here
record Members(Map<String, Member> byName, Set<String> repeated, boolean hasHalfNames) {
  /// A value.
  ///
  /// @param type the first token of it
  /// @param json its text, as it was written
  /// @param string the characters of a string; empty for anything else
  /// @param depth how many arrays and objects it has within each other
  record Member(JsonToken type, String json, String string, int depth) {}

  /// cacache-rs reads 128; npm has no limit, and nobody nests metadata deeper. Without one, a line
  /// of some megabytes would take all memory.
  private static final int DEEPEST = 10_000;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /// Reads an object; empty if the text is none.
  static Optional<Members> read(String text) {
    // Jackson refuses names with half of a surrogate pair, which JavaScript takes and writes.
    boolean hasHalves = JsonText.hasHalves(text);
    try (JsonParser json = parser(hasHalves ? JsonText.withoutHalves(text) : text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      Map<String, Member> members = new HashMap<>();
      Set<String> repeated = new HashSet<>();
      boolean hasHalfNames = false;
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        hasHalfNames = hasHalfNames || (hasHalves && JsonText.hasHalves(nameText(json, text)));
        if (members.put(name, member(json, text)) != null) {
          repeated.add(name);
        }
      }
      boolean isWhole = json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null;
      return isWhole ? Optional.of(new Members(members, repeated, hasHalfNames)) : Optional.empty();
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  private static String nameText(JsonParser json, String text) {
    int start = (int) json.currentTokenLocation().getCharOffset();
    int end = (int) json.currentLocation().getCharOffset();
    return text.substring(start, end);
  }

  private static Member member(JsonParser json, String text) {
    JsonToken type = json.nextToken();
    int start = (int) json.currentTokenLocation().getCharOffset();
    String string = type == JsonToken.VALUE_STRING ? json.getString() : "";
    int depth = skip(json);
    int end = (int) json.currentLocation().getCharOffset();
    String value = text.substring(start, end);
    boolean isMasked = type == JsonToken.VALUE_STRING && JsonText.hasHalves(value);
    return new Member(type, value, isMasked ? characters(value) : string, depth);
  }

  /// In values, Jackson takes halves of surrogate pairs.
  private static String characters(String value) {
    try (JsonParser json = parser(value)) {
      json.nextToken();
      return json.getString();
    }
  }

  private static JsonParser parser(String text) {
    return JSON.createParser(ObjectReadContext.empty(), text);
  }

  /// Goes to the last token of a value. Returns how deep it is.
  private static int skip(JsonParser json) {
    int depth = 0;
    int deepest = 0;
    do {
      if (json.currentToken().isStructStart()) {
        depth++;
        deepest = Math.max(deepest, depth);
      } else if (json.currentToken().isStructEnd()) {
        depth--;
      }
    } while (depth > 0 && json.nextToken() != null);
    return deepest;
  }

  /// A member that is there and not null.
  Optional<Member> value(String name) {
    return Optional.ofNullable(byName.get(name))
        .filter(member -> member.type() != JsonToken.VALUE_NULL);
  }

  boolean has(String name) {
    return byName.containsKey(name);
  }

  /// A string; empty if there is none.
  Optional<String> string(String name) {
    return value(name).filter(m -> m.type() == JsonToken.VALUE_STRING).map(Member::string);
  }

  /// A whole number that fits; empty if there is none.
  Optional<Long> whole(String name) {
    try {
      return value(name)
          .filter(member -> member.type() == JsonToken.VALUE_NUMBER_INT)
          .map(member -> Long.valueOf(member.json()));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }
}
