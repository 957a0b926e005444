package dev.cratehold.cli.setup;

import dev.cratehold.cli.terminal.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/// A file of UTF-8 text that is replaced as a whole: a reader sees the old text or the new one.
/// Permissions and symbolic links stay.
///
/// @param path as the user knows it; may be a symbolic link
record TextFile(Path path) {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  /// The text, or empty if there is no such file.
  Optional<String> read() throws Failure {
    try {
      byte[] bytes = Files.readAllBytes(path);
      ByteBuffer in = ByteBuffer.wrap(bytes);
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(in).toString());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (CharacterCodingException e) {
      throw Failure.failed(path + " is not UTF-8", e, "cargo cannot read it either; repair it");
    } catch (IOException e) {
      throw Failure.failed("cannot read " + path, e);
    }
  }

  /// Replaces the text, or makes the file and its directories.
  void write(String text) throws Failure {
    write(text, Optional.empty());
  }

  /// Replaces the text, or makes the file, so that only its owner may read it.
  void writePrivately(String text) throws Failure {
    write(text, Optional.of(OWNER_ONLY));
  }

  private void write(String text, Optional<Set<PosixFilePermission>> permissions) throws Failure {
    try {
      Path file = Files.exists(path) ? path.toRealPath() : danglingTarget();
      Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
      Path staged =
          file.resolveSibling("." + file.getFileName() + "." + ProcessHandle.current().pid());
      try {
        stage(staged, permissions.isPresent() ? permissions : permissionsOf(file), text);
        Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(staged);
      }
    } catch (IOException e) {
      throw Failure.failed("cannot write " + path, e, "make it writable, or edit it by hand");
    }
  }

  private Path danglingTarget() throws IOException {
    return Files.isSymbolicLink(path) ? path.resolveSibling(Files.readSymbolicLink(path)) : path;
  }

  private static Optional<Set<PosixFilePermission>> permissionsOf(Path file) throws IOException {
    var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    return view == null || !Files.exists(file)
        ? Optional.empty()
        : Optional.of(view.readAttributes().permissions());
  }

  private static void stage(
      Path staged, Optional<Set<PosixFilePermission>> permissions, String text) throws IOException {
    Files.deleteIfExists(staged);
    try (FileChannel channel =
        FileChannel.open(staged, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      if (permissions.isPresent()) {
        Files.setPosixFilePermissions(staged, permissions.get());
      }
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /// Deletes the file if it is there; of a symbolic link the file that it leads to.
  void delete() throws Failure {
    try {
      Files.deleteIfExists(Files.exists(path) ? path.toRealPath() : path);
    } catch (IOException e) {
      throw Failure.failed("cannot delete " + path, e);
    }
  }
}
