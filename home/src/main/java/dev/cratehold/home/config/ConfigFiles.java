package dev.cratehold.home.config;

import dev.cratehold.home.CargoHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/// The files of cargo's configuration that hold in a directory.
final class ConfigFiles {
  private ConfigFiles() {}

  /// One of them.
  record ConfigFile(Path path, TomlTable content) {}

  /// Reads them, the one that overrides the others first.
  static List<ConfigFile> read(CargoHome home, Path directory, Consumer<String> warning) {
    Set<Path> places = new LinkedHashSet<>();
    for (Path at : ancestors(directory.toAbsolutePath().normalize())) {
      places.add(at.resolve(".cargo"));
    }
    places.add(home.root().normalize());
    return places.stream()
        .flatMap(place -> existing(place).stream())
        .flatMap(file -> parse(file, warning).stream())
        .toList();
  }

  private static List<Path> ancestors(Path directory) {
    List<Path> all = new ArrayList<>();
    for (Optional<Path> at = Optional.of(directory); at.isPresent(); at = parent(at.get())) {
      all.add(at.get());
    }
    return all;
  }

  private static Optional<Path> parent(Path directory) {
    return Optional.ofNullable(directory.getParent());
  }

  /// Cargo takes the old name first where both are there.
  private static Optional<Path> existing(Path place) {
    return List.of(place.resolve("config"), place.resolve("config.toml")).stream()
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private static Optional<ConfigFile> parse(Path file, Consumer<String> warning) {
    String complaint = "could not parse TOML configuration in `%s`: ".formatted(file);
    try {
      TomlParseResult result = Toml.parse(file);
      if (result.hasErrors()) {
        warning.accept(complaint + result.errors().getFirst());
        return Optional.empty();
      }
      return Optional.of(new ConfigFile(file, result));
    } catch (IOException e) {
      warning.accept(complaint + e);
      return Optional.empty();
    }
  }
}
