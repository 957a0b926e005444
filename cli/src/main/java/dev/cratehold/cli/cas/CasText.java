package dev.cratehold.cli.cas;

import dev.cratehold.cas.Finding;
import dev.cratehold.cas.Layout;
import dev.cratehold.cas.VerificationReport;
import dev.cratehold.cas.index.IndexEntry;
import dev.cratehold.cas.integrity.Integrity;
import dev.cratehold.cli.cas.CacheInfo.Amount;
import dev.cratehold.cli.terminal.Bytes;
import dev.cratehold.cli.terminal.Fit;
import dev.cratehold.cli.terminal.Terminal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;

/// For people: tables on standard output, the outcome as status lines.
final class CasText implements CasView {
  private static final int LABEL = 14;

  private final Terminal terminal;
  private Optional<EntryTable> table = Optional.empty();
  private long entries;

  CasText(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void stored(Stored stored, Doing doing) {
    terminal.line(stored.integrity().toString());
    if (doing == Doing.DRY_RUN) {
      terminal.note(
          "%s would be stored in %s in the layout %s; nothing was written"
              .formatted(CasCommand.shown(stored.key()), stored.directory(), stored.layout()));
    }
  }

  @Override
  public void written(Written written) {
    terminal.status("Wrote", Bytes.text(written.bytes()) + " to " + written.output());
  }

  @Override
  public void entry(IndexEntry entry, OptionalLong size) {
    entries++;
    if (table.isEmpty()) {
      table = Optional.of(new EntryTable(terminal.columns()));
    }
    terminal.line(table.get().row(entry, size));
  }

  @Override
  public void endOfEntries() {
    terminal.status("Listed", count(entries, "entry", "entries"));
  }

  @Override
  public void removed(Removed removed, Doing doing) {
    String content =
        switch (removed.content()) {
          case KEPT -> "its content stays";
          case SHARED -> "its content stays, since another key stands for it";
          case REMOVED -> "with its content";
          case MISSING -> "its content was not there";
        };
    String key = CasCommand.shown(removed.entry().key());
    if (doing == Doing.DRY_RUN) {
      terminal.line("would remove " + key + ", " + content);
      terminal.note("nothing was changed: --dry-run");
    } else {
      terminal.status("Removed", key + ", " + content);
    }
  }

  @Override
  public void verified(Path directory, VerificationReport report) {
    report.findings().forEach(finding -> terminal.line(sentence(directory, finding)));
    terminal.status(
        "Verified",
        "%s, %s, of %s: intact"
            .formatted(
                files(report.verifiedContent()),
                Bytes.text(report.keptSize()),
                count(report.totalEntries(), "entry", "entries")));
    if (!report.isSound()) {
      long unreadable = number(report, Finding.UnreadableContent.class);
      terminal.warning(
          ("%s corrupt, %s%s without content; nothing was changed. What is corrupt heals when it is"
                  + " stored again")
              .formatted(
                  count(number(report, Finding.CorruptContent.class), "file is", "files are"),
                  unreadable > 0 ? unreadable + " cannot be read, " : "",
                  count(report.missingContent(), "entry is", "entries are")));
    }
  }

  private static long number(VerificationReport report, Class<? extends Finding> kind) {
    return report.findings().stream().filter(kind::isInstance).count();
  }

  private static String sentence(Path directory, Finding finding) {
    return switch (finding) {
      case Finding.CorruptContent found ->
          "corrupt: %s, %s, is not %s"
              .formatted(name(directory, found.file()), Bytes.text(found.size()), found.hash());
      case Finding.UnreadableContent found ->
          "unreadable: %s: %s"
              .formatted(name(directory, found.file()), Fit.printable(found.reason()));
      case Finding.UnreferencedContent found ->
          "unreferenced: %s, %s, intact; no entry stands for it"
              .formatted(name(directory, found.file()), Bytes.text(found.size()));
      case Finding.MissingContent found ->
          "missing: the content of %s, %s"
              .formatted(
                  CasCommand.shown(found.entry().key()),
                  found.entry().integrity().map(Integrity::toString).orElse("none"));
      case Finding.DamagedLines found ->
          "damaged: %s has %s"
              .formatted(
                  name(directory, found.bucket()),
                  count(found.pieces(), "piece that is no line", "pieces that are no lines"));
      case Finding.ForeignFile found ->
          "foreign: %s is no content".formatted(name(directory, found.file()));
    };
  }

  private static String name(Path directory, Path file) {
    return Fit.printable(directory.relativize(file).toString());
  }

  @Override
  public void info(CacheInfo info) {
    row("directory", Fit.printable(info.directory().toString()));
    row("layout", info.layout().map(CasText::layout).orElse("none yet"));
    row("entries", Long.toString(info.entries()));
    row("content", amount(info.allContent()));
    info.content().forEach((algorithm, amount) -> row("  " + algorithm, amount(amount)));
    row("last verified", info.lastVerified().map(CasText::second).orElse("never"));
    row("temporary", amount(info.temporary()));
    row("quarantine", amount(info.quarantined()));
    info.owner().ifPresent(owner -> row("owner", "Cratehold " + owner.name()));
  }

  private static String layout(Layout layout) {
    return switch (layout) {
      case RUST -> "rust";
      case NPM -> "npm";
      case DUAL, READ_BOTH -> "dual: the indexes of npm and of cacache-rs";
    };
  }

  private static String amount(Amount amount) {
    return amount.files() == 0 ? "none" : files(amount.files()) + ", " + Bytes.text(amount.bytes());
  }

  private static String files(long number) {
    return count(number, "file", "files");
  }

  private static String count(long number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }

  static String second(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private void row(String name, String value) {
    terminal.line(Fit.left(name + ":", LABEL) + " " + value);
  }
}
