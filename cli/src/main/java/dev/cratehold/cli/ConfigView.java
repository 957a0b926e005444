package dev.cratehold.cli;

import dev.cratehold.cli.config.Configuration;
import java.util.List;
import java.util.Optional;

/// How a check of a configuration is shown.
sealed interface ConfigView permits ConfigText, ConfigJson {
  /// Shows everything.
  ///
  /// @param configuration empty if it could not be read
  void show(Optional<Configuration> configuration, List<Finding> findings);
}
