package dev.cratehold.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/// The file systems on which several machines work at once. SQLite's write-ahead log needs memory
/// that all processes share, and locks that hold, and neither is there.
final class NetworkFileSystems {
  /// As the operating system names them.
  private static final Set<String> TYPES =
      Set.of(
          "nfs",
          "nfs3",
          "nfs4",
          "cifs",
          "smb",
          "smb2",
          "smb3",
          "smbfs",
          "9p",
          "afs",
          "afpfs",
          "webdav",
          "ceph",
          "lustre",
          "glusterfs",
          "gpfs",
          "beegfs",
          "ncpfs",
          "fuse.sshfs",
          "fuse.glusterfs",
          "fuse.ceph-fuse",
          "fuse.s3fs",
          "fuse.rclone");

  private NetworkFileSystems() {}

  /// Refuses a directory, there or still to be created, that is on such a file system.
  static void refuse(Path directory) throws IOException {
    String type = typeOf(directory);
    if (TYPES.contains(type.toLowerCase(Locale.ROOT))) {
      throw new IOException(
          ("the data directory %s is on a network file system (%s): the database would be damaged"
                  + " there, because SQLite's locks and shared memory do not hold across machines;"
                  + " use a directory on a local disk")
              .formatted(directory, type));
    }
  }

  private static String typeOf(Path directory) throws IOException {
    Path there = directory.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return Files.getFileStore(there).type();
  }
}
