package dev.cratehold.cli;

import dev.cratehold.cli.terminal.Bytes;
import dev.cratehold.cli.terminal.Terminal;
import dev.cratehold.store.statistics.NamedTally;
import dev.cratehold.store.statistics.StatisticsReport;
import dev.cratehold.store.statistics.Tally;
import dev.cratehold.store.statistics.Window;
import dev.cratehold.store.statistics.WindowReport;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// What was served, for people: a table of the windows of time, then who took most in each.
final class StatisticsText {
  private static final String ROW = "%-14s %12s %7s %8s %10s %8s %10s %10s %9s %9s %9s";

  private final Terminal terminal;

  StatisticsText(Terminal terminal) {
    this.terminal = terminal;
  }

  void show(StatisticsReport report) {
    terminal.line(
        String.format(
            Locale.ROOT,
            ROW,
            "",
            "requests",
            "hits",
            "stale",
            "misses",
            "failed",
            "served",
            "saved",
            "p50",
            "p90",
            "p99"));
    report.windows().forEach(this::window);
    for (WindowReport window : report.windows()) {
      top(window, "crates by requests", window.cratesByRequests());
      top(window, "crates by bytes", window.cratesByBytes());
      top(window, "clients", window.clients());
    }
  }

  private void window(WindowReport window) {
    Tally total = window.total();
    terminal.line(
        String.format(
            Locale.ROOT,
            ROW,
            name(window.window()),
            total.requests(),
            percent(total.hits(), total.requests()),
            total.stale(),
            total.misses(),
            total.failed(),
            Bytes.text(total.bytesServed()),
            Bytes.text(total.bytesSaved()),
            time(window.latencies().p50()),
            time(window.latencies().p90()),
            time(window.latencies().p99())));
  }

  private static String name(Window window) {
    return switch (window) {
      case HOUR -> "last hour";
      case DAY -> "last 24 hours";
      case MONTH -> "last 30 days";
      case EVER -> "ever";
    };
  }

  private static String percent(long part, long whole) {
    return whole == 0 ? "-" : String.format(Locale.ROOT, "%.1f%%", 100.0 * part / whole);
  }

  private static String time(Duration duration) {
    return String.format(Locale.ROOT, "%.1fms", duration.toNanos() / 1e6);
  }

  private void top(WindowReport window, String what, List<NamedTally> tallies) {
    if (!tallies.isEmpty()) {
      terminal.line("");
      terminal.line(name(window.window()) + ", " + what + ":");
      tallies.forEach(this::named);
    }
  }

  private void named(NamedTally named) {
    terminal.line(
        String.format(
            Locale.ROOT,
            "  %-48s %10d requests %12s",
            named.name(),
            named.tally().requests(),
            Bytes.text(named.tally().bytesServed())));
  }
}
