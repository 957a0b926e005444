package dev.cratehold.registry;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The name of a crate in the grammar of crates.io: an ASCII letter or underscore, then at most 63
/// ASCII letters, digits, `-` and `_`. Case is kept; [#lowerCase()] is the form that the index
/// uses.
///
/// A name cannot hold a slash, a dot, a percent sign or a control character, so a path built from
/// one stays where it was meant to be.
public record CrateName(String value) {
  private static final Pattern GRAMMAR = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,63}");

  public CrateName {
    if (!GRAMMAR.matcher(value).matches()) {
      throw new IllegalArgumentException("not a crate name: " + value);
    }
  }

  /// The name written as `text`, or empty if `text` is not one.
  public static Optional<CrateName> parse(String text) {
    return GRAMMAR.matcher(text).matches() ? Optional.of(new CrateName(text)) : Optional.empty();
  }

  /// The name whose index file lies at `path` (`se/rd/serde`, without a leading slash), or empty if
  /// no name has its index file there: wrong directories, upper case, anything malformed.
  public static Optional<CrateName> ofIndexPath(String path) {
    return parse(path.substring(path.lastIndexOf('/') + 1))
        .filter(name -> name.indexPath().equals(path));
  }

  /// The name in lower case, the form under which the index files it.
  public String lowerCase() {
    return value.toLowerCase(Locale.ROOT);
  }

  /// Where the index file of this crate lies below the index root: `1/a`, `2/ab`, `3/a/abc`,
  /// `se/rd/serde`; always lower case.
  public String indexPath() {
    String lower = lowerCase();
    return directories(lower) + "/" + lower;
  }

  /// The directories of this crate in its original case: the marker `{prefix}`.
  public String prefix() {
    return directories(value);
  }

  /// The directories of this crate in lower case: the marker `{lowerprefix}`.
  public String lowerPrefix() {
    return directories(lowerCase());
  }

  private static String directories(String name) {
    return switch (name.length()) {
      case 1 -> "1";
      case 2 -> "2";
      case 3 -> "3/" + name.charAt(0);
      default -> name.substring(0, 2) + "/" + name.substring(2, 4);
    };
  }

  @Override
  public String toString() {
    return value;
  }
}
