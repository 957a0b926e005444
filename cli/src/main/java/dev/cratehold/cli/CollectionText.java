package dev.cratehold.cli;

import dev.cratehold.cli.terminal.Bytes;
import dev.cratehold.cli.terminal.Causes;
import dev.cratehold.cli.terminal.Terminal;
import dev.cratehold.retention.CollectionReport.End;
import dev.cratehold.store.CollectedFile;
import dev.cratehold.store.StorePlan;
import dev.cratehold.store.StoreReport;
import java.io.IOException;
import java.util.Locale;
import java.util.stream.Collectors;

/// For people: what would go as a table on standard output, the outcome as status lines.
final class CollectionText implements CollectionView {
  private static final int MOST_FAILURES = 10;

  private final Terminal terminal;
  private long collected;

  CollectionText(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void planned(CollectedFile file) {
    terminal.line(
        String.format(
            Locale.ROOT,
            "%-40s %10s  %s  %s",
            names(file),
            Bytes.text(file.bytes()),
            file.lastUse().toString().substring(0, 10),
            CollectionReasons.text(file.reason())));
  }

  private static String names(CollectedFile file) {
    return file.crates().isEmpty()
        ? file.checksum().hex().substring(0, 16) + "… (unlisted)"
        : file.crates().stream()
            .map(crate -> crate.name() + " " + crate.version())
            .distinct()
            .collect(Collectors.joining(", "));
  }

  @Override
  public void endOfPlan(StorePlan plan) {
    terminal.flush();
    terminal.status("Summary", total(plan.files(), plan.bytes()));
    tellOf(plan);
    terminal.warning("nothing was deleted: --dry-run");
  }

  private static String total(long files, long bytes) {
    return "%d %s, %s total".formatted(files, files == 1 ? "crate" : "crates", Bytes.text(bytes));
  }

  private void tellOf(StorePlan plan) {
    tellIfAny(plan.retained().byPin(), "stay because of a pin");
    tellIfAny(plan.retained().byGrace(), "stay because they were stored or used a short time ago");
    if (plan.missing() > 0) {
      terminal.warning(
          Bytes.text(plan.missing())
              + " more would have to go, and nothing else may: raise the limit, take pins away, or"
              + " lower --gc-grace");
    }
  }

  private void tellIfAny(long number, String what) {
    if (number > 0) {
      terminal.note(number + " that a limit would take " + what);
    }
  }

  @Override
  public void collected(CollectedFile file) {
    collected++;
    terminal.progress("Removing", collected, 0);
  }

  @Override
  public void report(StorePlan plan, StoreReport report) {
    terminal.endProgress();
    terminal.status("Removed", total(report.files(), report.bytes()));
    tellOf(plan);
    if (report.used() > 0) {
      terminal.note(report.used() + " stay because they were used or pinned meanwhile");
    }
    report.failures().stream().limit(MOST_FAILURES).forEach(this::failed);
    if (report.failures().size() > MOST_FAILURES) {
      terminal.warning(report.failures().size() - MOST_FAILURES + " more could not be deleted");
    }
    report.cause().ifPresent(this::failed);
    if (report.end() == End.STOPPED) {
      terminal.warning(report.left() + " were not tried: it was stopped");
    }
  }

  private void failed(IOException e) {
    terminal.warning("not deleted: " + Causes.describe(e));
  }
}
