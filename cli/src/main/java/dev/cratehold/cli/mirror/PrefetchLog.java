package dev.cratehold.cli.mirror;

import dev.cratehold.mirror.prefetch.PrefetchFailure;
import dev.cratehold.mirror.prefetch.PrefetchOptions;
import dev.cratehold.mirror.prefetch.PrefetchReport;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// What a server's log says of a prefetch.
final class PrefetchLog {
  private PrefetchLog() {}

  static void write(Logger logger, PrefetchReport report) {
    for (PrefetchFailure failure : report.failed()) {
      logger.log(
          Level.WARNING,
          "cannot prefetch {0}, named by {1}: {2}",
          failure.item(),
          failure.source(),
          failure.reason());
    }
    logger.log(
        Level.INFO, "prefetched " + PrefetchText.summary(report, PrefetchOptions.Mode.FETCH));
  }
}
