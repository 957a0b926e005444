package dev.cratehold.registry;

import java.util.List;

/// One version of a crate with what it needs, as cargo's resolver sees it.
///
/// @param entry its version and checksum, and whether it is yanked
/// @param dependencies in the order of the index
public record IndexRelease(IndexEntry entry, List<IndexDependency> dependencies) {
  public IndexRelease {
    dependencies = List.copyOf(dependencies);
  }
}
