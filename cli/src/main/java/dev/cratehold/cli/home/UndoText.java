package dev.cratehold.cli.home;

import dev.cratehold.cli.home.UndoCommand.SizedRun;
import dev.cratehold.cli.terminal.Causes;
import dev.cratehold.cli.terminal.Fit;
import dev.cratehold.cli.terminal.Terminal;
import dev.cratehold.home.CargoSize;
import dev.cratehold.home.gc.UndoReport;
import dev.cratehold.home.trash.KeptRun;
import java.util.List;

/// For people.
record UndoText(Terminal terminal) implements UndoView {
  @Override
  public void list(List<SizedRun> runs) {
    if (!runs.isEmpty()) {
      terminal.line(terminal.heading(line("run", "items", "size", "kept until")));
    }
    for (SizedRun sized : runs) {
      KeptRun run = sized.run();
      terminal.line(
          line(
              run.name(),
              String.valueOf(run.items().size()),
              CargoSize.text(sized.usage().apparentBytes()),
              Ages.minute(run.until())));
    }
    terminal.flush();
    terminal.status("Listed", Ages.count(runs.size(), "run") + " that can be undone");
  }

  private static String line(String run, String items, String size, String until) {
    return Fit.left(run, 26) + Fit.right(items, 8) + Fit.right(size, 12) + "  " + until;
  }

  @Override
  public void plan(KeptRun run) {
    run.items().forEach(id -> terminal.line(Fit.printable(id.path())));
    terminal.flush();
    terminal.status("Summary", Ages.count(run.items().size(), "item") + " of " + run.name());
    terminal.warning("nothing was brought back: --dry-run");
  }

  @Override
  public void report(UndoReport.Restored report) {
    terminal.status(
        "Restored", Ages.count(report.restored().size(), "item") + " of " + report.run().name());
    if (!report.existing().isEmpty()) {
      terminal.status(
          "Kept", Ages.count(report.existing().size(), "item") + " that cargo has made again");
    }
    report.warnings().forEach(terminal::warning);
    for (UndoReport.Failure failure : report.failed()) {
      terminal.warning(
          Fit.printable(failure.id().path())
              + " could not be brought back: "
              + Fit.printable(Causes.describe(failure.cause())));
    }
    if (report.left() > 0) {
      terminal.warning(
          Ages.count(report.left(), "item") + " not brought back yet; run it again to go on");
    }
  }
}
