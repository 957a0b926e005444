package dev.cratehold.home.trash;

import dev.cratehold.home.ItemId;
import dev.cratehold.home.lastuse.LastUseRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the journal of a run says.
///
/// @param head empty if the journal does not begin as it should: its writing was cut short, or it
///   is gone
/// @param items what the run was about to take, in this order; each came to the trash, or stayed in
///   its place
/// @param rows what cargo's database said of items before
record RunRecord(Optional<JournalLine.Head> head, List<ItemId> items, List<LastUseRow> rows) {
  RunRecord {
    items = List.copyOf(items);
    rows = List.copyOf(rows);
  }

  /// Reads a journal. Lines that are none are passed over: a killed process may have left one.
  static RunRecord read(RunName name, Path journal) throws IOException {
    List<String> lines = lines(journal);
    if (lines.isEmpty()) {
      return new RunRecord(Optional.empty(), List.of(), List.of());
    }
    List<ItemId> items = new ArrayList<>();
    List<LastUseRow> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      JournalLine.parse(line).ifPresent(known -> add(known, items, rows));
    }
    return new RunRecord(JournalLine.parseHead(name, lines.getFirst()), items, rows);
  }

  /// Bytes that are not UTF-8 become characters that no line has.
  private static List<String> lines(Path journal) throws IOException {
    try {
      return new String(Files.readAllBytes(journal), StandardCharsets.UTF_8).lines().toList();
    } catch (NoSuchFileException _) {
      return List.of();
    }
  }

  private static void add(JournalLine line, List<ItemId> items, List<LastUseRow> rows) {
    switch (line) {
      case JournalLine.Head _ -> {}
      case JournalLine.Moving(ItemId id) -> items.add(id);
      case JournalLine.Row(LastUseRow row) -> rows.add(row);
    }
  }
}
