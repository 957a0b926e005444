package dev.cratehold.cli.home;

import dev.cratehold.home.LastUse;
import dev.cratehold.home.gc.CollectionOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// Times and durations in words.
final class Ages {
  private record Unit(String name, long seconds) {}

  private static final List<Unit> UNITS =
      List.of(
          new Unit("month", CollectionOptions.MONTH.toSeconds()),
          new Unit("week", 7 * 86_400L),
          new Unit("day", 86_400),
          new Unit("hour", 3_600),
          new Unit("minute", 60),
          new Unit("second", 1));
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Ages() {}

  /// A duration as it was given: in the largest unit of cargo's that it is a multiple of.
  static String text(Duration duration) {
    long seconds = duration.toSeconds();
    Unit unit =
        UNITS.stream()
            .filter(u -> seconds > 0 && seconds % u.seconds == 0)
            .findFirst()
            .orElse(UNITS.getLast());
    return count(seconds / unit.seconds, unit.name);
  }

  /// A number with a word in its singular or plural: `1 item`, `2 items`.
  static String count(long number, String word) {
    return number + " " + word + (number == 1 ? "" : "s");
  }

  /// A moment, to the minute.
  static String minute(Instant instant) {
    return MINUTE.format(instant);
  }

  /// The day of a last use; a tilde says that the files' own times are all there is to go by.
  static String day(LastUse lastUse) {
    return switch (lastUse.evidence()) {
      case DATABASE -> DAY.format(lastUse.instant());
      case MODIFIED -> "~" + DAY.format(lastUse.instant());
      case NONE -> "unknown";
    };
  }
}
