package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.registry.Checksum;
import dev.cratehold.testing.CrateGraph;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.TestCrate;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a fetch must have led to: in the client's `registry/cache`, and at the upstream.
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

  /// Asserts that an upstream was asked for every index file and crate of a graph exactly once, and
  /// for its `config.json` at most once.
  static void assertAskedOnce(FakeRegistry upstream, CrateGraph graph) {
    Map<String, Long> counts = new TreeMap<>(upstream.log().counts());
    Long config = counts.remove(upstream.indexUrl().getPath() + "config.json");
    assertThat(config).isIn(null, 1L);
    assertThat(counts).hasSize(2 * graph.current().size());
    assertThat(counts.values()).containsOnly(1L);
  }
}
