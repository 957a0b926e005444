package dev.cratehold.cli.terminal;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds the word that was probably meant.
public final class Nearest {
  private Nearest() {}

  /// The candidate with the smallest edit distance to `word` (two letters swapped count as one
  /// edit, case as none), or empty if more than a third of the word would have to change.
  public static Optional<String> to(String word, Collection<String> candidates) {
    int limit = Math.max(1, word.length() / 3);
    return candidates.stream()
        .filter(candidate -> distance(word, candidate) <= limit)
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
  }

  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(a, i, b, j, cost);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int cheapest(String a, int i, String b, int j, int[][] cost) {
    int change = isSame(a, i - 1, b, j - 1) ? 0 : 1;
    int cheapest =
        Math.min(cost[i - 1][j - 1] + change, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
    boolean swapped = i > 1 && j > 1 && isSame(a, i - 1, b, j - 2) && isSame(a, i - 2, b, j - 1);
    return swapped ? Math.min(cheapest, cost[i - 2][j - 2] + 1) : cheapest;
  }

  private static boolean isSame(String a, int i, String b, int j) {
    return Character.toLowerCase(a.charAt(i)) == Character.toLowerCase(b.charAt(j));
  }
}
