package dev.cratehold.server;

import java.util.Locale;

/// What a request is about, as far as figures tell requests apart.
enum RequestKind {
  /// The page at `/` and what belongs to it.
  HOME,
  /// `config.json`.
  CONFIG,
  /// An index file.
  INDEX,
  /// A crate's file.
  CRATE,
  /// The registry's web API.
  API,
  /// The index as a git repository.
  GIT,
  /// Health, readiness, metrics and statistics.
  OPERATION,
  /// Nothing that is served here.
  OTHER;

  /// True if it is about what a registry serves.
  boolean isOfRegistry() {
    return switch (this) {
      case CONFIG, INDEX, CRATE, API, GIT -> true;
      case HOME, OPERATION, OTHER -> false;
    };
  }

  /// The name that metrics use.
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
