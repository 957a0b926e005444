package dev.cratehold.cli.home;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.ItemKind;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The parts of a Cargo home whose path can be asked for.
enum NamedPath {
  CONFIG("config.toml"),
  CREDENTIALS("credentials.toml"),
  BIN("bin"),
  REGISTRY("registry"),
  INDEX(ItemKind.INDEX.base()),
  CRATES(ItemKind.CRATE.base()),
  SRC(ItemKind.SRC.base()),
  GIT("git"),
  GIT_DB(ItemKind.GIT_DB.base()),
  GIT_CHECKOUTS(ItemKind.GIT_CHECKOUT.base()),
  BUILD(ItemKind.BUILD.base()),
  LOGS(ItemKind.LOG.base()),
  LAST_USE(".global-cache"),
  UNDO(".cratehold/trash");

  private final String relative;

  NamedPath(String relative) {
    this.relative = relative;
  }

  /// How users name it: `git-db`.
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Path in(CargoHome home) {
    return home.root().resolve(relative);
  }

  static Optional<NamedPath> of(String word) {
    return Arrays.stream(values()).filter(part -> part.word().equals(word)).findFirst();
  }

  static List<String> words() {
    return Arrays.stream(values()).map(NamedPath::word).toList();
  }
}
