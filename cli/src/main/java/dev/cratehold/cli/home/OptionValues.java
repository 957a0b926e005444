package dev.cratehold.cli.home;

import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.home.CargoDuration;
import dev.cratehold.home.CargoSize;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// The values of a command's options. What cannot be read is the user's mistake.
///
/// @param workingDirectory where relative paths begin
record OptionValues(ParseResult command, Path workingDirectory) {
  boolean has(String option) {
    return command.hasMatchedOption(option);
  }

  Optional<String> text(String option) {
    return Optional.ofNullable(command.matchedOptionValue(option, (String) null));
  }

  List<String> texts(String option) {
    return command.matchedOptionValue(option, List.of());
  }

  Optional<Duration> age(String option) throws Failure {
    return read(option, CargoDuration::parse);
  }

  /// The value of an option whose value may be left out.
  ///
  /// @param normally what the option alone means
  Optional<Duration> age(String option, Duration normally) throws Failure {
    return text(option).filter(String::isEmpty).isPresent() ? Optional.of(normally) : age(option);
  }

  Optional<Long> size(String option) throws Failure {
    return read(option, CargoSize::parse);
  }

  Optional<Integer> number(String option) throws Failure {
    return read(
        option,
        text -> {
          if (!text.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException("`" + text + "` is not a number");
          }
          return Integer.valueOf(text);
        });
  }

  Optional<Path> path(String option) throws Failure {
    return read(option, this::absolute);
  }

  List<Path> paths(String option) throws Failure {
    List<Path> paths = new ArrayList<>();
    for (String text : texts(option)) {
      paths.add(valid(option, text, this::absolute));
    }
    return paths;
  }

  /// The constant that an option names by one of these words.
  <E> Optional<E> oneOf(String option, List<E> constants, Function<E, String> word) throws Failure {
    return read(option, text -> constant(text, constants, word));
  }

  /// The constants that an option that may be given several times names.
  <E> List<E> someOf(String option, List<E> constants, Function<E, String> word) throws Failure {
    List<E> found = new ArrayList<>();
    for (String text : texts(option)) {
      found.add(valid(option, text, t -> constant(t, constants, word)));
    }
    return found;
  }

  private static <E> E constant(String text, List<E> constants, Function<E, String> word) {
    return constants.stream()
        .filter(constant -> word.apply(constant).equals(text))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "`" + text + "` is not one of " + String.join(", ", words(constants, word))));
  }

  private static <E> List<String> words(List<E> constants, Function<E, String> word) {
    return constants.stream().map(word).toList();
  }

  private Path absolute(String text) {
    if (text.isEmpty()) {
      // An unset variable of a script: the working directory is not meant.
      throw new IllegalArgumentException("an empty path names nothing");
    }
    try {
      return workingDirectory.resolve(text).normalize();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("`" + text + "` is not a path: " + e.getReason(), e);
    }
  }

  private <T> Optional<T> read(String option, Function<String, T> reader) throws Failure {
    Optional<String> text = text(option);
    return text.isPresent() ? Optional.of(valid(option, text.get(), reader)) : Optional.empty();
  }

  private <T> T valid(String option, String text, Function<String, T> reader) throws Failure {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      OptionSpec spec = command.commandSpec().findOption(option);
      throw Failure.usage(option + ": " + e.getMessage(), String.join(" ", spec.description()));
    }
  }
}
