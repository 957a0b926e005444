package dev.cratehold.cli.terminal;

import java.util.List;
import java.util.stream.Collectors;

/// Ends a command: the problems that its user reads, in order, and the exit code. The causes of the
/// exception, if any, are printed below the first problem.
public final class Failure extends Exception {
  private static final long serialVersionUID = 1;

  private final ExitCode exitCode;
  private final transient List<Problem> problems;

  private Failure(ExitCode exitCode, List<Problem> problems) {
    super(problems.stream().map(Problem::message).collect(Collectors.joining("; ")));
    this.exitCode = exitCode;
    this.problems = List.copyOf(problems);
  }

  /// The command could not do its work.
  public static Failure failed(String message, String help) {
    return new Failure(ExitCode.FAILED, List.of(Problem.of(message, help)));
  }

  /// The command could not do its work because of `cause`.
  public static Failure failed(String message, Throwable cause) {
    return because(new Failure(ExitCode.FAILED, List.of(Problem.of(message))), cause);
  }

  /// The command could not do its work because of `cause`, and this can be done about it.
  public static Failure failed(String message, Throwable cause, String help) {
    return because(new Failure(ExitCode.FAILED, List.of(Problem.of(message, help))), cause);
  }

  /// Something else holds what the command needs.
  public static Failure busy(String message, String help) {
    return new Failure(ExitCode.BUSY, List.of(Problem.of(message, help)));
  }

  /// The command line or the configuration is wrong.
  public static Failure usage(List<Problem> problems) {
    return new Failure(ExitCode.USAGE, problems);
  }

  /// The command line is wrong.
  public static Failure usage(String message, String help) {
    return usage(List.of(Problem.of(message, help)));
  }

  private static Failure because(Failure failure, Throwable cause) {
    failure.initCause(cause);
    return failure;
  }

  /// What the process ends with.
  public ExitCode exitCode() {
    return exitCode;
  }

  /// Why, in words: the causes of this exception, outermost first. They belong to the first
  /// problem.
  public List<String> causes() {
    return Causes.of(this);
  }

  /// What is wrong; at least one.
  public List<Problem> problems() {
    return problems;
  }
}
