package dev.cratehold.cli;

import dev.cratehold.cli.terminal.Bytes;
import dev.cratehold.cli.terminal.Terminal;
import dev.cratehold.store.Alert;
import dev.cratehold.store.CrateId;
import dev.cratehold.store.HeldCrate;
import dev.cratehold.store.RaisedAlert;
import dev.cratehold.store.ScrubMode;
import dev.cratehold.store.ScrubReport;
import dev.cratehold.store.ScrubReport.Finding;
import dev.cratehold.store.Totals;
import dev.cratehold.store.statistics.StatisticsReport;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// For people: tables on standard output, the outcome as status lines.
final class StoreText implements StoreView {
  private final Terminal terminal;
  private long crates;
  private long bytes;
  private long alerts;

  StoreText(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void info(Path data, Totals totals, long alerts) {
    row("directory", data.toString());
    row("crates", count(totals.crates()) + " versions, " + Bytes.text(totals.crateBytes()));
    row("index files", count(totals.indexFiles()) + ", " + Bytes.text(totals.indexBytes()));
    row("served", count(totals.uses()) + " crates, " + Bytes.text(totals.bytesServed()));
    row("alerts", alerts == 0 ? "none" : count(alerts) + "; `cratehold store alerts` shows them");
  }

  private void row(String name, String value) {
    terminal.line(String.format(Locale.ROOT, "%-12s %s", name + ":", value));
  }

  @Override
  public void statistics(StatisticsReport report) {
    new StatisticsText(terminal).show(report);
  }

  @Override
  public void crate(HeldCrate held) {
    crates++;
    bytes += held.size();
    CrateId crate = held.crate();
    terminal.line(
        String.format(
            Locale.ROOT,
            "%-48s %10s  %s  used %d times",
            crate.name() + " " + crate.version(),
            Bytes.text(held.size()),
            held.lastUse().toString().substring(0, 10),
            held.uses()));
  }

  @Override
  public void alert(RaisedAlert raised) {
    Alert alert = raised.alert();
    String version = alert.version().map(v -> " " + v).orElse("");
    terminal.line(
        String.format(
            Locale.ROOT,
            "%s %s %s%s: %s%s",
            raised.last().truncatedTo(ChronoUnit.SECONDS),
            Words.of(alert.kind()),
            alert.name(),
            version,
            alert.sentence(),
            raised.count() > 1 ? " (" + raised.count() + " times)" : ""));
    alerts++;
  }

  @Override
  public void endOfAlerts(long all) {
    terminal.flush();
    terminal.status("Listed", count(alerts) + " of " + count(all) + " alerts");
  }

  @Override
  public void endOfCrates() {
    terminal.flush();
    terminal.status("Listed", count(crates) + " crate versions, " + Bytes.text(bytes));
  }

  @Override
  public void report(ScrubReport report, ScrubMode mode) {
    report.findings().forEach(finding -> terminal.line(sentence(finding, mode)));
    terminal.flush();
    String intact = count(report.intact()) + " crate files, " + Bytes.text(report.intactBytes());
    terminal.status(
        "Verified", intact + ", and " + count(report.indexFiles()) + " index files: intact");
    if (!report.isSound()) {
      terminal.warning(
          mode == ScrubMode.REPAIR
              ? "what was damaged or missing is fetched again when it is next asked for"
              : "nothing was changed: --dry-run");
    }
  }

  private static String sentence(Finding finding, ScrubMode mode) {
    boolean repair = mode == ScrubMode.REPAIR;
    return switch (finding) {
      case Finding.Corrupt corrupt ->
          "corrupt: "
              + names(corrupt.crates(), corrupt.checksum().hex())
              + " has the checksum "
              + corrupt.actual().hex()
              + (repair ? "; moved to quarantine" : "");
      case Finding.Missing missing ->
          "missing: " + names(missing.crates(), missing.checksum().hex());
      case Finding.Unlisted unlisted ->
          "unlisted: " + unlisted.checksum().hex() + ", intact; listed when it is next asked for";
      case Finding.DamagedIndexFile index ->
          "damaged: the index file of " + index.name() + (repair ? "; forgotten" : "");
    };
  }

  private static String names(List<CrateId> crates, String checksum) {
    String names =
        crates.stream()
            .map(crate -> crate.name() + " " + crate.version())
            .collect(Collectors.joining(", "));
    return crates.isEmpty() ? checksum : names + " (" + checksum + ")";
  }

  private static String count(long number) {
    return Long.toString(number);
  }
}
