package dev.cratehold.retention;

/// How many entries a rule would have taken that were kept nevertheless.
///
/// @param byGrace they, or what depends on them, were used too short a time ago
/// @param byPin they, or what depends on them, are needed
public record Retained(long byGrace, long byPin) {
  /// Nothing was kept from a rule.
  public static final Retained NOTHING = new Retained(0, 0);
}
