package dev.cratehold.cli.config;

import java.nio.file.Path;

/// Where answered requests are noted.
public sealed interface AccessLogTarget {
  /// Nowhere.
  record Off() implements AccessLogTarget {}

  /// On standard output.
  record StandardOutput() implements AccessLogTarget {}

  /// At the end of a file.
  ///
  /// @param path absolute
  record File(Path path) implements AccessLogTarget {}
}
