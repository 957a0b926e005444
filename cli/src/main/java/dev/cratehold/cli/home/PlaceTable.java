package dev.cratehold.cli.home;

import dev.cratehold.cli.terminal.Fit;
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
    List<PlaceSummary> largest =
        places.stream()
            .sorted(Comparator.comparingLong((PlaceSummary p) -> p.total().bytes()).reversed())
            .limit(MOST)
            .toList();
    int name = name(title, largest);
    StringBuilder heading = new StringBuilder(Fit.left(title, name + 2));
    columns.forEach((column, kind) -> heading.append(Fit.right(column, width(kind))));
    terminal.line("");
    terminal.line(terminal.heading(heading + Fit.right("last use", DAY)));
    largest.forEach(place -> terminal.line(row(place, name)));
    if (places.size() > MOST) {
      terminal.line("  and " + (places.size() - MOST) + " more; --json lists all");
    }
  }

  /// Of an index and of a clone there is one.
  private static boolean isCounted(ItemKind kind) {
    return kind != ItemKind.INDEX && kind != ItemKind.GIT_DB;
  }

  private static int width(ItemKind kind) {
    return isCounted(kind) ? COUNT + SIZE : SIZE;
  }

  private String row(PlaceSummary place, int name) {
    StringBuilder row = new StringBuilder("  ");
    row.append(Fit.left(label(place, name), name));
    columns.values().forEach(kind -> row.append(cell(place.of(kind), kind)));
    return row.append(Fit.right(Ages.day(place.lastUse()), DAY)).toString();
  }

  private static String cell(Usage usage, ItemKind kind) {
    String count = usage.items() == 0 ? "" : String.valueOf(usage.items());
    String size = Fit.right(UsageTable.size(usage), SIZE);
    return isCounted(kind) ? Fit.right(count, COUNT) + size : size;
  }

  /// Both names where they fit, else the one that says more.
  private static String label(PlaceSummary place, int columns) {
    String full = label(place);
    return Fit.columns(full) <= columns
        ? full
        : Fit.middle(place.knownAs().orElse(Fit.printable(place.directory())), columns);
  }

  private static String label(PlaceSummary place) {
    String directory = Fit.printable(place.directory());
    return place.knownAs().map(name -> name + " (" + directory + ")").orElse(directory);
  }

  /// As wide as the longest name, and no wider than the terminal allows.
  private int name(String title, List<PlaceSummary> places) {
    int others = 2 + columns.values().stream().mapToInt(PlaceTable::width).sum() + DAY;
    int room = terminal.columns().orElse(Integer.MAX_VALUE) - others;
    int longest = places.stream().mapToInt(place -> Fit.columns(label(place))).max().orElse(0);
    return Math.min(room, Math.max(longest, title.length()));
  }
}
