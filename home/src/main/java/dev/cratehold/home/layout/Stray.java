package dev.cratehold.home.layout;

import dev.cratehold.posix.EntryType;

/// Something in a Cargo home that is not what cargo keeps in its place: an unknown name, a file or
/// a symbolic link among directories, a directory among files. It is reported and never touched.
///
/// @param path relative to the home, with slashes
public record Stray(String path, EntryType type) implements Comparable<Stray> {
  /// By path.
  @Override
  public int compareTo(Stray other) {
    return path.compareTo(other.path);
  }
}
