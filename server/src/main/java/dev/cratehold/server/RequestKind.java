package dev.cratehold.server;

import java.util.Locale;

/// What a request is about, as far as figures tell requests apart.
enum RequestKind {
  /// The page at `/`.
  HOME,
  /// `config.json`.
  CONFIG,
  /// An index file.
  INDEX,
  /// A crate's file.
  CRATE,
  /// The registry's web API.
  API,
  /// Health, readiness and metrics.
  OPERATION,
  /// Nothing that is served here.
  OTHER;

  /// The name that metrics use.
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
