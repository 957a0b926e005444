package dev.cratehold.cli.mirror;

import dev.cratehold.cli.config.Environment;
import dev.cratehold.cli.logging.Logs;
import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.cli.terminal.Terminal;
import picocli.CommandLine.ParseResult;

/// `cratehold mirror` and everything below it.
public final class MirrorCommand {
  private final Environment environment;
  private final Terminal terminal;

  /// Runs in this environment.
  public MirrorCommand(Environment environment, Terminal terminal) {
    this.environment = environment;
    this.terminal = terminal;
  }

  /// Runs one command.
  public ExitCode run(ParseResult command) throws Failure {
    Logs.sayOn(terminal);
    return switch (command.commandSpec().name()) {
      case MirrorModel.SYNC -> new SyncCommand(environment, terminal).run(command);
      case MirrorModel.STATUS -> new MirrorStatusCommand(environment, terminal).run(command);
      case MirrorModel.VERIFY -> new MirrorVerifyCommand(environment, terminal).run(command);
      case MirrorModel.PRUNE -> new MirrorPruneCommand(environment, terminal).run(command);
      case MirrorModel.MIRROR ->
          throw Failure.usage("mirror needs a command", "one of sync, status, verify and prune");
      default -> throw new IllegalStateException("no command: " + command.commandSpec().name());
    };
  }
}
