package dev.cratehold.mirror.sync;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rows of comma-separated values as RFC 4180 and PostgreSQL write them: a value in quotes may hold
/// commas and line ends, and quotes, which are doubled. Of a value no more than [#LONGEST]
/// characters are kept.
///
/// For use by one thread.
final class CsvReader {
  /// A name is shorter, and a readme is not wanted.
  static final int LONGEST = 256;

  private final BufferedReader in;
  private final StringBuilder value = new StringBuilder();
  private List<String> row = new ArrayList<>();
  private boolean rowHasBegun;

  CsvReader(BufferedReader in) {
    this.in = in;
  }

  /// The next row, or empty if there is none.
  Optional<List<String>> next() throws IOException {
    row = new ArrayList<>();
    rowHasBegun = false;
    boolean more = true;
    while (more) {
      more = readPart();
    }
    if (!rowHasBegun) {
      return Optional.empty();
    }
    endValue();
    return Optional.of(row);
  }

  /// Reads up to a quote or the next character. Returns false at the end of the row.
  private boolean readPart() throws IOException {
    int c = in.read();
    switch (c) {
      case -1, '\n' -> {
        rowHasBegun |= c == '\n';
        return false;
      }
      case '\r' -> {}
      case ',' -> {
        rowHasBegun = true;
        endValue();
      }
      case '"' -> {
        rowHasBegun = true;
        readQuoted();
      }
      default -> {
        rowHasBegun = true;
        keep(c);
      }
    }
    return true;
  }

  private void readQuoted() throws IOException {
    while (true) {
      int c = in.read();
      if (c < 0) {
        throw new IOException("it ends within quotes");
      }
      if (c == '"' && !isDoubled()) {
        return;
      }
      keep(c);
    }
  }

  /// Passes over a quote that follows a quote.
  private boolean isDoubled() throws IOException {
    in.mark(1);
    boolean doubled = in.read() == '"';
    if (!doubled) {
      in.reset();
    }
    return doubled;
  }

  private void keep(int c) {
    if (value.length() < LONGEST) {
      value.append((char) c);
    }
  }

  private void endValue() {
    row.add(value.toString());
    value.setLength(0);
  }
}
