package dev.cratehold.home.config;

import dev.cratehold.home.config.ConfigFiles.ConfigFile;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.tomlj.TomlTable;

/// Looks values up in cargo's order: environment, then the files.
///
/// @param warning is told of values that have the wrong type
record Settings(Map<String, String> environment, List<ConfigFile> files, Consumer<String> warning) {
  /// The string of this key, where one is set.
  Optional<String> text(String key) {
    Optional<String> variable = variable(key);
    return variable.isPresent() ? variable : find(key).flatMap(found -> text(key, found));
  }

  private Optional<String> text(String key, Found found) {
    if (found.value instanceof String text) {
      return Optional.of(text);
    }
    warning.accept(
        "error in %s: `%s` expected a string, but found a %s"
            .formatted(found.file.path(), key, type(found.value)));
    return Optional.empty();
  }

  /// Whether this key is set to true; a value of another type says nothing.
  boolean isTrue(String key) {
    return variable(key)
        .map("true"::equals)
        .orElseGet(() -> find(key).map(found -> Boolean.TRUE.equals(found.value)).orElse(false));
  }

  private Optional<String> variable(String key) {
    String name = "CARGO_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    return Optional.ofNullable(environment.get(name));
  }

  private record Found(ConfigFile file, Object value) {}

  private Optional<Found> find(String key) {
    return files.stream()
        .flatMap(file -> value(file, key).map(value -> new Found(file, value)).stream())
        .findFirst();
  }

  private Optional<Object> value(ConfigFile file, String key) {
    Object at = file.content();
    for (String part : key.split("\\.", -1)) {
      if (!(at instanceof TomlTable table)) {
        warnOfNoTable(file, key, part, at);
        return Optional.empty();
      }
      Object next = table.get(List.of(part));
      if (next == null) {
        return Optional.empty();
      }
      at = next;
    }
    return Optional.of(at);
  }

  private void warnOfNoTable(ConfigFile file, String key, String part, Object found) {
    String parent = key.substring(0, key.lastIndexOf("." + part));
    warning.accept(
        "expected table for configuration key `%s`, but found %s in %s"
            .formatted(parent, type(found), file.path()));
  }

  /// As cargo calls it.
  private static String type(Object value) {
    return switch (value) {
      case String _ -> "string";
      case Long _ -> "integer";
      case Boolean _ -> "boolean";
      case TomlTable _ -> "table";
      default -> "array";
    };
  }
}
