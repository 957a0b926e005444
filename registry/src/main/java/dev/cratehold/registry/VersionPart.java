package dev.cratehold.registry;

/// One of the three numbers of a version, as it is written: without leading zeros, so that the
/// longer of two is the larger.
record VersionPart(String digits) implements Comparable<VersionPart> {
  private static final VersionPart LARGEST = new VersionPart("18446744073709551615");

  boolean isZero() {
    return digits.equals("0");
  }

  /// Whether cargo can hold it, in 64 bits.
  boolean fits() {
    return compareTo(LARGEST) <= 0;
  }

  @Override
  public int compareTo(VersionPart other) {
    return digits.length() == other.digits.length()
        ? digits.compareTo(other.digits)
        : digits.length() - other.digits.length();
  }
}
