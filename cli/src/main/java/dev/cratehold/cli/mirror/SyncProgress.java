package dev.cratehold.cli.mirror;

import dev.cratehold.cli.terminal.Bytes;
import dev.cratehold.cli.terminal.Terminal;
import dev.cratehold.mirror.sync.SyncListener;
import java.time.Duration;

/// Shows how far a sync is: on a terminal on one line, elsewhere in a line now and then.
final class SyncProgress implements SyncListener {
  private static final Duration LINE_INTERVAL = Duration.ofSeconds(30);

  /// From when on it can be said how long the rest takes.
  private static final Duration ESTIMATE_AFTER = Duration.ofSeconds(2);

  private final Terminal terminal;
  private Phase phase = Phase.LISTING;
  private long phaseStart = System.nanoTime();
  private long lastLine = phaseStart;

  SyncProgress(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void progressed(Progress progress) {
    long now = System.nanoTime();
    if (progress.phase() != phase) {
      phase = progress.phase();
      phaseStart = now;
    }
    String verb = verb(progress.phase());
    String rest = rest(progress, Duration.ofNanos(now - phaseStart));
    if (terminal.hasProgress()) {
      terminal.progress(verb, progress.done(), progress.total(), rest);
    } else if (now - lastLine >= LINE_INTERVAL.toNanos()) {
      lastLine = now;
      terminal.status(verb, progress.done() + " of " + progress.total() + rest);
    }
  }

  private static String verb(Phase phase) {
    return switch (phase) {
      case LISTING -> "Listing";
      case LOOKING -> "Looking";
      case FETCHING -> "Fetching";
      case ENDING -> "Finishing";
    };
  }

  private static String rest(Progress progress, Duration elapsed) {
    String bytes = progress.phase() == Phase.FETCHING ? ", " + Bytes.text(progress.bytes()) : "";
    return bytes + left(progress, elapsed);
  }

  /// How long the rest takes at the speed so far.
  static String left(SyncListener.Progress progress, Duration elapsed) {
    if (progress.done() == 0
        || progress.total() <= progress.done()
        || elapsed.compareTo(ESTIMATE_AFTER) < 0) {
      return "";
    }
    double seconds =
        elapsed.toMillis() / 1000.0 * (progress.total() - progress.done()) / progress.done();
    Duration left = Duration.ofSeconds(Math.round(seconds));
    return ", about " + text(left) + " left";
  }

  private static String text(Duration left) {
    if (left.toHours() > 0) {
      return left.toHours() + " h " + left.toMinutesPart() + " min";
    }
    return left.toMinutes() > 0 ? left.toMinutes() + " min" : Math.max(1, left.toSeconds()) + " s";
  }
}
