package dev.cratehold.acceptance;

import dev.cratehold.acceptance.CacheOperation.Options;
import dev.cratehold.acceptance.CacheOperation.Put;
import dev.cratehold.acceptance.CacheOperation.Remove;
import dev.cratehold.acceptance.CacheOperation.Way;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What must be in a cache after everything that was done to it.
final class ExpectedCache {
  private final Sizes sizes;
  private final SortedMap<String, Put> live = new TreeMap<>();
  private final SortedSet<String> removed = new TreeSet<>();

  /// Which sizes a program records.
  enum Sizes {
    /// All.
    TRUE,
    /// Those that it was told before it was given the bytes, and 0 else, as cacache-rs does.
    DECLARED
  }

  private ExpectedCache(Sizes sizes) {
    this.sizes = sizes;
  }

  /// What must be there after these operations.
  ///
  /// @param sizes that the program which did them records
  static ExpectedCache after(Sizes sizes, Iterable<CacheOperation> operations) {
    ExpectedCache expected = new ExpectedCache(sizes);
    operations.forEach(expected::add);
    return expected;
  }

  private void add(CacheOperation operation) {
    switch (operation) {
      case Put put -> {
        live.put(put.key(), put);
        removed.remove(put.key());
      }
      case Remove(String key) -> {
        live.remove(key);
        removed.add(key);
      }
    }
  }

  /// What was stored last under each key that is left.
  SortedMap<String, Put> live() {
    return Collections.unmodifiableSortedMap(live);
  }

  /// The keys that were removed last.
  SortedSet<String> removed() {
    return Collections.unmodifiableSortedSet(removed);
  }

  /// In what these entries differ; empty if they are right.
  List<String> differences(Map<String, CacheEntry> entries) {
    List<String> differences = new ArrayList<>();
    entries.keySet().stream()
        .filter(key -> !live.containsKey(key))
        .forEach(key ->
            differences.add((removed.contains(key) ? "removed: " : "unknown: ") + shown(key)));
    live.forEach((key, put) -> {
      Optional.ofNullable(entries.get(key))
          .ifPresentOrElse(
              entry -> differences.addAll(differences(put, entry)),
              () -> differences.add("missing: " + shown(key)));
    });
    return differences;
  }

  private List<String> differences(Put put, CacheEntry entry) {
    String sha256 = put.value().sha256();
    Differences found = new Differences(shown(put.key()), new ArrayList<>());
    found.add("algorithm", put.options().algorithm(), entry.integrity().replaceFirst("-.*", ""));
    found.add("by key", sha256, entry.byKey());
    found.add("by hash", sha256, entry.byHash());
    found.add("size", recordedSize(put), entry.size());
    switch (put.options()) {
      case Options.Plain _ -> {
        found.add("metadata", Json.none(), entry.metadata());
        found.add("raw metadata", Json.none(), entry.rawMetadata());
      }
      case Options.Detailed detailed -> {
        found.add("time", detailed.time(), entry.time());
        found.add("metadata", detailed.metadata(), entry.metadata());
        found.add("raw metadata", detailed.rawMetadata(), entry.rawMetadata());
      }
    }
    return found.lines;
  }

  private long recordedSize(Put put) {
    boolean isDeclared =
        put.options() instanceof Options.Detailed detailed && detailed.way() == Way.DECLARED;
    return switch (sizes) {
      case TRUE -> put.value().length();
      case DECLARED -> isDeclared ? put.value().length() : 0;
    };
  }

  private record Differences(String key, List<String> lines) {
    void add(String what, Object expected, Object found) {
      if (!expected.equals(found)) {
        lines.add("%s: %s is %s, not %s".formatted(key, what, found, expected));
      }
    }
  }

  private static String shown(String key) {
    String text = new Json.Text(key).text();
    return text.length() > 80 ? text.substring(0, 80) + "…" : text;
  }
}
