package dev.cratehold.cli;

import dev.cratehold.cli.config.Environment;
import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.cli.terminal.Terminal;
import dev.cratehold.posix.Posix;
import java.util.List;

/// Where a process of `cratehold` begins.
public final class Main {
  private static final int STANDARD_OUTPUT = 1;

  private Main() {}

  /// Runs the command and ends the process with its exit code.
  ///
  /// The JVM's orderly exit looks through every jar for somebody who wants to log it. Only the
  /// server has something to do then; all others have written and closed what they had.
  public static void main(String[] args) {
    ExitCode code = run(args);
    if (List.of(args).contains(CommandModel.SERVE)) {
      System.exit(code.number());
    }
    Runtime.getRuntime().halt(code.number());
  }

  /// Runs the command in the environment and on the streams of this process.
  public static ExitCode run(String... args) {
    Environment environment = Environment.ofProcess();
    Terminal terminal =
        Terminal.ofProcess(
            environment.variables(), () -> Posix.system().terminalColumns(STANDARD_OUTPUT));
    return new CommandLineTool(environment, terminal).run(args);
  }
}
