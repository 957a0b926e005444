package dev.cratehold.cas;

import java.nio.file.Path;
import java.util.Optional;

/// What a [CacheException] tells, part by part. Immutable.
///
/// @param path the file or directory that it is about
/// @param key that it is about
/// @param expected what should have been found
/// @param found what was found instead
/// @param sentence what happened, without these
/// @param help what the user can do
public record Failure(
    CacheError code,
    Optional<Path> path,
    Optional<String> key,
    Optional<String> expected,
    Optional<String> found,
    String sentence,
    String help) {
  static Failure of(CacheError code, String sentence, String help) {
    return new Failure(
        code,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        sentence,
        help);
  }

  Failure at(Path value) {
    return new Failure(code, Optional.of(value), key, expected, found, sentence, help);
  }

  Failure of(String value) {
    return new Failure(code, path, Optional.of(value), expected, found, sentence, help);
  }

  Failure of(Optional<String> value) {
    return value.map(this::of).orElse(this);
  }

  Failure expected(Object wanted, Object actual) {
    return new Failure(
        code,
        path,
        key,
        Optional.of(wanted.toString()),
        Optional.of(actual.toString()),
        sentence,
        help);
  }

  /// All of it in one sentence.
  String message() {
    StringBuilder text = new StringBuilder(sentence);
    key.ifPresent(value -> text.append(", key ").append(shown(value)));
    path.ifPresent(value -> text.append(", in ").append(value));
    expected.ifPresent(value -> text.append(": expected ").append(value));
    found.ifPresent(value -> text.append(", found ").append(value));
    return text.append("; ").append(help).toString();
  }

  /// A key may be anything, and of any length.
  private static String shown(String key) {
    int longest = 200;
    StringBuilder text = new StringBuilder("'");
    key.codePoints()
        .limit(longest)
        .forEach(c -> {
          if (Character.isISOControl(c)) {
            text.append(String.format("\\u%04x", c));
          } else {
            text.appendCodePoint(c);
          }
        });
    return text.append(key.length() > longest ? "…'" : "'").toString();
  }
}
