package dev.cratehold.posix;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Removes a tree for [PortableTrees]. Where the JDK can open directories relative to directories,
/// a directory that is replaced by a symbolic link meanwhile is not followed; elsewhere (on
/// Windows) only what is a link at first is not.
///
/// It is as deep in calls as the tree is in directories, which the longest path bounds.
final class PortableRemoval {
  private static final Set<PosixFilePermission> NEEDED =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private long files;
  private long directories;
  private long bytes;
  private final List<Removal.Failure> failures = new ArrayList<>();

  private PortableRemoval() {}

  static Removal of(Path root) throws IOException {
    Path absolute = root.toAbsolutePath();
    Path holder = FileNames.holder(absolute);
    PortableRemoval removal = new PortableRemoval();
    try (DirectoryStream<Path> in = Files.newDirectoryStream(holder)) {
      if (in instanceof SecureDirectoryStream<Path> secure) {
        removal.remove(secure, holder.relativize(absolute), absolute);
      } else {
        removal.remove(absolute);
      }
    } catch (NoSuchFileException _) {
      return Removal.NONE;
    }
    return new Removal(removal.files, removal.directories, removal.bytes, removal.failures);
  }

  private void remove(SecureDirectoryStream<Path> in, Path name, Path path) {
    try {
      BasicFileAttributes attributes =
          in.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
              .readAttributes();
      if (attributes.isDirectory()) {
        removeDirectory(in, name, path);
      } else {
        in.deleteFile(name);
        count(attributes);
      }
    } catch (NoSuchFileException _) {
      // Somebody else has removed it.
    } catch (IOException failure) {
      fail(path, failure);
    }
  }

  private void removeDirectory(SecureDirectoryStream<Path> in, Path name, Path path)
      throws IOException {
    int before = failures.size();
    try (SecureDirectoryStream<Path> entries =
        in.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
      makeWritable(entries.getFileAttributeView(PosixFileAttributeView.class));
      for (Path entry : entries) {
        remove(entries, entry.getFileName(), path.resolve(entry.getFileName()));
      }
    } catch (DirectoryIteratorException failed) {
      throw failed.getCause();
    }
    if (failures.size() == before) {
      in.deleteDirectory(name);
      directories++;
    }
  }

  private static void makeWritable(PosixFileAttributeView view) throws IOException {
    Set<PosixFilePermission> permissions = view.readAttributes().permissions();
    if (permissions.containsAll(NEEDED)) {
      return;
    }
    permissions.addAll(NEEDED);
    try {
      view.setPermissions(permissions);
    } catch (FileSystemException _) {
      // It is another user's. Whether that is in the way shows when its entries are removed.
    }
  }

  private void remove(Path path) {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      int before = failures.size();
      if (attributes.isDirectory()) {
        removeEntries(path);
      }
      if (failures.size() == before) {
        Files.delete(path);
        count(attributes);
      }
    } catch (NoSuchFileException _) {
      // Somebody else has removed it.
    } catch (IOException failure) {
      fail(path, failure);
    }
  }

  private void removeEntries(Path directory) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      entries.forEach(this::remove);
    } catch (DirectoryIteratorException failed) {
      throw failed.getCause();
    }
  }

  private void count(BasicFileAttributes attributes) {
    if (attributes.isDirectory()) {
      directories++;
      return;
    }
    files++;
    bytes += attributes.isRegularFile() ? attributes.size() : 0;
  }

  private void fail(Path path, IOException failure) {
    failures.add(new Removal.Failure(path, reason(failure)));
  }

  private static String reason(IOException failure) {
    return failure instanceof FileSystemException named && named.getReason() != null
        ? named.getReason()
        : failure.toString();
  }
}
