package dev.cratehold.cli.home;

import dev.cratehold.cli.terminal.Fit;
import dev.cratehold.cli.terminal.Terminal;
import dev.cratehold.home.CargoSize;
import dev.cratehold.home.Item;
import dev.cratehold.home.ItemKind;
import dev.cratehold.home.layout.HomeLocation.Located;
import dev.cratehold.home.layout.Stray;
import dev.cratehold.home.view.AgeClass;
import dev.cratehold.home.view.HomeSummary;
import dev.cratehold.home.view.HomeSummary.Basis;
import dev.cratehold.home.view.PlaceSummary;
import dev.cratehold.home.view.PlaceSummary.PlaceType;
import dev.cratehold.home.view.Reclaimable;
import dev.cratehold.home.view.TopItems;
import dev.cratehold.home.view.Usage;
import java.nio.file.Path;
import java.util.List;

/// For people: tables with bars, as wide as the terminal.
record HomeText(Terminal terminal, Located located) implements HomeView {
  private static final int MOST_STRAYS = 10;
  private static final int EFFECT = 14;
  private static final int BEFORE_NAMES = 27;

  @Override
  public void summary(HomeSummary summary) {
    boolean isMeasured = summary.basis() == Basis.SCAN;
    String root = Fit.printable(summary.home().root().toString());
    terminal.line(terminal.heading(root) + " (by " + located.origin().sentence() + ")");
    terminal.line("");
    UsageTable parts = new UsageTable(terminal, isMeasured);
    summary.parts().forEach((part, usage) -> parts.row(part.label(), usage));
    parts.print("What is in it");
    parts.printSum("total", summary.total());
    new PlaceTable(terminal)
        .with("index", ItemKind.INDEX)
        .with("crates", ItemKind.CRATE)
        .with("sources", ItemKind.SRC)
        .print("Registries", places(summary, PlaceType.REGISTRY));
    new PlaceTable(terminal)
        .with("clone", ItemKind.GIT_DB)
        .with("checkouts", ItemKind.GIT_CHECKOUT)
        .print("Git repositories", places(summary, PlaceType.REPOSITORY));
    terminal.line("");
    UsageTable ages = new UsageTable(terminal, isMeasured);
    summary.ages().forEach((age, usage) -> age(ages, age, usage));
    ages.print("When it was used last");
    reclaimable(summary.reclaimable());
    unknown(summary.unknown());
    terminal.flush();
    Notes.say(terminal, summary.notes());
  }

  /// Where everything's last use is known there is nothing to say of the rest.
  private static void age(UsageTable ages, AgeClass age, Usage usage) {
    if (age != AgeClass.UNKNOWN || usage.items() > 0) {
      ages.row(age.label(), usage);
    }
  }

  private static List<PlaceSummary> places(HomeSummary summary, PlaceType type) {
    return summary.places().stream().filter(place -> place.type() == type).toList();
  }

  private void reclaimable(List<Reclaimable> all) {
    terminal.line("");
    terminal.line(terminal.heading("Can be reclaimed"));
    for (Reclaimable one : all) {
      terminal.line(Fit.right(UsageTable.size(one.usage()), 12) + "  by `" + one.command() + "`");
      int room = terminal.columns().orElse(Integer.MAX_VALUE) - EFFECT;
      Fit.lines(one.effect(), room).forEach(line -> terminal.line(" ".repeat(EFFECT) + line));
    }
  }

  private void unknown(List<Stray> strays) {
    if (strays.isEmpty()) {
      return;
    }
    terminal.line("");
    terminal.line(terminal.heading("Unknown, and never touched"));
    strays.stream()
        .limit(MOST_STRAYS)
        .forEach(stray -> terminal.line("  " + shortened(stray.path(), 2)));
    if (strays.size() > MOST_STRAYS) {
      terminal.line("  and " + (strays.size() - MOST_STRAYS) + " more; --json lists all");
    }
  }

  @Override
  public void top(TopItems top) {
    if (!top.items().isEmpty()) {
      terminal.line(
          terminal.heading(Fit.right("size", 11) + "  " + Fit.left("last use", 12) + "  path"));
    }
    for (TopItems.Entry entry : top.items()) {
      Item item = entry.item();
      String size = item.bytes().isPresent() ? CargoSize.text(item.bytes().getAsLong()) : "?";
      terminal.line(
          Fit.right(size, 11)
              + "  "
              + Fit.left(Ages.day(item.lastUse()), 12)
              + "  "
              + shortened(item.id().path(), BEFORE_NAMES));
      entry.neededBy().forEach(this::project);
    }
    terminal.flush();
    terminal.status(
        "Listed",
        top.items().size()
            + " of "
            + Ages.count(top.matched().items(), "item")
            + ", "
            + UsageTable.size(top.matched())
            + " in all");
    Notes.say(terminal, top.notes());
  }

  private void project(Path lockFile) {
    String what = "needed by ";
    int indent = BEFORE_NAMES + 2;
    terminal.line(
        " ".repeat(indent) + what + shortened(lockFile.toString(), indent + what.length()));
  }

  /// What fits behind so many columns, where there is a limit.
  private String shortened(String text, int columnsBefore) {
    int room = terminal.columns().orElse(Integer.MAX_VALUE) - columnsBefore;
    return Fit.middle(Fit.printable(text), room);
  }
}
