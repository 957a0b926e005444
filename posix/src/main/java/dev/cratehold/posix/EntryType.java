package dev.cratehold.posix;

/// What a directory says an entry is. Symbolic links are what they are, never what they point to.
public enum EntryType {
  /// A regular file.
  FILE,
  /// A directory.
  DIRECTORY,
  /// A symbolic link, dangling or not.
  SYMLINK,
  /// A socket, a device, a pipe; or anything whose name this process cannot say, see [ListVisitor].
  OTHER
}
