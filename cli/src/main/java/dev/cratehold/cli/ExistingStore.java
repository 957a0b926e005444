package dev.cratehold.cli;

import dev.cratehold.cli.terminal.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Sees to it that looking at a store does not make one of an empty directory.
public final class ExistingStore {
  private ExistingStore() {}

  /// Demands that something is in the data directory.
  public static void require(Path data) throws Failure {
    if (isEmpty(data)) {
      throw Failure.failed(
          "there is no store in " + data,
          "`cratehold serve` makes it when it first runs; --data names another directory");
    }
  }

  private static boolean isEmpty(Path data) throws Failure {
    if (!Files.isDirectory(data)) {
      return true;
    }
    try (Stream<Path> files = Files.list(data)) {
      return files.findAny().isEmpty();
    } catch (IOException e) {
      throw Failure.failed("cannot read the store in " + data, e);
    }
  }
}
