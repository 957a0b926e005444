package dev.cratehold.cli.config;

import java.util.List;

/// The value that a setting has, and where it comes from.
///
/// @param values as they can be given again, paths absolute; none if it is not set
/// @param origin `--port`, `CRATEHOLD_PORT`, `config.toml:3`, or `default`
public record Effective(Setting<?> setting, List<String> values, String origin) {
  public Effective {
    values = List.copyOf(values);
  }
}
