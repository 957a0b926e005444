package dev.cratehold.cli.home;

import dev.cratehold.cli.terminal.Fit;
import dev.cratehold.cli.terminal.Terminal;
import dev.cratehold.home.CargoSize;
import dev.cratehold.home.view.Usage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/// Lines of a name, a number of things and what they take, with a bar where there is a terminal.
final class UsageTable {
  private static final int NAME = 24;
  private static final int ITEMS = 8;
  private static final int SIZE = 11;
  private static final int WIDEST_BAR = 60;

  private final Terminal terminal;
  private final boolean isMeasured;
  private final Map<String, Usage> rows = new LinkedHashMap<>();

  /// @param isMeasured whether what the disk gives for things is known, too
  UsageTable(Terminal terminal, boolean isMeasured) {
    this.terminal = terminal;
    this.isMeasured = isMeasured;
  }

  void row(String name, Usage usage) {
    rows.put(name, usage);
  }

  /// Prints the rows below a heading.
  void print(String title) {
    String onDisk = isMeasured ? Fit.right("on disk", SIZE) : "";
    terminal.line(
        terminal.heading(
            Fit.left(title, NAME + 2)
                + Fit.right("items", ITEMS)
                + Fit.right("size", SIZE)
                + onDisk));
    long largest = rows.values().stream().mapToLong(Usage::bytes).max().orElse(0);
    rows.forEach((name, usage) -> terminal.line(row(name, usage, largest)));
  }

  private String row(String name, Usage usage, long largest) {
    String line = plain(name, usage);
    if (terminal.columns().isEmpty()) {
      return line;
    }
    int room = terminal.columns().getAsInt() - Fit.columns(line) - 3;
    String bar = Bars.of(usage.bytes(), largest, Math.min(room, WIDEST_BAR));
    return bar.isEmpty() ? line : line + "  " + terminal.striking(bar);
  }

  /// A row that is no part of the whole, such as the sum.
  void printSum(String name, Usage usage) {
    terminal.line(plain(name, usage));
  }

  private String plain(String name, Usage usage) {
    return "  "
        + Fit.left(Fit.middle(name, NAME), NAME)
        + Fit.right(String.valueOf(usage.items()), ITEMS)
        + Fit.right(size(usage), SIZE)
        + (isMeasured ? Fit.right(size(usage.realBytes()), SIZE) : "");
  }

  /// A size in words, with what is not known of it.
  static String size(Usage usage) {
    if (usage.items() == 0 && usage.bytes() == 0) {
      return "-";
    }
    if (usage.unmeasured() == 0) {
      return CargoSize.text(usage.bytes());
    }
    return usage.bytes() == 0 ? "?" : ">" + CargoSize.text(usage.bytes());
  }

  private static String size(OptionalLong bytes) {
    return bytes.isPresent() ? CargoSize.text(bytes.getAsLong()) : "?";
  }
}
