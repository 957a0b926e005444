package dev.cratehold.cli.cas;

import java.util.Optional;

/// A part of content, as HTTP names it: from a byte to another one, both included; `0-0` is the
/// first.
///
/// @param last the largest number if there is no end
record ByteRange(long first, long last) {
  private static final int MOST_DIGITS = 18;

  /// Reads `A-B` or `A-`; empty if it is none.
  static Optional<ByteRange> parse(String text) {
    int dash = text.indexOf('-');
    if (dash < 0) {
      return Optional.empty();
    }
    String first = text.substring(0, dash);
    String last = text.substring(dash + 1);
    if (!isNumber(first) || !(last.isEmpty() || isNumber(last))) {
      return Optional.empty();
    }
    long end = last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last);
    return Optional.of(new ByteRange(Long.parseLong(first), end))
        .filter(range -> range.first <= range.last);
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() <= MOST_DIGITS
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /// How many of its bytes there are in content of this size; 0 if it begins behind the end.
  long lengthIn(long size) {
    return Math.max(0, Math.min(last, size - 1) - first + 1);
  }

  @Override
  public String toString() {
    return first + "-" + (last == Long.MAX_VALUE ? "" : Long.toString(last));
  }
}
