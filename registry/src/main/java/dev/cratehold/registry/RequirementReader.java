package dev.cratehold.registry;

import dev.cratehold.registry.VersionComparator.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the grammar of version requirements as the crate `semver` does: parts with commas between
/// them, blanks around operators and commas, `*`, `x` or `X` for a number that does not matter.
final class RequirementReader {
  private static final int MOST_COMPARATORS = 32;
  private static final Pattern ANY = Pattern.compile(" *[*xX] *");
  private static final String NUMBER = "0|[1-9][0-9]*";
  private static final String LABEL = "(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)";
  private static final Pattern COMPARATOR =
      Pattern.compile(
          "(?<op>>=|<=|[=><~^])? *(?<major>N)"
              .concat("(?:\\.(?:(?<minor>N)(?:\\.(?:(?<patch>N)P?B?|(?<wild>[*xX])))?")
              .concat("|(?<wilder>[*xX])(?:\\.[*xX])?))? *")
              .replace("N", NUMBER)
              .replace("P", "(?:-(?<pre>L(?:\\.L)*))")
              .replace("B", "(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)")
              .replace("L", LABEL));

  private final String text;

  RequirementReader(String text) {
    this.text = text;
  }

  /// The parts; none for `*`. Empty if the text is no requirement.
  Optional<List<VersionComparator>> read() {
    if (ANY.matcher(text).matches()) {
      return Optional.of(List.of());
    }
    String[] parts = text.split(",", -1);
    if (parts.length > MOST_COMPARATORS) {
      return Optional.empty();
    }
    List<VersionComparator> comparators = new ArrayList<>();
    for (String part : parts) {
      Optional<VersionComparator> comparator = comparator(part.replaceFirst("^ +", ""));
      if (comparator.isEmpty()) {
        return Optional.empty();
      }
      comparators.add(comparator.get());
    }
    return Optional.of(comparators);
  }

  private static Optional<VersionComparator> comparator(String part) {
    Matcher matcher = COMPARATOR.matcher(part);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    boolean isWild = matcher.group("wild") != null || matcher.group("wilder") != null;
    return Optional.of(
            new VersionComparator(
                operator(Optional.ofNullable(matcher.group("op")), isWild),
                new VersionPart(matcher.group("major")),
                number(matcher, "minor"),
                number(matcher, "patch"),
                Optional.ofNullable(matcher.group("pre")).orElse("")))
        .filter(RequirementReader::fits);
  }

  private static Optional<VersionPart> number(Matcher matcher, String group) {
    return Optional.ofNullable(matcher.group(group)).map(VersionPart::new);
  }

  /// A wildcard without an operator stands for all versions that begin alike.
  private static Operator operator(Optional<String> written, boolean isWild) {
    if (written.isEmpty()) {
      return isWild ? Operator.EXACT : Operator.CARET;
    }
    return switch (written.get()) {
      case "=" -> Operator.EXACT;
      case ">" -> Operator.GREATER;
      case ">=" -> Operator.GREATER_OR_EXACT;
      case "<" -> Operator.LESS;
      case "<=" -> Operator.LESS_OR_EXACT;
      case "~" -> Operator.TILDE;
      default -> Operator.CARET;
    };
  }

  private static boolean fits(VersionComparator comparator) {
    return comparator.major().fits()
        && comparator.minor().filter(part -> !part.fits()).isEmpty()
        && comparator.patch().filter(part -> !part.fits()).isEmpty();
  }
}
