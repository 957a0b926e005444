package dev.cratehold.acceptance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/// What a [Soak] came to.
///
/// @param strikes how often the upstream misbehaved
/// @param published how many versions it published meanwhile
/// @param fetches how many fetches there were, all of them checked crate by crate
/// @param emptyReplies how many of them had to be begun again, because a server was killed at a
///   moment at which cargo does not retry
/// @param failures what went wrong in those that failed
/// @param longLived what the server that was never killed held, second by second
/// @param lives what the other one held at the end of each of its lives
/// @param verified what `store verify` said of both
record SoakReport(
    Duration duration,
    long seed,
    int kills,
    int strikes,
    int published,
    int fetches,
    int emptyReplies,
    List<String> failures,
    List<Resources> longLived,
    List<Resources> lives,
    List<Cratehold.Outcome> verified) {
  private static final List<Quantity> QUANTITIES =
      List.of(
          new Quantity("descriptors", 40, Resources::descriptors),
          new Quantity("threads", 10, Resources::threads),
          new Quantity("bytes of memory", 40_000_000, Resources::residentBytes));

  /// What a server holds, one thing after the other.
  ///
  /// @param spare how much of it comes and goes
  private record Quantity(String label, long spare, ToLongFunction<Resources> value) {
    long most(List<Resources> samples) {
      return samples.stream().mapToLong(value).max().orElse(0);
    }
  }

  /// What the long-lived server held more of in its last third than in the one before, and the
  /// other one at the end of its later lives than at the end of its earlier ones, by more than what
  /// comes and goes.
  List<String> growth() {
    List<String> growth = new ArrayList<>();
    for (Quantity quantity : QUANTITIES) {
      addGrowth(growth, "long-lived", quantity, part(longLived, 1, 3), part(longLived, 2, 3));
      addGrowth(growth, "killed", quantity, part(lives, 0, 2), part(lives, 1, 2));
    }
    return growth;
  }

  private static void addGrowth(
      List<String> growth,
      String server,
      Quantity quantity,
      List<Resources> before,
      List<Resources> after) {
    long from = quantity.most(before);
    long to = quantity.most(after);
    if (!before.isEmpty() && to > from + quantity.spare) {
      growth.add("%s: from %d to %d %s".formatted(server, from, to, quantity.label));
    }
  }

  private static List<Resources> part(List<Resources> samples, int number, int of) {
    return samples.subList(samples.size() * number / of, samples.size() * (number + 1) / of);
  }

  /// The table for `docs/soak.md`.
  String table() {
    StringBuilder table = new StringBuilder("| | |\n|---|---|\n");
    row(table, "duration, seed", duration.toSeconds() + " s, " + seed);
    row(table, "fetches, failed", fetches + ", " + failures.size());
    row(table, "fetches begun again after a kill", Integer.toString(emptyReplies));
    row(table, "kill -9 of the server", Integer.toString(kills));
    row(table, "faults of the upstream", Integer.toString(strikes));
    row(table, "versions published meanwhile", Integer.toString(published));
    row(
        table,
        "`store verify` afterwards",
        String.join(", ", verified.stream().map(SoakReport::verdict).toList()));
    for (Quantity quantity : QUANTITIES) {
      row(table, "long-lived server, " + quantity.label, thirds(quantity, longLived));
      row(table, "killed server, " + quantity.label, thirds(quantity, lives));
    }
    return table.toString();
  }

  private static String verdict(Cratehold.Outcome verified) {
    return verified.exit() == 0 ? "sound" : "NOT SOUND: " + verified.output();
  }

  /// The most in each third of the time.
  private static String thirds(Quantity quantity, List<Resources> samples) {
    return "%,d / %,d / %,d"
        .formatted(
            quantity.most(part(samples, 0, 3)),
            quantity.most(part(samples, 1, 3)),
            quantity.most(part(samples, 2, 3)));
  }

  private static void row(StringBuilder table, String what, String value) {
    table.append(String.format(Locale.ROOT, "| %s | %s |\n", what, value));
  }
}
