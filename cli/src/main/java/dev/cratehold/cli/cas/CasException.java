package dev.cratehold.cli.cas;

import dev.cratehold.cas.CacheError;
import dev.cratehold.cas.CacheException;
import dev.cratehold.cli.terminal.Causes;
import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.cli.terminal.Failure;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;

/// Ends a command of `cratehold cas`, for people and for machines.
final class CasException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final transient Parts parts;

  /// What machines are told.
  ///
  /// @param code one of [CacheError]'s, or `NO_CACHE`, `RANGE_NOT_SATISFIABLE`, `IO_ERROR`, `USAGE`
  record Parts(
      ExitCode exitCode,
      String code,
      String message,
      Optional<String> path,
      Optional<String> key,
      Optional<String> expected,
      Optional<String> found,
      Optional<String> help) {}

  private CasException(Parts parts) {
    super(parts.message());
    this.parts = parts;
  }

  /// The command cannot be done for a reason that the library does not know.
  static CasException refused(String code, Path path, String message, String help) {
    return new CasException(
        new Parts(
            ExitCode.FAILED,
            code,
            message,
            Optional.of(path.toString()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(help)));
  }

  /// @param attempt what was tried: `cannot get 'key' from DIR`
  static CasException of(String attempt, CacheException e, Path directory) {
    dev.cratehold.cas.Failure failure = e.failure();
    StringBuilder message = new StringBuilder(attempt).append(": ").append(failure.sentence());
    boolean isElsewhere = failure.path().filter(path -> !path.equals(directory)).isPresent();
    if (isElsewhere) {
      message.append(", in ").append(failure.path().get());
    }
    failure.expected().ifPresent(value -> message.append(": expected ").append(value));
    failure.found().ifPresent(value -> message.append(", found ").append(value));
    String help =
        failure.code() == CacheError.ENTRY_NOT_FOUND
            ? "`cratehold cas ls` lists the keys"
            : failure.help();
    return new CasException(
        new Parts(
            ExitCode.FAILED,
            failure.code().name(),
            message.toString(),
            failure.path().map(Path::toString),
            failure.key(),
            failure.expected(),
            failure.found(),
            Optional.of(help)));
  }

  /// @param attempt what was tried
  static CasException of(String attempt, IOException e) {
    Optional<String> path =
        e instanceof FileSystemException f ? Optional.ofNullable(f.getFile()) : Optional.empty();
    CasException failed =
        new CasException(
            new Parts(
                ExitCode.FAILED,
                "IO_ERROR",
                attempt,
                path,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    failed.initCause(e);
    return failed;
  }

  /// The command line is wrong.
  static CasException usage(String message, String help) {
    return new CasException(
        new Parts(
            ExitCode.USAGE,
            "USAGE",
            message,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(help)));
  }

  /// What machines are told. The message has the cause in it.
  Parts parts() {
    if (getCause() == null) {
      return parts;
    }
    return new Parts(
        parts.exitCode(),
        parts.code(),
        parts.message() + ": " + Causes.describe(getCause()),
        parts.path(),
        parts.key(),
        parts.expected(),
        parts.found(),
        parts.help());
  }

  /// What people are told.
  Failure failure() {
    if (getCause() != null) {
      return Failure.failed(parts.message(), getCause());
    }
    String help = parts.help().orElseThrow();
    return parts.exitCode() == ExitCode.USAGE
        ? Failure.usage(parts.message(), help)
        : Failure.failed(parts.message(), help);
  }
}
