package dev.cratehold.cli.mirror;

import dev.cratehold.cli.terminal.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file that says what to fetch.
final class OrderFile {
  private OrderFile() {}

  static String text(Path file) throws Failure {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw Failure.failed("cannot read " + file, e, "name a Cargo.lock or a list of crates");
    }
  }
}
