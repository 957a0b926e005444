package dev.cratehold.cli.setup;

import dev.cratehold.cli.terminal.Failure;
import java.util.List;
import java.util.Optional;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/// The text of a configuration file of cargo. Edits leave every byte alone that they are not about:
/// comments, order, line ends, a byte order mark.
///
/// ```toml
/// [source.crates-io]
/// replace-with = "cratehold"
///
/// [registries.cratehold]
/// index = "sparse+http://127.0.0.1:8080/crates-io/"
/// ```
///
/// @param text valid TOML
record CargoToml(String text) {
  /// How the server is called in cargo's configuration.
  static final String NAME = "cratehold";

  private static final String REPAIR_HELP = "cargo cannot read this file either; repair it first";
  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final List<String> CRATES_IO = List.of("source", "crates-io");
  private static final List<String> REPLACE_WITH = List.of("source", "crates-io", "replace-with");
  private static final List<String> REGISTRY = List.of("registries", NAME);
  private static final List<String> INDEX = List.of("registries", NAME, "index");

  /// A file with nothing in it.
  static final CargoToml EMPTY = new CargoToml("");

  /// Reads the text of a file.
  ///
  /// @param origin how messages name the file
  /// @throws Failure if cargo could not read it either
  static CargoToml parse(String origin, String text) throws Failure {
    CargoToml toml = new CargoToml(text);
    TomlParseResult parsed = toml.parse();
    if (parsed.hasErrors()) {
      var error = parsed.errors().getFirst();
      throw Failure.failed(
          origin + ":" + error.position().line() + ": " + error.getMessage(), REPAIR_HELP);
    }
    for (List<String> path : List.of(REPLACE_WITH, INDEX)) {
      requireShape(origin, parsed, path);
    }
    return toml;
  }

  private static void requireShape(String origin, TomlTable toml, List<String> path)
      throws Failure {
    TomlTable table = toml;
    for (String key : path.subList(0, path.size() - 1)) {
      if (!table.contains(List.of(key))) {
        return;
      }
      if (!(table.get(List.of(key)) instanceof TomlTable inner)) {
        throw Failure.failed(origin + ": " + key + " is not a table", REPAIR_HELP);
      }
      table = inner;
    }
    List<String> last = List.of(path.getLast());
    if (table.contains(last) && !(table.get(last) instanceof String)) {
      throw Failure.failed(origin + ": " + path.getLast() + " is not a string", REPAIR_HELP);
    }
  }

  /// What replaces crates.io.
  Optional<String> replacement() {
    return string(REPLACE_WITH);
  }

  /// Where the registry that is called [#NAME] has its index.
  Optional<String> index() {
    return string(INDEX);
  }

  /// The string at this path, if one is there.
  Optional<String> string(List<String> path) {
    TomlTable table = parse();
    for (String key : path.subList(0, path.size() - 1)) {
      if (!(table.get(List.of(key)) instanceof TomlTable inner)) {
        return Optional.empty();
      }
      table = inner;
    }
    return table.get(List.of(path.getLast())) instanceof String value
        ? Optional.of(value)
        : Optional.empty();
  }

  /// This text with crates.io replaced by the server with this index.
  CargoToml withReplacement(String index) {
    TomlParseResult toml = parse();
    toml.set(INDEX, index);
    toml.set(REPLACE_WITH, NAME);
    return with(toml);
  }

  /// This text without the replacement, the server still named.
  ///
  /// @param original the text before the first edit, whose tables stay
  CargoToml withoutReplacement(CargoToml original) {
    TomlParseResult toml = parse();
    removeReplacement(toml, original.parse());
    return with(toml);
  }

  /// This text without anything of ours.
  ///
  /// @param original the text before the first edit, whose tables stay
  CargoToml stripped(CargoToml original) {
    TomlParseResult toml = parse();
    TomlParseResult before = original.parse();
    removeReplacement(toml, before);
    remove(toml, before, INDEX);
    remove(toml, before, REGISTRY);
    remove(toml, before, REGISTRY.subList(0, 1));
    return with(toml);
  }

  private static void removeReplacement(TomlParseResult toml, TomlParseResult before) {
    remove(toml, before, REPLACE_WITH);
    remove(toml, before, CRATES_IO);
    remove(toml, before, CRATES_IO.subList(0, 1));
  }

  /// Removes a value; a table only if it is empty now and was not there before.
  private static void remove(TomlParseResult toml, TomlParseResult before, List<String> path) {
    boolean removable =
        !(toml.get(path) instanceof TomlTable table) || (table.isEmpty() && !before.contains(path));
    if (removable && toml.contains(path)) {
      toml.remove(path);
    }
  }

  private TomlParseResult parse() {
    return Toml.parse(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
  }

  private CargoToml with(TomlParseResult toml) {
    return new CargoToml(
        text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK + toml.toToml() : toml.toToml());
  }
}
