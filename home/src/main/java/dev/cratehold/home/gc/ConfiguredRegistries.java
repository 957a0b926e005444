package dev.cratehold.home.gc;

import dev.cratehold.home.CargoHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tomlj.Toml;
import org.tomlj.TomlTable;

/// The URLs of the registries that the configuration in a Cargo home names: of `[registries]`, and
/// of `[source]` what replaces others.
final class ConfiguredRegistries {
  private ConfiguredRegistries() {}

  /// As they are written; none if the configuration cannot be read.
  static List<String> of(CargoHome home) {
    List<String> urls = new ArrayList<>();
    for (String name : List.of("config", "config.toml")) {
      Path file = home.root().resolve(name);
      if (Files.isRegularFile(file)) {
        TomlTable config = read(file);
        add(config, "registries", "index", urls);
        add(config, "source", "registry", urls);
      }
    }
    return urls;
  }

  private static TomlTable read(Path file) {
    try {
      return Toml.parse(file);
    } catch (IOException _) {
      // It names nothing to us; cargo will say what is wrong with it.
      return Toml.parse("");
    }
  }

  private static void add(TomlTable config, String table, String key, List<String> urls) {
    if (!(config.get(List.of(table)) instanceof TomlTable tables)) {
      return;
    }
    for (String name : tables.keySet()) {
      if (tables.get(List.of(name)) instanceof TomlTable one
          && one.get(List.of(key)) instanceof String url) {
        urls.add(url);
      }
    }
  }
}
