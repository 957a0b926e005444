package dev.cratehold.cli.terminal;

import java.util.List;
import java.util.Locale;

/// Sizes in words, as cargo writes them: `12B`, `3.0KiB`, `1.5GiB`.
public final class Bytes {
  private static final List<String> UNITS = List.of("KiB", "MiB", "GiB", "TiB", "PiB", "EiB");

  private Bytes() {}

  /// The size in the largest unit of which it has one.
  public static String text(long bytes) {
    if (bytes < 1024) {
      return bytes + "B";
    }
    double size = bytes / 1024.0;
    int unit = 0;
    while (size >= 1024 && unit < UNITS.size() - 1) {
      size /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f%s", size, UNITS.get(unit));
  }
}
