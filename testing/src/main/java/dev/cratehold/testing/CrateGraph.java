package dev.cratehold.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A made-up piece of a registry that looks like crates.io to a client: crates that need each
/// other, most of them small and a few large, each with some older versions. The same seed and
/// count give the same bytes; each crate needs only crates made before it.
///
/// Of 120 crates the files have a median of 19 KB, one has 1 MB, one 3 MB and one 10 MB. Among the
/// names are some of one, two and three letters and one in mixed case; some versions have build
/// metadata, are yanked, or have `features2`, `rust_version` and a publish time.
///
/// @param current the version of each crate that a resolver picks
/// @param older all others
public record CrateGraph(List<TestCrate> current, List<TestCrate> older, List<String> roots) {
  public CrateGraph {
    current = List.copyOf(current);
    older = List.copyOf(older);
    roots = List.copyOf(roots);
  }

  public static CrateGraph generate(long seed, int count) {
    return new Generator(seed).generate(count);
  }

  /// Everything, in an order in which it can be published.
  public List<TestCrate> all() {
    List<TestCrate> all = new ArrayList<>(older);
    all.addAll(current);
    return all;
  }

  /// The dependencies of a project that needs exactly the crates of [#current()], as a table of its
  /// `Cargo.toml`.
  public String dependencies() {
    return roots.stream()
        .map(root -> "\"" + root + "\" = \"1\"\n")
        .collect(Collectors.joining("", "[dependencies]\n", ""));
  }

  /// How many bytes the files of [#current()] have.
  public long size() {
    return current.stream().mapToLong(TestCrate::size).sum();
  }

  private static final class Generator {
    private static final int MEDIAN = 19_000;
    private static final List<String> ODD_NAMES = List.of("a", "zz", "abc", "Foo_Big", "x-y_z");

    private final SplittableRandom random;
    private final List<String> names = new ArrayList<>();
    private final List<TestCrate> current = new ArrayList<>();
    private final List<TestCrate> older = new ArrayList<>();
    private final Set<String> roots = new TreeSet<>();

    Generator(long seed) {
      random = new SplittableRandom(seed);
    }

    CrateGraph generate(int count) {
      for (int i = 0; i < count; i++) {
        add(i);
      }
      return new CrateGraph(current, older, List.copyOf(roots));
    }

    private void add(int i) {
      String name = i < ODD_NAMES.size() ? ODD_NAMES.get(i) : "crate-%04d".formatted(i);
      addOlder(name, i);
      CrateBuilder crate = CrateBuilder.crate(name, currentVersion(i));
      pickDependencies(i).forEach(other -> crate.dependsOn(other, "^1"));
      crate.payload(size(i), random.nextLong());
      adorn(crate, i);
      current.add(crate.build());
      names.add(name);
      roots.add(name);
    }

    private String currentVersion(int i) {
      String version = "1.%d.%d".formatted(20 + random.nextInt(10), random.nextInt(20));
      return i % 17 == 5 ? version + "+build." + i : version;
    }

    private void addOlder(String name, int i) {
      int count = i % 120 == 30 ? 300 : 1 + random.nextInt(20);
      for (int k = 0; k < count; k++) {
        CrateBuilder crate =
            CrateBuilder.crate(name, k % 2 == 0 ? "0.1." + k : "1.%d.%d".formatted(k % 20, k));
        if (k % 7 == 3) {
          crate.yanked();
        }
        older.add(crate.feature("default", "std").feature("std").build());
      }
    }

    /// One to four crates made before; the nearer the likelier.
    private Set<String> pickDependencies(int i) {
      Set<String> picked = new TreeSet<>();
      int count = Math.min(i, 1 + random.nextInt(4));
      for (int k = 0; k < count; k++) {
        int back = 1 + random.nextInt(Math.min(i, 1 + random.nextInt(40)));
        String other = names.get(i - back);
        picked.add(other);
        roots.remove(other);
      }
      return picked;
    }

    private int size(int i) {
      return switch (i % 120) {
        case 40 -> 1 << 20;
        case 70 -> 3 << 20;
        case 100 -> 10 << 20;
        default -> (int) Math.clamp(MEDIAN * Math.exp(spread()), 1000, 400_000);
      };
    }

    /// Roughly normal, with mean 0.
    private double spread() {
      double sum = 0;
      for (int k = 0; k < 12; k++) {
        sum += random.nextDouble();
      }
      return sum - 6;
    }

    private static void adorn(CrateBuilder crate, int i) {
      if (i % 3 == 0) {
        crate.rustVersion("1.56");
      }
      if (i % 4 == 0) {
        crate.publishedAt("2026-01-%02dT12:00:00Z".formatted(1 + i % 28));
      }
      if (i % 10 == 9) {
        crate
            .dependsOn(CrateDependency.on("a", "^1").as("extra").whenAsked())
            .feature("more", "dep:extra");
      }
    }
  }
}
