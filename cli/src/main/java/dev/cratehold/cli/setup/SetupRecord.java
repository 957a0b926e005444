package dev.cratehold.cli.setup;

import dev.cratehold.cli.terminal.Failure;
import java.util.List;
import java.util.Optional;
import org.tomlj.MutableTomlTable;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/// What `setup` did to one configuration file, kept until it is undone.
///
/// @param file the configuration file, absolute
/// @param url the index that was written, as cargo writes it
/// @param original the text before the first edit; empty if there was no file
/// @param written the text after the last edit
/// @param whenOn while the replacement is switched off: the text with it
record SetupRecord(
    String file, String url, Optional<String> original, String written, Optional<String> whenOn) {
  private static final String FILE = "file";
  private static final String URL = "url";
  private static final String ORIGINAL = "original";
  private static final String WRITTEN = "written";
  private static final String WHEN_ON = "when-on";

  /// Whether the replacement is in force.
  boolean isOn() {
    return whenOn.isEmpty();
  }

  /// The text before the first edit, an absent file being an empty one.
  CargoToml originalToml() {
    return new CargoToml(original.orElse(""));
  }

  /// This record as TOML.
  String toToml() {
    MutableTomlTable toml = MutableTomlTable.create();
    toml.set(FILE, file);
    toml.set(URL, url);
    original.ifPresent(text -> toml.set(ORIGINAL, text));
    toml.set(WRITTEN, written);
    whenOn.ifPresent(text -> toml.set(WHEN_ON, text));
    return toml.toToml();
  }

  /// Reads what [#toToml()] wrote.
  ///
  /// @param origin how messages name the record
  static SetupRecord parse(String origin, String text) throws Failure {
    TomlParseResult toml = Toml.parse(text);
    if (toml.hasErrors() || List.of(FILE, URL, WRITTEN).stream().anyMatch(k -> !isText(toml, k))) {
      throw Failure.failed(
          "the record of an earlier setup is damaged: " + origin,
          "delete it, and take the lines of cratehold out of cargo's configuration by hand");
    }
    return new SetupRecord(
        text(toml, FILE).orElse(""),
        text(toml, URL).orElse(""),
        text(toml, ORIGINAL),
        text(toml, WRITTEN).orElse(""),
        text(toml, WHEN_ON));
  }

  private static boolean isText(TomlParseResult toml, String key) {
    return text(toml, key).isPresent();
  }

  private static Optional<String> text(TomlParseResult toml, String key) {
    return Optional.ofNullable(toml.getString(List.of(key)));
  }
}
