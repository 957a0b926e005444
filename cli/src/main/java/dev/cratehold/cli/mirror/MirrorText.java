package dev.cratehold.cli.mirror;

import dev.cratehold.cli.terminal.Bytes;
import dev.cratehold.cli.terminal.Terminal;
import dev.cratehold.mirror.sync.MirrorCheck;
import dev.cratehold.mirror.sync.MirrorCheck.Repair;
import dev.cratehold.mirror.sync.MirrorPruning;
import dev.cratehold.mirror.sync.MirrorPruning.Mode;
import dev.cratehold.mirror.sync.SyncReport;
import dev.cratehold.store.FailedItem;
import dev.cratehold.store.WorkState;
import java.util.Locale;
import java.util.stream.Collectors;

/// What the commands on a mirror found, for people.
final class MirrorText {
  private MirrorText() {}

  /// Shows what a sync came to.
  static void report(Terminal terminal, SyncReport report) {
    SyncReport.Done done = report.done();
    terminal.status("Looked", "at the index files of " + count(done.looked()) + " crates");
    if (done.missing() > 0) {
      terminal.warning(
          "the registry does not have %s of the crates: %s%s"
              .formatted(
                  count(done.missing()),
                  done.missingNames().stream()
                      .map(Object::toString)
                      .collect(Collectors.joining(", ")),
                  done.missing() > done.missingNames().size() ? ", …" : ""));
    }
    terminal.status("Fetched", count(done.fetched()) + " crate files, " + Bytes.text(done.bytes()));
    report.stopped().ifPresent(reason -> terminal.warning("stopped early: " + reason));
    long refused = report.left().in(WorkState.REFUSED);
    long failed = report.left().in(WorkState.FAILED);
    long waiting = report.left().in(WorkState.WAITING);
    if (report.left().all() > 0) {
      terminal.warning(
          "%s could not be fetched: %s failed, %s refused, %s not tried; `cratehold mirror status` says why, and the next sync tries again"
              .formatted(
                  count(report.left().all()), count(failed), count(refused), count(waiting)));
    } else if (report.isComplete()) {
      terminal.status("Finished", "the mirror is complete");
    }
  }

  /// Shows how far a mirror is.
  static void overview(Terminal terminal, MirrorOverview overview) {
    row(terminal, "directory", overview.data().toString());
    row(terminal, "upstream", overview.state().upstream());
    row(terminal, "settings", overview.settings().text().replace("\n", ", "));
    row(
        terminal,
        "last sync",
        overview.state().syncedAt().map(Object::toString).orElse("none to the end"));
    row(terminal, "marker", overview.state().marker().orElse("none"));
    row(terminal, "crates", count(overview.names()));
    row(terminal, "index files", count(overview.held().indexFiles()));
    row(
        terminal,
        "versions",
        "%s held, %s; %s with those to be fetched"
            .formatted(
                count(overview.held().crates()),
                Bytes.text(overview.held().crateBytes()),
                count(overview.wanted())));
    row(terminal, "waiting", count(overview.left().in(WorkState.WAITING)));
    row(terminal, "failed", count(overview.left().in(WorkState.FAILED)));
    row(terminal, "refused", count(overview.left().in(WorkState.REFUSED)));
    for (FailedItem failure : overview.failures()) {
      terminal.line(
          "  %s, %s %d times, again from %s: %s"
              .formatted(
                  failure.item(),
                  failure.state().name().toLowerCase(Locale.ROOT),
                  failure.attempts(),
                  failure.due(),
                  failure.reason()));
    }
    if (overview.failed() > overview.failures().size()) {
      terminal.line(
          "  and %s more; --json lists more of them"
              .formatted(count(overview.failed() - overview.failures().size())));
    }
  }

  private static void row(Terminal terminal, String name, String value) {
    terminal.line(String.format(Locale.ROOT, "%-12s %s", name + ":", value));
  }

  /// Shows whether a mirror is complete.
  static void verified(Terminal terminal, MirrorCheck.Result result, Repair repair) {
    terminal.status(
        "Verified",
        "%s of %s versions of %s crates are held, %s"
            .formatted(
                count(result.held()),
                count(result.wanted()),
                count(result.names()),
                Bytes.text(result.bytes())));
    if (result.missing() > 0) {
      terminal.warning(
          count(result.missing())
              + " are missing; "
              + (repair == Repair.QUEUE
                  ? "the next `cratehold mirror sync` fetches them"
                  : "--requeue has the next sync fetch them"));
    }
  }

  /// Shows what was pruned.
  static void pruned(Terminal terminal, MirrorPruning.Result result, Mode mode) {
    String what =
        "%s crate files, %s; %s stay"
            .formatted(count(result.removed()), Bytes.text(result.bytes()), count(result.kept()));
    switch (mode) {
      case DRY_RUN -> terminal.status("Would remove", what);
      case REMOVE -> terminal.status("Removed", what);
    }
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
