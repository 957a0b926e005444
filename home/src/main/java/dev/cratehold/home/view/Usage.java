package dev.cratehold.home.view;

import dev.cratehold.home.lastuse.LastUseSum;
import dev.cratehold.posix.TreeUsage;
import java.util.OptionalLong;

/// How much several things take.
///
/// @param items how many things
/// @param bytes the lengths of their files as far as they are known, which is how cargo counts
/// @param files how many files; empty unless all were measured
/// @param realBytes what the disk gives for them, files with several links counted once; empty
///   unless all were measured
/// @param unmeasured of how many things the size is not known
public record Usage(
    long items, long bytes, OptionalLong files, OptionalLong realBytes, long unmeasured) {
  /// Nothing at all.
  public static final Usage NONE = new Usage(0, 0, OptionalLong.of(0), OptionalLong.of(0), 0);

  /// Things that were measured.
  static Usage measured(long items, TreeUsage usage) {
    return new Usage(
        items,
        usage.apparentBytes(),
        OptionalLong.of(usage.files()),
        OptionalLong.of(usage.realBytes()),
        0);
  }

  /// One thing of which somebody else knows the size, or nobody.
  static Usage noted(OptionalLong bytes) {
    return new Usage(
        1, bytes.orElse(0), OptionalLong.empty(), OptionalLong.empty(), bytes.isPresent() ? 0 : 1);
  }

  /// Several things of which the database knows some sizes.
  static Usage noted(LastUseSum sum) {
    return new Usage(
        sum.items(), sum.bytes(), OptionalLong.empty(), OptionalLong.empty(), sum.unmeasured());
  }

  /// Several things of which nothing is known.
  static Usage unknown(long items) {
    return items == 0
        ? NONE
        : new Usage(items, 0, OptionalLong.empty(), OptionalLong.empty(), items);
  }

  /// Both together.
  public Usage plus(Usage other) {
    return new Usage(
        items + other.items,
        bytes + other.bytes,
        sum(files, other.files),
        sum(realBytes, other.realBytes),
        unmeasured + other.unmeasured);
  }

  private static OptionalLong sum(OptionalLong one, OptionalLong other) {
    return one.isPresent() && other.isPresent()
        ? OptionalLong.of(one.getAsLong() + other.getAsLong())
        : OptionalLong.empty();
  }
}
