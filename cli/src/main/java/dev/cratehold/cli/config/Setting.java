package dev.cratehold.cli.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// The definition of one setting. Its name is its flag without the dashes (`index-ttl`), its key in
/// the configuration file and, in upper case with `CRATEHOLD_` before it, its environment variable.
///
/// @param parameter what the help calls the value, such as `PORT`
/// @param fallback what is read when it is not set; empty if there is no such text
/// @param description one sentence for the help, without the default
/// @param <T> the type of its value, or of each of its values
public record Setting<T>(
    String name,
    String parameter,
    Shape shape,
    Optional<String> fallback,
    String description,
    Reader<T> reader) {

  /// How many values a setting takes.
  public enum Shape {
    /// One.
    ONE,
    /// Any number: the flag repeats, the variable has commas, the file an array.
    MANY,
    /// Yes or no: the flag has no value, the variable and the file say `true` or `false`.
    SWITCH
  }

  /// Reads a value of a setting.
  ///
  /// @param <T> the type of the value
  @FunctionalInterface
  public interface Reader<T> {
    /// Reads a value.
    ///
    /// @param base the directory that relative paths start from
    /// @throws IllegalArgumentException if `text` is no such value, with words that complete the
    ///   sentence "`text` …"
    T read(String text, Path base);
  }

  /// The flag of the command line.
  public String flag() {
    return "--" + name;
  }

  /// The environment variable.
  public String variable() {
    return Settings.VARIABLE_PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /// What the help says, the default included.
  public String help() {
    return fallback.map(text -> description + " (default: " + text + ")").orElse(description);
  }
}
