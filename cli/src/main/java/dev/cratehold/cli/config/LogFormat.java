package dev.cratehold.cli.config;

/// What a line of the log looks like: for people or for machines.
public enum LogFormat {
  TEXT,
  JSON
}
