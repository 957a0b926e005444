package dev.cratehold.cli.home;

import dev.cratehold.home.ItemKind;
import dev.cratehold.home.gc.SizeLimit;
import java.util.List;

/// The options of `gc` that set a limit; all but `--max-size` are cargo's, by name and meaning.
final class Limits {
  static final String DOWNLOAD_AGE_OPTION = "--max-download-age";

  /// An option that sets how long things of a kind may be unused.
  record AgeLimit(String option, ItemKind kind, String help) {}

  static final List<AgeLimit> AGES =
      List.of(
          new AgeLimit("--max-src-age", ItemKind.SRC, "Remove sources not used for AGE"),
          new AgeLimit("--max-crate-age", ItemKind.CRATE, "Remove crates not used for AGE"),
          new AgeLimit("--max-index-age", ItemKind.INDEX, "Remove indexes not used for AGE"),
          new AgeLimit(
              "--max-git-co-age", ItemKind.GIT_CHECKOUT, "Remove checkouts not used for AGE"),
          new AgeLimit("--max-git-db-age", ItemKind.GIT_DB, "Remove git clones not used for AGE"));

  static final String DOWNLOAD_AGE_HELP = "Remove anything of these not used for AGE";

  private Limits() {}

  /// What a limit of size does.
  static String help(SizeLimit limit) {
    return switch (limit) {
      case CRATES -> "Remove the oldest crates until they take SIZE at most";
      case SRCS -> "Remove the oldest sources until they take SIZE at most";
      case GIT -> "Remove the oldest clones and checkouts until they take SIZE at most";
      case DOWNLOADS -> "Remove the oldest crates and sources until they take SIZE at most";
      case TOTAL ->
          "One budget for all: leftovers go first, then sources and checkouts, crates, git clones,"
              + " indexes, the least recently used first";
    };
  }
}
