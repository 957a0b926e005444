package dev.cratehold.home;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sizes in words as cargo writes and reads them: `12B`, `3.0KiB`; `10 MB`, `1.5GiB`.
public final class CargoSize {
  private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB");

  /// The largest size that cargo takes without a unit.
  private static final BigDecimal LARGEST = new BigDecimal("18446744073709551615");

  private static final Pattern FORM =
      Pattern.compile(
          "([0-9]+(\\.[0-9])?) ?(b|kb|mb|gb|kib|mib|gib)?",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  private CargoSize() {}

  /// The size in words, digit for digit what cargo writes. Cargo calculates in single precision and
  /// rounds half to even; so does this.
  public static String text(long bytes) {
    float size = bytes;
    int unit = unit(size);
    return unit == 0
        ? bytes + UNITS.getFirst()
        : tenths((float) (size / Math.pow(1024, unit))) + UNITS.get(unit);
  }

  private static int unit(float size) {
    return size < 1 ? 0 : (int) ((float) (Math.log(size) / Math.log(2)) / 10);
  }

  private static String tenths(float size) {
    return new BigDecimal(size).setScale(1, RoundingMode.HALF_EVEN).toPlainString();
  }

  /// The bytes that `text` says; sizes beyond the largest number count as that.
  ///
  /// @throws IllegalArgumentException if it is no size in a form that cargo takes, with a sentence
  ///   for the user
  public static long parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          ("invalid size `%s`, expected a number with an optional B, kB, MB, GB, kiB, MiB, or GiB"
                  + " suffix")
              .formatted(text));
    }
    String suffix = form.group(3);
    return suffix == null
        ? whole(form.group(1))
        : (long) (Double.parseDouble(form.group(1)) * factor(suffix.toLowerCase(Locale.ROOT)));
  }

  private static double factor(String suffix) {
    return switch (suffix) {
      case "kb" -> 1e3;
      case "mb" -> 1e6;
      case "gb" -> 1e9;
      case "kib" -> 0x1p10;
      case "mib" -> 0x1p20;
      case "gib" -> 0x1p30;
      default -> 1;
    };
  }

  private static long whole(String number) {
    BigDecimal size = new BigDecimal(number);
    if (number.contains(".") || size.compareTo(LARGEST) > 0) {
      throw new IllegalArgumentException("expected an integer size, got `" + number + "`");
    }
    return size.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValueExact();
  }
}
