package dev.cratehold.acceptance;

import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.CrateDependency;
import dev.cratehold.testing.TestCrate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// A made-up registry whose crates have several versions, and need each other in every way that a
/// manifest knows: by all kinds of requirements, optionally, on some platforms, in build scripts
/// and under other names. Its newest versions do not contradict each other. The same seed gives the
/// same bytes.
///
/// @param crates all versions of all crates
/// @param roots what a list names, and what a manifest says for the same
record PrefetchGraph(List<TestCrate> crates, Map<String, Root> roots) {
  private static final int COUNT = 60;
  private static final int ROOTS = 16;

  /// A crate that is asked for.
  ///
  /// @param item as a list names it
  /// @param requirement as a manifest does
  /// @param feature one that turns its options on
  record Root(String item, String requirement, String feature) {}

  static PrefetchGraph generate(long seed) {
    return new Generator(new SplittableRandom(seed)).generate();
  }

  /// A manifest that needs some of the roots.
  String manifest(SplittableRandom random) {
    Map<String, StringBuilder> tables = new LinkedHashMap<>();
    for (String table :
        List.of("dependencies", "build-dependencies", "target.'cfg(windows)'.dependencies")) {
      tables.put(table, new StringBuilder("[" + table + "]\n"));
    }
    List<StringBuilder> all = List.copyOf(tables.values());
    roots.forEach((name, root) -> {
      if (random.nextInt(3) == 0) {
        String features = random.nextBoolean() ? ", features = [\"" + root.feature + "\"]" : "";
        all.get(random.nextInt(all.size()))
            .append("%s = { version = \"%s\"%s }\n".formatted(name, root.requirement, features));
      }
    });
    return String.join("\n", all);
  }

  private static final class Generator {
    private static final String OPTIONS = "options";

    private final SplittableRandom random;
    private final List<TestCrate> crates = new ArrayList<>();
    private final Map<String, Root> roots = new LinkedHashMap<>();

    Generator(SplittableRandom random) {
      this.random = random;
    }

    PrefetchGraph generate() {
      for (int i = 0; i < COUNT; i++) {
        for (String version : versions(i)) {
          crates.add(crate(i, version));
        }
      }
      for (int i = COUNT - ROOTS; i < COUNT; i++) {
        roots.put(name(i), root(i));
      }
      return new PrefetchGraph(crates, roots);
    }

    private static String name(int i) {
      return "crate-%02d".formatted(i);
    }

    /// Some of every crate, always the same.
    private static List<String> versions(int i) {
      List<String> versions =
          new ArrayList<>(List.of("0.9.1", "1.0.0", "1.2.0", "1.2.7", "1.4.0", "1.10.3"));
      if (i % 3 == 0) {
        versions.add("2.0.1");
      }
      if (i % 4 == 0) {
        versions.add("3.0.0-rc.1");
      }
      return versions;
    }

    private TestCrate crate(int i, String version) {
      CrateBuilder crate = CrateBuilder.crate(name(i), version);
      crate.dependsOn(CrateDependency.on("only-for-tests", "9").ofKind("dev"));
      List<String> options = new ArrayList<>();
      for (int other = Math.max(0, i - 12); other < i; other++) {
        if (random.nextInt(5) == 0) {
          need(crate, other, options);
        }
      }
      return crate.feature(OPTIONS, options.toArray(String[]::new)).build();
    }

    private void need(CrateBuilder crate, int other, List<String> options) {
      CrateDependency dependency = CrateDependency.on(name(other), requirement(other));
      switch (random.nextInt(5)) {
        case 0 -> crate.dependsOn(dependency.ofKind("build"));
        case 1 -> crate.dependsOn(dependency.onTarget("cfg(windows)"));
        case 2 -> crate.dependsOn(dependency.as("other-" + name(other)));
        case 3 -> {
          crate.dependsOn(dependency.whenAsked());
          options.add("dep:" + name(other));
        }
        default -> crate.dependsOn(dependency);
      }
    }

    /// All requirements on one crate lead to one version for each number at the front, so that none
    /// contradicts another.
    private String requirement(int i) {
      List<String> some =
          i % 2 == 0
              ? List.of("^1", "1", "1.2", ">=1.2.3, <2", "1.*", "*", ">=1", "^1.4.0", "0.9")
              : List.of("~1.2", "=1.2.7", "1.2.*", ">=1.0, <1.3", "<=1.2", "~1.2.1", "<1.4");
      return some.get(random.nextInt(some.size()));
    }

    private Root root(int i) {
      String requirement = requirement(i);
      return switch (i % 4) {
        case 0 -> new Root(name(i), "*", OPTIONS);
        case 1 -> new Root(name(i) + "@1.2.7", "=1.2.7", OPTIONS);
        case 2 -> new Root(name(i) + "@" + requirement, requirement, OPTIONS);
        default -> new Root(name(i) + " = \"1.2.7\"", "=1.2.7", OPTIONS);
      };
    }
  }
}
