package dev.cratehold.home.compat;

import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import java.io.IOException;
import java.util.Collection;
import java.util.List;

/// What is on the disk, as far as cargo's plan asks for it.
public interface CacheContents {
  /// The directories that hold things of this kind, or are such things.
  ///
  /// @throws IOException if they cannot be listed
  Collection<String> directories(ItemKind kind) throws IOException;

  /// The names of the things of this kind in one of these directories.
  List<String> names(ItemKind kind, String directory);

  /// Whether anything is at the place of this thing. An empty name means the directory itself.
  boolean exists(ItemId id);

  /// The size of a thing, as cargo counts it: the lengths of its regular files, those in `.git` of
  /// a checkout left out.
  ///
  /// @throws IOException if it cannot be measured
  long bytes(ItemId id) throws IOException;
}
