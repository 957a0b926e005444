package dev.cratehold.cli.home;

/// Bars of block characters, an eighth of a column fine.
final class Bars {
  private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

  private Bars() {}

  /// A bar whose length is to `columns` as `value` is to `largest`. What is not nothing is seen.
  static String of(long value, long largest, int columns) {
    if (value <= 0 || largest <= 0 || columns <= 0) {
      return "";
    }
    long eighths = Math.max(1, Math.round((double) value / largest * columns * 8));
    int whole = (int) (eighths / 8);
    int rest = (int) (eighths % 8);
    return "█".repeat(whole) + (rest == 0 ? "" : EIGHTHS.substring(rest, rest + 1));
  }
}
