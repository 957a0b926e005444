package dev.cratehold.cli.config;

import java.util.List;

/// A configuration and where each part of it comes from.
///
/// @param settings every setting that a file may hold, in the order of the help
public record Configuration(ServeConfig serve, List<Effective> settings) {
  public Configuration {
    settings = List.copyOf(settings);
  }
}
