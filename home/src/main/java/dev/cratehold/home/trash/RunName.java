package dev.cratehold.home.trash;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The name of a run, which is also that of its directory in the trash: `20261121T160000Z-1234`,
/// the time of its beginning in UTC and the number of its process. A process that has several runs
/// in one second numbers them from the second on: `20261121T160000Z-1234-2`.
///
/// @param begun to the second
/// @param ordinal from 1
record RunName(Instant begun, long pid, int ordinal) implements Comparable<RunName> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssX", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Pattern NAME =
      Pattern.compile("(\\d{8}T\\d{6}Z)-(\\d{1,18})(?:-([1-9]\\d{0,8}))?");
  private static final Comparator<RunName> ORDER =
      Comparator.comparing(RunName::begun)
          .thenComparingLong(RunName::pid)
          .thenComparingInt(RunName::ordinal);

  RunName {
    begun = begun.truncatedTo(ChronoUnit.SECONDS);
  }

  static RunName first(Instant begun, long pid) {
    return new RunName(begun, pid, 1);
  }

  RunName next() {
    return new RunName(begun, pid, ordinal + 1);
  }

  /// Reads a name; empty if it is none.
  static Optional<RunName> parse(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      Instant begun = TIME.parse(matcher.group(1), Instant::from);
      int ordinal = Optional.ofNullable(matcher.group(3)).map(Integer::valueOf).orElse(1);
      return Optional.of(new RunName(begun, Long.parseLong(matcher.group(2)), ordinal));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /// The earlier begun first.
  @Override
  public int compareTo(RunName other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    String name = TIME.format(begun) + "-" + pid;
    return ordinal == 1 ? name : name + "-" + ordinal;
  }
}
