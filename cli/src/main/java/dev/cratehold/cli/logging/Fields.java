package dev.cratehold.cli.logging;

import java.util.Map;
import tools.jackson.core.JsonGenerator;

/// What a record of the log says besides its message, for machines.
///
/// @param values by name: texts, whole numbers, truth values, lists of texts, and maps of all these
public record Fields(Map<String, Object> values) {

  /// Writes each as a member of the object that `json` is in.
  void write(JsonGenerator json) {
    write(values, json);
  }

  private static void write(Map<?, ?> members, JsonGenerator json) {
    members.forEach((name, value) -> {
      json.writeName(String.valueOf(name));
      write(value, json);
    });
  }

  private static void write(Object value, JsonGenerator json) {
    switch (value) {
      case Boolean truth -> json.writeBoolean(truth);
      case Integer number -> json.writeNumber(number);
      case Long number -> json.writeNumber(number);
      case Iterable<?> items -> {
        json.writeStartArray();
        items.forEach(item -> write(item, json));
        json.writeEndArray();
      }
      case Map<?, ?> members -> {
        json.writeStartObject();
        write(members, json);
        json.writeEndObject();
      }
      default -> json.writeString(value.toString());
    }
  }
}
