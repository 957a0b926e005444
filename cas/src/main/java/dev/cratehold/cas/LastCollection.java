package dev.cratehold.cas;

import dev.cratehold.cas.content.TemporaryFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// When a cache was last gone through: milliseconds since the epoch, in the file where npm keeps
/// that. cacache-rs could not clear a directory with a plain file in it, so where it is used the
/// file is in a directory.
final class LastCollection {
  static final String NPM_FILE = "_lastverified";
  private static final String DIRECTORY = "cratehold";
  private static final String FILE = "lastverified";

  private LastCollection() {}

  private static Path file(Path root, Layout layout) {
    return layout == Layout.NPM ? root.resolve(NPM_FILE) : root.resolve(DIRECTORY).resolve(FILE);
  }

  static Optional<Instant> read(Path root, Layout layout) throws IOException {
    try {
      String text = Files.readString(file(root, layout), StandardCharsets.UTF_8);
      return Optional.of(Instant.ofEpochMilli(Long.parseLong(text.strip())));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (NumberFormatException e) {
      throw new IOException(
          "the file %s does not hold the time of the last collection: delete it"
              .formatted(file(root, layout)),
          e);
    }
  }

  /// Removes the file that is in a directory, and that if there is nothing else in it.
  static void forget(Path root) throws IOException {
    Files.deleteIfExists(root.resolve(DIRECTORY).resolve(FILE));
    try {
      Files.deleteIfExists(root.resolve(DIRECTORY));
    } catch (DirectoryNotEmptyException _) {
      // It has something that is not ours.
    }
  }

  static void write(Path root, Layout layout, Instant time) throws IOException {
    Path file = file(root, layout);
    Path parent = file.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    byte[] text = Long.toString(time.toEpochMilli()).getBytes(StandardCharsets.UTF_8);
    new TemporaryFiles(root).replace(file, text);
  }
}
