package dev.cratehold.cli.home;

import dev.cratehold.cli.terminal.Terminal;
import dev.cratehold.home.ItemKind;
import dev.cratehold.home.view.PlaceSummary;
import dev.cratehold.home.view.Usage;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Registries or repositories, one a line: what is kept of each kind, and the last use.
final class PlaceTable {
  private static final int COUNT = 7;
  private static final int SIZE = 11;
  private static final int DAY = 13;
  private static final int WIDEST_NAME = 64;
  private static final int MOST = 12;

  private final Terminal terminal;
  private final Map<String, ItemKind> columns = new LinkedHashMap<>();

  PlaceTable(Terminal terminal) {
    this.terminal = terminal;
  }

  /// Adds a column.
  PlaceTable with(String title, ItemKind kind) {
    columns.put(title, kind);
    return this;
  }

  /// Prints the largest of these, unless there is none.
  void print(String title, List<PlaceSummary> places) {
    if (places.isEmpty()) {
      return;
    }
    StringBuilder heading = new StringBuilder(Fit.left(title, name() + 2));
    columns.keySet().forEach(column -> heading.append(Fit.right(column, COUNT + SIZE)));
    terminal.line("");
    terminal.line(terminal.heading(heading + Fit.right("last use", DAY)));
    places.stream()
        .sorted(Comparator.comparingLong((PlaceSummary place) -> place.total().bytes()).reversed())
        .limit(MOST)
        .forEach(place -> terminal.line(row(place)));
    if (places.size() > MOST) {
      terminal.line("  and " + (places.size() - MOST) + " more; --json lists all");
    }
  }

  private String row(PlaceSummary place) {
    StringBuilder row = new StringBuilder("  ");
    row.append(Fit.left(name(place), name()));
    for (ItemKind kind : columns.values()) {
      Usage usage = place.of(kind);
      row.append(Fit.right(usage.items() == 0 ? "" : String.valueOf(usage.items()), COUNT));
      row.append(Fit.right(UsageTable.size(usage), SIZE));
    }
    return row.append(Fit.right(Ages.day(place.lastUse()), DAY)).toString();
  }

  private String name(PlaceSummary place) {
    String directory = Fit.printable(place.directory());
    if (place.knownAs().isEmpty()) {
      return Fit.middle(directory, name());
    }
    String both = place.knownAs().get() + " (" + directory + ")";
    return Fit.columns(both) <= name() ? both : Fit.middle(place.knownAs().get(), name());
  }

  private int name() {
    int others = 2 + columns.size() * (COUNT + SIZE) + DAY;
    int room = terminal.columns().orElse(Integer.MAX_VALUE) - others;
    return Math.min(room, WIDEST_NAME);
  }
}
