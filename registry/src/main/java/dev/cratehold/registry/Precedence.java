package dev.cratehold.registry;

/// The order of versions (Semantic Versioning 2.0.0, section 11).
final class Precedence {

  private Precedence() {}

  static int compare(CrateVersion a, CrateVersion b) {
    String[] left = a.withoutBuild().split("-", 2);
    String[] right = b.withoutBuild().split("-", 2);
    int release = compareParts(left[0], right[0]);
    if (release != 0) {
      return release;
    }
    if (left.length != right.length) {
      return right.length - left.length; // a pre-release comes before its release
    }
    return left.length == 1 ? 0 : compareParts(left[1], right[1]);
  }

  static int compareParts(String a, String b) {
    String[] left = a.split("\\.", -1);
    String[] right = b.split("\\.", -1);
    for (int i = 0; i < Math.min(left.length, right.length); i++) {
      int order = comparePart(left[i], right[i]);
      if (order != 0) {
        return order;
      }
    }
    return left.length - right.length;
  }

  /// Numbers come before words; they have no leading zeros, so the longer one is the larger.
  private static int comparePart(String a, String b) {
    boolean number = isNumber(a);
    if (number != isNumber(b)) {
      return number ? -1 : 1;
    }
    return number && a.length() != b.length() ? a.length() - b.length() : a.compareTo(b);
  }

  private static boolean isNumber(String part) {
    return part.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
