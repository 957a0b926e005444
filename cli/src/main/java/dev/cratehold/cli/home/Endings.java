package dev.cratehold.cli.home;

import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.home.gc.HomeReport;
import dev.cratehold.home.gc.HomeReport.End;
import dev.cratehold.home.gc.UndoReport;

/// What commands that change a home end with.
final class Endings {
  private Endings() {}

  static ExitCode of(HomeReport.Carried report) {
    boolean isWhole =
        report.failed().isEmpty() && report.left() == 0 && report.freed().stayed() == 0;
    return of(report.end(), isWhole, report.removed().isEmpty());
  }

  static ExitCode of(UndoReport.Restored report) {
    boolean isWhole = report.failed().isEmpty() && report.left() == 0;
    return of(report.end(), isWhole, report.restored().isEmpty());
  }

  private static ExitCode of(End end, boolean isWhole, boolean isNothing) {
    return switch (end) {
      case STOPPED -> ExitCode.STOPPED;
      case BUSY -> ExitCode.PARTLY;
      case BROKEN -> isNothing ? ExitCode.FAILED : ExitCode.PARTLY;
      case COMPLETE -> isWhole ? ExitCode.DONE : ExitCode.PARTLY;
    };
  }

  /// What to do about what is left.
  static String advice(End end) {
    return switch (end) {
      case BUSY -> "cargo began to use the home; run it again later";
      case STOPPED -> "it was stopped; run it again to go on";
      case BROKEN -> "it broke off; run it again once that is mended";
      case COMPLETE -> "run it again";
    };
  }
}
