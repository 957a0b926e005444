package dev.cratehold.registry;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/// A version in the grammar of Semantic Versioning 2.0.0, at most 255 characters. Build metadata
/// counts: `1.0.0+a` and `1.0.0+b` are different versions here, as they are in an index file.
public record CrateVersion(String value) {
  private static final int MAX_LENGTH = 255;
  private static final String NUMBER = "(?:0|[1-9][0-9]*)";
  private static final String PRE_RELEASE_PART = "(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)";
  private static final Pattern GRAMMAR =
      Pattern.compile(
          "N\\.N\\.N(?:-P(?:\\.P)*)?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?"
              .replace("N", NUMBER)
              .replace("P", PRE_RELEASE_PART));

  /// The order of Semantic Versioning, section 11: build metadata does not count, so versions that
  /// are not equal may compare as equal.
  public static final Comparator<CrateVersion> PRECEDENCE = Precedence::compare;

  public CrateVersion {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not a semantic version: " + value);
    }
  }

  /// The version written as `text`, or empty if `text` is not one.
  public static Optional<CrateVersion> parse(String text) {
    return isValid(text) ? Optional.of(new CrateVersion(text)) : Optional.empty();
  }

  private static boolean isValid(String text) {
    return text.length() <= MAX_LENGTH && GRAMMAR.matcher(text).matches();
  }

  /// True for a version such as `1.0.0-rc.1`.
  public boolean isPreRelease() {
    return withoutBuild().indexOf('-') >= 0;
  }

  /// The part that says which version comes first.
  String withoutBuild() {
    int plus = value.indexOf('+');
    return plus < 0 ? value : value.substring(0, plus);
  }

  @Override
  public String toString() {
    return value;
  }
}
