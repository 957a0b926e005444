package dev.cratehold.cli;

import dev.cratehold.cli.config.AccessLogTarget;
import dev.cratehold.cli.config.Logging;
import dev.cratehold.cli.logging.AccessLogWriter;
import dev.cratehold.cli.terminal.Failure;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/// Opens the access log of a server.
final class AccessLogOpening {
  private AccessLogOpening() {}

  /// The log, if one is wanted.
  static Optional<AccessLogWriter> open(Logging config, PrintStream out) throws Failure {
    return switch (config.access()) {
      case AccessLogTarget.Off _ -> Optional.empty();
      case AccessLogTarget.StandardOutput _ ->
          Optional.of(AccessLogWriter.writingTo(out, config.format(), InstantSource.system()));
      case AccessLogTarget.File(Path path) -> Optional.of(open(path, config));
    };
  }

  private static AccessLogWriter open(Path path, Logging config) throws Failure {
    try {
      return AccessLogWriter.appendingTo(path, config.format(), InstantSource.system());
    } catch (IOException e) {
      throw Failure.failed(
          "cannot write the access log " + path,
          e,
          "--access-log names a file in a directory that exists and can be written");
    }
  }
}
