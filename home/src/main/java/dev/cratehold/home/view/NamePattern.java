package dev.cratehold.home.view;

import java.util.regex.Pattern;

/// A pattern for the names of packages: `*` stands for any characters, `?` for one, everything else
/// for itself, in either case.
///
/// @param text as the user wrote it
public record NamePattern(String text) {
  /// Whether the pattern fits the whole name.
  public boolean matches(String name) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        default -> regex.append(Pattern.quote(text.substring(i, i + 1)));
      }
    }
    int flags = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL;
    return Pattern.compile(regex.toString(), flags).matcher(name).matches();
  }
}
