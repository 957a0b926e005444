package dev.cratehold.acceptance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A directory mounted a second time so that nothing below it can be written. Making one needs
/// root; without it, the tests run in `unshare -rm`.
record ReadOnlyView(Path path) implements AutoCloseable {
  /// Mounts it in a new directory below `parent`.
  static ReadOnlyView of(Path directory, Path parent) throws IOException {
    return at(directory, Files.createTempDirectory(parent, "read-only-"));
  }

  /// Mounts it at a directory that is there, which may be itself.
  static ReadOnlyView at(Path directory, Path place) throws IOException {
    run("mount", "--bind", directory.toString(), place.toString());
    run("mount", "-o", "remount,bind,ro", place.toString());
    return new ReadOnlyView(place.toRealPath());
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.onExit().join().exitValue() != 0) {
      throw new AssertionError(
          "%s: %s; mounting needs root: run the tests as root or by unshare -rm"
              .formatted(String.join(" ", command), printed));
    }
  }

  @Override
  public void close() throws IOException {
    run("umount", path.toString());
  }
}
