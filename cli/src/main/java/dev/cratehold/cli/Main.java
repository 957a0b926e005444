package dev.cratehold.cli;

import dev.cratehold.cli.config.Environment;
import dev.cratehold.cli.terminal.Terminal;

/// Where a process of `cratehold` begins.
public final class Main {
  private Main() {}

  /// Runs the command and ends the process with its exit code.
  public static void main(String[] args) {
    Environment environment = Environment.ofProcess();
    Terminal terminal = Terminal.ofProcess(environment.variables());
    System.exit(new CommandLineTool(environment, terminal).run(args).number());
  }
}
