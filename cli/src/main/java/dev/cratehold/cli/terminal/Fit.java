package dev.cratehold.cli.terminal;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Makes texts that somebody else chose, such as names of files, fit a screen.
public final class Fit {
  private static final String ELLIPSIS = "…";
  private static final int FIRST_PICTOGRAPH = 0x1F300;
  private static final Set<UnicodeScript> WIDE =
      EnumSet.of(
          UnicodeScript.HAN, UnicodeScript.HANGUL, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA);

  private Fit() {}

  /// The text with everything spelled out that would move the cursor, change colours or be unseen.
  public static String printable(String text) {
    if (text.codePoints().allMatch(Fit::isPrintable)) {
      return text;
    }
    StringBuilder printable = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          if (isPrintable(c)) {
            printable.appendCodePoint(c);
          } else {
            printable.append(String.format(Locale.ROOT, "\\u{%x}", c));
          }
        });
    return printable.toString();
  }

  private static boolean isPrintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  /// The text in at most `columns`, which are at least three: of a longer one the middle is left
  /// out, since names differ at their ends.
  public static String middle(String text, int columns) {
    if (columns(text) <= columns) {
      return text;
    }
    int[] points = text.codePoints().toArray();
    int head = 0;
    int tail = points.length;
    int room = columns - 1;
    boolean takeHead = true;
    while (head < tail) {
      int next = takeHead ? head : tail - 1;
      int wide = columns(points[next]);
      if (wide > room) {
        break;
      }
      room -= wide;
      head += takeHead ? 1 : 0;
      tail -= takeHead ? 0 : 1;
      takeHead = !takeHead;
    }
    return new String(points, 0, head) + ELLIPSIS + new String(points, tail, points.length - tail);
  }

  /// The text in lines of at most `columns`, broken at blanks; a longer word has a line of its own.
  public static List<String> lines(String text, int columns) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && columns(line.toString()) + 1 + columns(word) > columns) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /// The text in exactly `columns` if it takes no more: blanks follow it.
  public static String left(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - columns(text)));
  }

  /// The text in exactly `columns` if it takes no more: blanks go before it.
  public static String right(String text, int columns) {
    return " ".repeat(Math.max(0, columns - columns(text))) + text;
  }

  /// How many columns of a terminal a text takes.
  public static int columns(String text) {
    return text.codePoints().map(Fit::columns).sum();
  }

  private static int columns(int codePoint) {
    if (Character.getType(codePoint) == Character.NON_SPACING_MARK) {
      return 0;
    }
    boolean wide = codePoint >= FIRST_PICTOGRAPH || WIDE.contains(UnicodeScript.of(codePoint));
    return wide ? 2 : 1;
  }
}
