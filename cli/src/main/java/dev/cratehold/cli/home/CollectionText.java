package dev.cratehold.cli.home;

import dev.cratehold.cli.terminal.Causes;
import dev.cratehold.cli.terminal.Fit;
import dev.cratehold.cli.terminal.Terminal;
import dev.cratehold.home.CargoSize;
import dev.cratehold.home.Item;
import dev.cratehold.home.ItemId;
import dev.cratehold.home.gc.Candidate;
import dev.cratehold.home.gc.CollectionOptions;
import dev.cratehold.home.gc.HomePlan;
import dev.cratehold.home.gc.HomePlan.Totals;
import dev.cratehold.home.gc.HomeReport;
import dev.cratehold.home.gc.HomeReport.Freed;
import dev.cratehold.retention.Retained;
import dev.cratehold.retention.Victim;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// For people: the plan as a list on standard output, everything else as status lines.
final class CollectionText implements CollectionView {
  private static final int NUMBERS = 27;

  /// So that something of the place is seen in any case.
  private static final int MOST_REASON = 60;

  private final Terminal terminal;
  private final CollectionOptions options;
  private final Volume volume;

  /// Whether there is anything to say when all went well.
  enum Volume {
    NORMAL,
    QUIET
  }

  CollectionText(Terminal terminal, CollectionOptions options, Volume volume) {
    this.terminal = terminal;
    this.options = options;
    this.volume = volume;
  }

  @Override
  public void plan(HomePlan plan) {
    groups(plan.victims()).forEach(this::group);
    plan.bookkeeping().beyond().forEach(part -> terminal.line("all of " + part.word()));
    terminal.flush();
    terminal.status("Summary", totals(plan.totals()));
    kept(plan.retained(), 0);
    Notes.say(terminal, plan.notes());
    terminal.warning("nothing was removed: --dry-run");
  }

  /// In the order of the plan, by what is alike in them.
  private static Map<Group, List<Victim<Candidate>>> groups(List<Victim<Candidate>> victims) {
    Map<Group, List<Victim<Candidate>>> groups = new LinkedHashMap<>();
    for (Victim<Candidate> victim : victims) {
      groups.computeIfAbsent(Group.of(victim), group -> new ArrayList<>()).add(victim);
    }
    return groups;
  }

  /// Victims that lie side by side and go for the same reason.
  private record Group(String place, String reason) {
    static Group of(Victim<Candidate> victim) {
      ItemId id = victim.entry().id();
      String path = id.path();
      String place = path.substring(0, Math.max(0, path.length() - leaf(id).length() - 1));
      return new Group(place.isEmpty() ? "." : place, Reasons.text(victim.reason()));
    }
  }

  private static String leaf(ItemId id) {
    return id.name().isEmpty() ? id.directory() : id.name();
  }

  private void group(Group group, List<Victim<Candidate>> victims) {
    String reason = ": " + Fit.printable(group.reason);
    String place = name(group.place, Math.min(Fit.columns(reason), MOST_REASON));
    terminal.line(terminal.heading(place + reason));
    for (Victim<Candidate> victim : victims) {
      Item item = victim.entry().item();
      terminal.line(
          Fit.right(size(item), 12)
              + "  "
              + Fit.left(Ages.day(item.lastUse()), 11)
              + "  "
              + name(leaf(item.id()), NUMBERS));
    }
    terminal.line(Fit.right(sum(victims), 12) + "  in " + Ages.count(victims.size(), "item"));
    terminal.line("");
  }

  private static String size(Item item) {
    return item.bytes().isPresent() ? CargoSize.text(item.bytes().getAsLong()) : "?";
  }

  private static String sum(List<Victim<Candidate>> victims) {
    return CargoSize.text(bytes(victims));
  }

  private static long bytes(List<Victim<Candidate>> victims) {
    return victims.stream().mapToLong(victim -> victim.entry().bytes()).sum();
  }

  /// What fits behind so many columns, where there is a limit.
  private String name(String text, int columnsBefore) {
    String printable = Fit.printable(text);
    int room = terminal.columns().orElse(Integer.MAX_VALUE) - columnsBefore;
    return Fit.middle(printable, room);
  }

  private static String totals(Totals totals) {
    String unmeasured =
        totals.unmeasured() == 0
            ? ""
            : ", and the unknown size of " + Ages.count(totals.unmeasured(), "item");
    return Ages.count(totals.items(), "item")
        + (totals.files() == 0 ? "" : ", " + Ages.count(totals.files(), "file"))
        + (totals.bytes() == 0 ? "" : ", " + CargoSize.text(totals.bytes()) + " total")
        + unmeasured;
  }

  private void kept(Retained retained, long used) {
    if (retained.byGrace() > 0) {
      terminal.status(
          "Kept",
          Ages.count(retained.byGrace(), "item")
              + " used within the grace period of "
              + Ages.text(options.grace()));
    }
    if (retained.byPin() > 0) {
      terminal.status(
          "Kept", Ages.count(retained.byPin(), "item") + " that the projects of --keep-for need");
    }
    if (used > 0) {
      terminal.status("Kept", Ages.count(used, "item") + " used meanwhile");
    }
  }

  @Override
  public void report(HomePlan plan, HomeReport.Carried report) {
    if (volume == Volume.NORMAL) {
      terminal.status("Removed", removed(report));
      kept(plan.retained(), report.used());
      Notes.say(terminal, plan.notes());
      report.undo().ifPresent(this::undo);
    }
    problems(report);
  }

  private void problems(HomeReport.Carried report) {
    report.warnings().forEach(terminal::warning);
    for (HomeReport.Failure failure : report.failed()) {
      String path = Fit.printable(failure.victim().entry().id().path());
      terminal.warning(
          path + " could not be removed: " + Fit.printable(Causes.describe(failure.cause())));
    }
    if (report.left() > 0) {
      terminal.warning(left(report));
    }
  }

  private static String removed(HomeReport.Carried report) {
    Freed freed = report.freed();
    long bytes = report.undo().isPresent() ? bytes(report.removed()) : freed.bytes();
    return Ages.count(report.removed().size(), "item")
        + (freed.files() == 0 ? "" : ", " + Ages.count(freed.files(), "file"))
        + (bytes == 0 ? "" : ", " + CargoSize.text(bytes) + " total");
  }

  private static String left(HomeReport.Carried report) {
    String left = report.left() == 1 ? "1 item is left: " : report.left() + " items are left: ";
    return left + Endings.advice(report.end());
  }

  private void undo(String run) {
    Notes.say(
        terminal,
        "no space was freed yet: `cratehold home undo "
            + run
            + "` brings everything back for "
            + options.keepUndo().map(Ages::text).orElse("a while")
            + ", and `cratehold home clear undo` frees the space now");
  }
}
