package dev.cratehold.home.compat;

/// What cargo says, word for word.
public final class CompatTexts {
  /// The last line of a dry run.
  public static final String DRY_RUN_WARNING = "warning: no files deleted due to --dry-run";

  /// What cargo says first when a collection fails; the cause follows.
  public static final String FAILED = "error: failed to clean entries from the global cache";

  private static final int WIDTH = 12;

  private CompatTexts() {}

  /// A line of cargo's: a word that is aligned to the right, and what there is to say.
  public static String status(String word, String text) {
    return " ".repeat(Math.max(0, WIDTH - word.length())) + word + " " + text;
  }
}
