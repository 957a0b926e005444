package dev.cratehold.acceptance;

import dev.cratehold.registry.Checksum;
import dev.cratehold.testing.CrateGraph;
import dev.cratehold.testing.TestCrate;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a client must have in its `registry/cache` after a fetch.
final class Expected {
  private Expected() {}

  /// The current crates of a graph.
  static SortedMap<String, Checksum> files(CrateGraph graph) {
    return files(graph.current());
  }

  /// These crates, each by its file name.
  static SortedMap<String, Checksum> files(Collection<TestCrate> crates) {
    SortedMap<String, Checksum> files = new TreeMap<>();
    crates.forEach(c -> files.put(c.name() + "-" + c.version() + ".crate", c.checksum()));
    return files;
  }
}
