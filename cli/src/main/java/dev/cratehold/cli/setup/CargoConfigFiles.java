package dev.cratehold.cli.setup;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where cargo keeps its configuration (the Cargo book, "Hierarchical structure").
final class CargoConfigFiles {
  private CargoConfigFiles() {}

  /// The file of cargo's home that cargo reads, or that would have to be made.
  static Path ofHome(Path cargoHome) {
    return existing(cargoHome).orElse(cargoHome.resolve("config.toml"));
  }

  /// The file of a project that cargo reads, or that would have to be made.
  static Path ofProject(Path project) {
    return ofHome(project.resolve(".cargo"));
  }

  /// All files that cargo reads when it is run in `directory`, the strongest first.
  static List<Path> effective(Path directory, Path cargoHome) {
    List<Path> files = new ArrayList<>();
    for (Path dir = directory; dir != null; dir = dir.getParent()) {
      existing(dir.resolve(".cargo")).ifPresent(files::add);
    }
    existing(cargoHome).filter(file -> !files.contains(file)).ifPresent(files::add);
    return files;
  }

  /// Where both exist cargo reads `config`, the name of old, and warns.
  private static Optional<Path> existing(Path directory) {
    return List.of(directory.resolve("config"), directory.resolve("config.toml")).stream()
        .filter(Files::isRegularFile)
        .findFirst();
  }
}
