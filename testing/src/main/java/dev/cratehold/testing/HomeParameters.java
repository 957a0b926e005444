package dev.cratehold.testing;

import java.util.SplittableRandom;

/// What a [SyntheticHome] is to hold. Equal parameters give equal homes, byte for byte.
///
/// ```java
/// HomeParameters few = HomeParameters.perfect(7).with(new HomeParameters.Amounts(2, 50, 50, 10, 40, 4000, 3, 2));
/// HomeParameters odd = HomeParameters.random(seed);
/// ```
public record HomeParameters(long seed, Amounts amounts, Uses uses, Flaws flaws) {
  /// The reference time that is used unless another is given, in seconds since the epoch. It lies
  /// in the past, so that files that a test writes itself are newer.
  public static final long NOW = 1_790_000_000L;

  /// How much there is.
  ///
  /// @param registries the first is the one that cargo uses when nothing is configured; at least
  ///   one
  /// @param crates `.crate` files
  /// @param srcs extracted crates
  /// @param files files in each package, at least two
  /// @param leastBytes of every further file
  /// @param mostBytes of every further file; small ones are more frequent
  /// @param gitDbs repositories
  /// @param checkouts of each repository
  public record Amounts(
      int registries,
      int crates,
      int srcs,
      int files,
      int leastBytes,
      int mostBytes,
      int gitDbs,
      int checkouts) {
    /// Checks what would make no home.
    public Amounts {
      if (registries < 1 || files < 2 || leastBytes < 0 || mostBytes < leastBytes) {
        throw new IllegalArgumentException("no home can be made of that");
      }
    }
  }

  /// When things were used last.
  ///
  /// @param now the reference time, in seconds since the epoch
  /// @param days the uses are spread over so many days before it
  /// @param tick every use is a whole number of so many seconds before it; large ones make ties
  /// @param wild every time is independent of the others: a registry may be older than its crates
  public record Uses(long now, int days, long tick, boolean wild) {}

  /// What a perfect home does not have. Shares are between 0 and 1.
  ///
  /// @param nullSizes the share of rows without a size, where cargo's schema allows it
  /// @param duSizes the share of sources whose size counts `.cargo-ok` too, as cargo measures it
  /// @param untracked the share of things without a row
  /// @param ghosts the share of rows without a thing
  /// @param lostParents indexes and git databases that are gone and whose rows are not
  /// @param orphans directories in the place of children that belong to no parent
  /// @param strays plain files in places of directories
  /// @param links symbolic links to directories outside, in places of directories
  /// @param twins checkouts that bear the name of one of another repository
  /// @param database whether there is one
  public record Flaws(
      double nullSizes,
      double duSizes,
      double untracked,
      double ghosts,
      int lostParents,
      int orphans,
      int strays,
      int links,
      int twins,
      Database database) {
    /// No flaw at all.
    public static final Flaws NONE = new Flaws(0, 0, 0, 0, 0, 0, 0, 0, 0, Database.PRESENT);
  }

  /// Whether a home has a database of last uses.
  public enum Database {
    PRESENT,
    ABSENT
  }

  /// A home as cargo itself would have made it: two registries with 20 crates and sources each, two
  /// repositories with two checkouts each, used within 120 days.
  public static HomeParameters perfect(long seed) {
    return new HomeParameters(
        seed, new Amounts(2, 40, 40, 4, 40, 4000, 2, 2), new Uses(NOW, 120, 1, false), Flaws.NONE);
  }

  /// A small home whose parameters themselves are picked by the seed: anything may be odd in it.
  public static HomeParameters random(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new HomeParameters(seed, randomAmounts(random), randomUses(random), randomFlaws(random));
  }

  private static Amounts randomAmounts(SplittableRandom random) {
    return new Amounts(
        random.nextInt(1, 5),
        random.nextInt(25),
        random.nextInt(25),
        random.nextInt(2, 6),
        pick(random, 0, 1, 40),
        pick(random, 40, 400, 5000),
        random.nextInt(5),
        random.nextInt(4));
  }

  private static Uses randomUses(SplittableRandom random) {
    return new Uses(
        NOW,
        pick(random, 1, 30, 120, 400),
        pick(random, 1, 1, 3600, 864_000),
        random.nextInt(3) == 0);
  }

  private static Flaws randomFlaws(SplittableRandom random) {
    return new Flaws(
        pick(random, 0, 10, 50, 100) / 100.0,
        pick(random, 0, 10, 100) / 100.0,
        pick(random, 0, 0, 20, 60) / 100.0,
        pick(random, 0, 0, 10, 40) / 100.0,
        pick(random, 0, 0, 1, 3),
        pick(random, 0, 1, 4),
        pick(random, 0, 0, 9),
        pick(random, 0, 0, 5),
        pick(random, 0, 0, 2),
        random.nextInt(20) == 0 ? Database.ABSENT : Database.PRESENT);
  }

  private static int pick(SplittableRandom random, int... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /// The same with other amounts.
  public HomeParameters with(Amounts other) {
    return new HomeParameters(seed, other, uses, flaws);
  }

  /// The same with other uses.
  public HomeParameters with(Uses other) {
    return new HomeParameters(seed, amounts, other, flaws);
  }

  /// The same with other flaws.
  public HomeParameters with(Flaws other) {
    return new HomeParameters(seed, amounts, uses, other);
  }

  /// The same at another reference time, in seconds since the epoch.
  public HomeParameters at(long now) {
    return with(new Uses(now, uses.days(), uses.tick(), uses.wild()));
  }
}
