package dev.cratehold.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A package of its own for cargo to work in.
public final class CargoProject {
  private CargoProject() {}

  /// Makes a library that needs what `tables` says, in a new directory below `parent`.
  ///
  /// @param tables what follows `[package]` in its `Cargo.toml`, such as `[dependencies]`
  /// @return its directory
  public static Path create(Path parent, String tables) throws IOException {
    return create(parent, "", tables);
  }

  /// The same with more keys in `[package]`, one a line, such as `rust-version = "1.70"`.
  public static Path create(Path parent, String keys, String tables) throws IOException {
    Path directory = Files.createTempDirectory(parent, "project-");
    Files.createDirectory(directory.resolve("src"));
    Files.writeString(directory.resolve("src/lib.rs"), "");
    Files.writeString(
        directory.resolve("Cargo.toml"),
        """
        [package]
        name = "project"
        version = "0.0.0"
        edition = "2021"
        %s
        %s
        """
            .formatted(keys, tables));
    return directory;
  }
}
