package dev.cratehold.posix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/// What the JDK knows of single files.
final class PortableFiles {
  /// As the system's table of mounts names them. On those in user space (`fuse.`) only these are
  /// known to be remote; most of the others are local.
  private static final Set<String> NETWORK =
      Set.of(
          "nfs",
          "nfs4",
          "cifs",
          "smb3",
          "smbfs",
          "9p",
          "afs",
          "afpfs",
          "ceph",
          "coda",
          "gfs2",
          "glusterfs",
          "lustre",
          "ocfs2",
          "webdav",
          "virtiofs",
          "vboxsf",
          "prl_fs",
          "fuse.sshfs",
          "fuse.glusterfs",
          "fuse.rclone",
          "fuse.s3fs",
          "fuse.davfs",
          "fuse.curlftpfs");

  private PortableFiles() {}

  static FileIdentity identify(Path file) throws IOException {
    Map<String, Object> read =
        Files.readAttributes(file, "unix:dev,ino,nlink", LinkOption.NOFOLLOW_LINKS);
    return new FileIdentity(number(read, "dev"), number(read, "ino"), number(read, "nlink"));
  }

  private static long number(Map<String, Object> read, String name) {
    return read.get(name) instanceof Number number ? number.longValue() : 0;
  }

  static boolean isNetworkFileSystem(Path file) throws IOException {
    return NETWORK.contains(Files.getFileStore(file).type());
  }
}
