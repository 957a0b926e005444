package dev.cratehold.cli.config;

/// How much the server logs: what it names and everything above it.
public enum LogLevel {
  ERROR,
  WARN,
  INFO,
  DEBUG,
  TRACE
}
