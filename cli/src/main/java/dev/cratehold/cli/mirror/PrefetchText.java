package dev.cratehold.cli.mirror;

import dev.cratehold.cli.terminal.Bytes;
import dev.cratehold.cli.terminal.Fit;
import dev.cratehold.cli.terminal.Terminal;
import dev.cratehold.mirror.prefetch.PrefetchFailure;
import dev.cratehold.mirror.prefetch.PrefetchOptions.Mode;
import dev.cratehold.mirror.prefetch.PrefetchReport;
import dev.cratehold.mirror.prefetch.Skipped;
import dev.cratehold.store.CrateId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// For people: status lines; what a rehearsal would fetch goes to standard output.
final class PrefetchText implements PrefetchView {
  private static final int NAMED = 5;

  private final Terminal terminal;
  private final int named;

  /// How much of what is passed over is named.
  enum Naming {
    ALL,
    SOME
  }

  PrefetchText(Terminal terminal, Naming naming) {
    this.terminal = terminal;
    this.named = naming == Naming.ALL ? Integer.MAX_VALUE : NAMED;
  }

  @Override
  public void show(PrefetchReport report, Mode mode, OptionalInt pinned) {
    skipped(report);
    report.failed().forEach(this::failed);
    if (!report.stale().isEmpty()) {
      terminal.warning(
          "the index files of these crates could not be refreshed, what was here counted: "
              + some(report.stale()));
    }
    if (mode == Mode.REHEARSE) {
      report.fetched().forEach(each -> terminal.line(name(each.crate())));
      terminal.flush();
    }
    terminal.status(mode == Mode.REHEARSE ? "Would fetch" : "Fetched", summary(report, mode));
    pinned.ifPresent(
        count -> terminal.status("Pinned", count + (count == 1 ? " crate" : " crates")));
    if (!report.failed().isEmpty()) {
      terminal.note("run it again when that is mended; what is here is not fetched again");
    }
  }

  private void skipped(PrefetchReport report) {
    Map<Skipped.Reason, List<String>> items = new TreeMap<>();
    report
        .skipped()
        .forEach(
            each -> items.computeIfAbsent(each.reason(), _ -> new ArrayList<>()).add(each.item()));
    items.forEach(
        (reason, names) -> terminal.status("Skipped", reason.meaning() + ": " + some(names)));
  }

  private void failed(PrefetchFailure failure) {
    terminal.warning(
        "cannot fetch %s, named by %s: %s"
            .formatted(
                Fit.printable(failure.item()),
                Fit.printable(failure.source()),
                Fit.printable(failure.reason())));
  }

  private String some(List<String> names) {
    String shown =
        names.stream().limit(named).map(Fit::printable).collect(Collectors.joining(", "));
    int more = names.size() - Math.min(names.size(), named);
    return more == 0 ? shown : shown + " and " + more + " more";
  }

  private static String name(CrateId crate) {
    return crate.name() + " " + crate.version();
  }

  /// `12 crates (3.4MiB), 120 were here, 2 failed`.
  static String summary(PrefetchReport report, Mode mode) {
    int count = report.fetched().size();
    String crates = count + (count == 1 ? " crate" : " crates");
    String size =
        mode == Mode.FETCH && count > 0 ? " (" + Bytes.text(report.fetchedBytes()) + ")" : "";
    String failed = report.failed().isEmpty() ? "" : ", " + report.failed().size() + " failed";
    return crates + size + ", " + report.held().size() + " were here" + failed;
  }
}
