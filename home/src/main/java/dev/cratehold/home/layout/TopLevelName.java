package dev.cratehold.home.layout;

/// The names at the top of a Cargo home, by whose they are.
enum TopLevelName {
  /// The user's: configuration, credentials, installed programs and the lists of them.
  USERS,
  /// Where cargo caches.
  CACHES,
  /// Cargo's locks and its database of last uses, and what Cratehold keeps.
  BOOKKEEPING,
  /// Nobody's that is known.
  UNKNOWN;

  static TopLevelName of(String name) {
    return switch (name) {
      case "config", "config.toml", "credentials", "credentials.toml" -> USERS;
      case "bin", ".crates.toml", ".crates2.json" -> USERS;
      case "env", "env.fish", "env.nu", "env.ps1", "env.tcsh", "env.xsh" -> USERS;
      case "registry", "git", "build", "log" -> CACHES;
      case ".package-cache", ".package-cache-mutate", ".cratehold" -> BOOKKEEPING;
      case ".global-cache", ".global-cache-journal" -> BOOKKEEPING;
      case ".global-cache-wal", ".global-cache-shm" -> BOOKKEEPING;
      default -> UNKNOWN;
    };
  }
}
