package dev.cratehold.home;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations in words as cargo reads them: `3 days`, `1 month`.
public final class CargoDuration {
  private static final Pattern FORM =
      Pattern.compile("([0-9]+) ?(second|minute|hour|day|week|month)s?");

  private CargoDuration() {}

  /// The duration that `text` says. One too long to be counted in seconds is refused, where cargo
  /// would take it for a short one.
  ///
  /// @throws IllegalArgumentException if it is no duration in a form that cargo takes, with a
  ///   sentence for the user
  public static Duration parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "expected a value of the form \"N seconds/minutes/hours/days/weeks/months\", got: \"%s\""
              .formatted(text));
    }
    try {
      long count = Long.parseLong(form.group(1));
      return Duration.ofSeconds(Math.multiplyExact(count, seconds(form.group(2))));
    } catch (NumberFormatException | ArithmeticException e) {
      throw new IllegalArgumentException("the duration \"%s\" is too long".formatted(text), e);
    }
  }

  /// A month is a twelfth of a mean year.
  private static long seconds(String unit) {
    return switch (unit) {
      case "second" -> 1;
      case "minute" -> 60;
      case "hour" -> 3_600;
      case "day" -> 86_400;
      case "week" -> 604_800;
      default -> 2_629_746;
    };
  }
}
