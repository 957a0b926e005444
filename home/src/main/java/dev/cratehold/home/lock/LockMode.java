package dev.cratehold.home.lock;

/// One of the three ways in which cargo locks its home.
public enum LockMode {
  /// Shared on `.package-cache-mutate`: what a cargo that compiles holds, so that nobody removes
  /// what it reads. Goes with others of its kind and with [#DOWNLOAD_EXCLUSIVE].
  SHARED("shared package cache"),
  /// Exclusive on `.package-cache`: resolving, downloading, extracting, and every access to the
  /// database of last uses. Goes with [#SHARED].
  DOWNLOAD_EXCLUSIVE("package cache"),
  /// Exclusive on `.package-cache-mutate`, then on `.package-cache`: changing and removing what is
  /// there. Goes with nothing.
  MUTATE_EXCLUSIVE("package cache mutation");

  private final String description;

  LockMode(String description) {
    this.description = description;
  }

  /// What cargo calls the file it waits for in this mode.
  public String description() {
    return description;
  }
}
