package dev.cratehold.cli.logging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;

/// The end of a file. When another program moves or deletes the file, as those do that rotate logs,
/// the next lines go to a new one of the same name.
final class AppendedFile implements LineSink {
  private final Path path;
  private OutputStream out;
  private Optional<Object> identity;
  private boolean isTorn;

  private AppendedFile(Path path) throws IOException {
    this.path = path;
    this.out = append(path);
    this.identity = identity(path);
  }

  /// Opens the file, which is created if it is not there.
  static AppendedFile open(Path path) throws IOException {
    return new AppendedFile(path);
  }

  private static OutputStream append(Path path) throws IOException {
    return Files.newOutputStream(
        path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
  }

  /// What tells this file from another one of the same name; empty if there is none.
  private static Optional<Object> identity(Path path) throws IOException {
    try {
      return Optional.ofNullable(Files.readAttributes(path, BasicFileAttributes.class).fileKey());
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  @Override
  public void write(String lines) throws IOException {
    if (!Objects.equals(identity(path), identity)) {
      reopen();
    }
    String text = isTorn ? "\n" + lines : lines;
    isTorn = true;
    out.write(text.getBytes(UTF_8));
    isTorn = false;
  }

  private void reopen() throws IOException {
    OutputStream next = append(path);
    try (OutputStream _ = out) {
      out = next;
      identity = identity(path);
      isTorn = false;
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
