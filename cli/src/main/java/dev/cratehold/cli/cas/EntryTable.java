package dev.cratehold.cli.cas;

import dev.cratehold.cas.index.IndexEntry;
import dev.cratehold.cas.integrity.Integrity;
import dev.cratehold.cli.terminal.Bytes;
import dev.cratehold.cli.terminal.Fit;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Entries of an index, one a line. On a terminal everything is shortened to fit, and what does not
/// fit at all is left out, the metadata first; elsewhere nothing is.
final class EntryTable {
  private static final String GAP = "  ";
  private static final int KEY = 40;
  private static final int SIZE = 10;
  private static final int TIME = 20;
  private static final int DIGEST = 19;
  private static final int LEAST_KEY = 16;
  private static final int LEAST_METADATA = 12;

  private final boolean isShortened;
  private final int key;
  private final int digest;
  private final int metadata;

  /// @param columns of the terminal, if it is one
  EntryTable(OptionalInt columns) {
    this.isShortened = columns.isPresent();
    int room = columns.orElse(0) - SIZE - TIME - 2 * GAP.length();
    boolean hasDigest = room >= LEAST_KEY + GAP.length() + DIGEST;
    this.digest = hasDigest ? DIGEST : 0;
    int forKey = hasDigest ? room - GAP.length() - DIGEST : room;
    boolean hasMetadata = forKey >= KEY + GAP.length() + LEAST_METADATA;
    this.metadata = hasMetadata ? forKey - KEY - GAP.length() : 0;
    this.key = isShortened && !hasMetadata ? forKey : KEY;
  }

  String row(IndexEntry entry, OptionalLong size) {
    StringBuilder row = new StringBuilder();
    String name = Fit.printable(entry.key());
    row.append(Fit.left(isShortened ? Fit.middle(name, key) : name, key)).append(GAP);
    String bytes = size.isPresent() ? Bytes.text(size.getAsLong()) : "?";
    row.append(Fit.right(bytes, SIZE)).append(GAP);
    row.append(Fit.left(CasText.second(Instant.ofEpochMilli(entry.time())), TIME));
    append(row, entry.integrity().map(Integrity::toString).orElse(""), digest);
    append(row, Fit.printable(entry.metadata().orElse("null")), metadata);
    return row.toString();
  }

  private void append(StringBuilder row, String text, int columns) {
    if (!isShortened) {
      row.append(GAP).append(text);
    } else if (columns > 0) {
      row.append(GAP).append(Fit.middle(text, columns));
    }
  }
}
