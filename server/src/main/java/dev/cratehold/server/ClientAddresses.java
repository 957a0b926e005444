package dev.cratehold.server;

/// What becomes of the addresses of clients in statistics.
public enum ClientAddresses {
  /// They are not recorded.
  OFF,

  /// They are recorded, and shown to browsers and programs on this machine alone.
  ON,

  /// They are recorded, and shown to everyone who reaches the server.
  PUBLIC
}
