package dev.cratehold.acceptance;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The arguments of a `cratehold home gc` that takes all that grace lets it take.
final class Collecting {
  private static final List<String> KINDS = List.of("src", "crate", "index", "git-co", "git-db");

  private Collecting() {}

  /// A time two hours from now, in seconds since the epoch: what is used now is past the default
  /// grace then.
  static long afterGrace() {
    return Instant.now().plus(Duration.ofHours(2)).getEpochSecond();
  }

  /// With all ages 0.
  static String[] everything(String... more) {
    List<String> arguments = new ArrayList<>(List.of("gc"));
    KINDS.forEach(kind -> arguments.addAll(List.of("--max-" + kind + "-age", "0 days")));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }
}
