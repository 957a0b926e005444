package dev.cratehold.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/// The directory into which `acceptance/install-clients` puts what is no package of the system: the
/// one that the environment variable `CRATEHOLD_CLIENTS` names, else `~/.cache/cratehold-clients`.
/// What is missing in it is an error that says so.
public final class Clients {
  static final String HOW = "; acceptance/install-clients says and does what is needed";

  private Clients() {}

  /// An executable in the directory.
  ///
  /// @throws AssertionError if it is not there
  public static Path executable(String relative) {
    return executable(directory().resolve(relative));
  }

  /// A file in the directory.
  ///
  /// @throws AssertionError if it is not there
  public static Path file(String relative) {
    return checked(directory().resolve(relative), file -> Files.isRegularFile(file));
  }

  static Path executable(Path executable) {
    return checked(executable, Files::isExecutable);
  }

  private static Path checked(Path file, Predicate<Path> isThere) {
    if (!isThere.test(file)) {
      throw new AssertionError("not there: " + file + HOW);
    }
    return file;
  }

  private static Path directory() {
    return environment("CRATEHOLD_CLIENTS")
        .orElseGet(() ->
            environment("XDG_CACHE_HOME")
                .orElseGet(() -> home().resolve(".cache"))
                .resolve("cratehold-clients"));
  }

  static Path home() {
    return environment("HOME").orElseThrow(() -> new AssertionError("HOME is not set"));
  }

  static Optional<Path> environment(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(v -> !v.isEmpty()).map(Path::of);
  }
}
