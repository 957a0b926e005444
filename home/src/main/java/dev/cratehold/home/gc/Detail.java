package dev.cratehold.home.gc;

/// How much a plan knows of sizes.
public enum Detail {
  /// Every victim has its bytes and files: what is unknown is measured by walking it.
  MEASURED,
  /// Only what the database knows, and what limits of size need.
  ROUGH
}
