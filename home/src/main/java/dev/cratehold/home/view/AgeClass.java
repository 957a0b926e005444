package dev.cratehold.home.view;

import dev.cratehold.home.LastUse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// How long ago something was used last, in classes that the limits of cargo's own collections fall
/// between.
public enum AgeClass {
  /// Less than a day ago.
  DAY("under a day", Duration.ofDays(1)),
  /// Less than a week ago.
  WEEK("under a week", Duration.ofDays(7)),
  /// Less than a month of cargo's ago.
  MONTH("under a month", Duration.ofSeconds(2_629_746)),
  /// Less than three months ago.
  THREE_MONTHS("under 3 months", Duration.ofSeconds(3 * 2_629_746)),
  /// Longer ago.
  OLDER("3 months or more", Duration.ofSeconds(Long.MAX_VALUE)),
  /// Nothing says when.
  UNKNOWN("unknown", Duration.ofSeconds(Long.MAX_VALUE));

  private final String label;
  private final Duration below;

  AgeClass(String label, Duration below) {
    this.label = label;
    this.below = below;
  }

  /// For users.
  public String label() {
    return label;
  }

  /// The times that part the classes, the latest first: what was used at or after the first is of
  /// the first class. Used before the last of them is [#OLDER].
  static List<Long> times(Instant now) {
    return Stream.of(DAY, WEEK, MONTH, THREE_MONTHS)
        .map(ageClass -> now.minus(ageClass.below).getEpochSecond() + 1)
        .toList();
  }

  /// The class of a last use. One in the future is of the youngest.
  public static AgeClass of(LastUse lastUse, Instant now) {
    if (lastUse.evidence() == LastUse.Evidence.NONE) {
      return UNKNOWN;
    }
    Duration age = Duration.between(lastUse.instant(), now);
    for (AgeClass ageClass : values()) {
      if (age.compareTo(ageClass.below) < 0) {
        return ageClass;
      }
    }
    return OLDER;
  }
}
