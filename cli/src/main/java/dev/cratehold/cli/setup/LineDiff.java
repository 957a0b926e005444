package dev.cratehold.cli.setup;

import java.util.ArrayList;
import java.util.List;

/// The lines in which two texts differ, as `diff -u` shows them: `-` before, `+` after, three equal
/// lines around.
final class LineDiff {
  private static final int CONTEXT = 3;

  private LineDiff() {}

  /// The lines to print; none if the texts are equal. A carriage return is shown as `\r`.
  static List<String> of(String before, String after) {
    List<String> marked = marked(lines(before), lines(after));
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < marked.size(); i++) {
      if (isNearChange(marked, i)) {
        shown.add(marked.get(i).replace("\r", "\\r"));
      } else if (!shown.isEmpty() && !shown.getLast().equals(" ...")) {
        shown.add(" ...");
      }
    }
    return shown;
  }

  private static List<String> lines(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split("(?<=\n)"));
  }

  private static boolean isNearChange(List<String> marked, int line) {
    int from = Math.max(0, line - CONTEXT);
    int to = Math.min(marked.size(), line + CONTEXT + 1);
    return marked.subList(from, to).stream().anyMatch(text -> !text.startsWith(" "));
  }

  private static List<String> marked(List<String> before, List<String> after) {
    int[][] common = longestCommon(before, after);
    List<String> marked = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < before.size() || j < after.size()) {
      if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
        marked.add(" " + before.get(i++).stripTrailing());
        j++;
      } else if (j == after.size() || (i < before.size() && common[i + 1][j] >= common[i][j + 1])) {
        marked.add("-" + withoutEnd(before.get(i++)));
      } else {
        marked.add("+" + withoutEnd(after.get(j++)));
      }
    }
    return marked;
  }

  private static String withoutEnd(String line) {
    return line.endsWith("\n") ? line.substring(0, line.length() - 1) : line;
  }

  /// Lengths of the longest common subsequences of the ends of both lists.
  private static int[][] longestCommon(List<String> before, List<String> after) {
    int[][] common = new int[before.size() + 1][after.size() + 1];
    for (int i = before.size() - 1; i >= 0; i--) {
      for (int j = after.size() - 1; j >= 0; j--) {
        common[i][j] =
            before.get(i).equals(after.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }
}
