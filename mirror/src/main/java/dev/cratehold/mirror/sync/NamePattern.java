package dev.cratehold.mirror.sync;

import dev.cratehold.registry.CrateName;
import java.util.Locale;
import java.util.regex.Pattern;

/// A pattern that names of crates match as a whole, whatever their case: `*` stands for any
/// characters, `?` for one, and `-` and `_` for each other.
public record NamePattern(String text) {
  private static final Pattern GRAMMAR = Pattern.compile("[A-Za-z0-9_*?-]{1,100}");

  public NamePattern {
    if (!GRAMMAR.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "not a pattern of crate names, letters, digits, - and _ with * and ?: " + text);
    }
  }

  /// True if the name is like this.
  public boolean matches(CrateName name) {
    return matches(folded(text), 0, folded(name.value()), 0);
  }

  private static String folded(String text) {
    return text.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Goes back to the last `*` alone, so that no pattern takes longer than its length times that of
  /// the name.
  private static boolean matches(String pattern, int patternStart, String name, int nameStart) {
    int p = patternStart;
    int n = nameStart;
    int star = -1;
    int resume = 0;
    while (n < name.length()) {
      if (p < pattern.length() && isSame(pattern.charAt(p), name.charAt(n))) {
        p++;
        n++;
      } else if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = n;
      } else if (star >= 0) {
        p = star + 1;
        n = ++resume;
      } else {
        return false;
      }
    }
    return pattern.substring(p).chars().allMatch(c -> c == '*');
  }

  private static boolean isSame(char pattern, char name) {
    return pattern == '?' || pattern == name;
  }

  @Override
  public String toString() {
    return text;
  }
}
