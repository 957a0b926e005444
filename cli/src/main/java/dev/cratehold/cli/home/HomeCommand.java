package dev.cratehold.cli.home;

import dev.cratehold.cli.config.Environment;
import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.cli.terminal.Terminal;
import picocli.CommandLine.ParseResult;

/// `cratehold home` and everything below it.
public final class HomeCommand {
  private final Environment environment;
  private final Terminal terminal;

  /// Runs in this environment.
  public HomeCommand(Environment environment, Terminal terminal) {
    this.environment = environment;
    this.terminal = terminal;
  }

  /// Runs one command.
  public ExitCode run(ParseResult command) throws Failure {
    HomeContext context = HomeContext.of(command, environment, terminal);
    return switch (command.commandSpec().name()) {
      case HomeModel.PATH -> new PathCommand(terminal).run(command, context.located());
      case HomeModel.SHOW -> new ShowCommand(context).show(command);
      case HomeModel.TOP -> new ShowCommand(context).top(command);
      case CollectionModel.GC -> gc(command, context);
      case CollectionModel.CLEAR -> new CollectionCommand(context).clear(command);
      case CollectionModel.UNDO -> new UndoCommand(context).run(command);
      case CollectionModel.AUTO -> new AutoCommand(context, UserServices.ofSystem()).run(command);
      case HomeModel.HOME ->
          throw Failure.usage(
              "home needs a command", "one of path, show, top, gc, clear, undo and auto");
      default -> throw new IllegalStateException("no command: " + command.commandSpec().name());
    };
  }

  private static ExitCode gc(ParseResult command, HomeContext context) throws Failure {
    if (command.hasMatchedOption(CollectionModel.CARGO_COMPAT_OPTION)) {
      return new CompatCommand(context).run(command);
    }
    return command.hasMatchedOption(CollectionModel.AUTO_OPTION)
        ? new AutoRun(context).run(command)
        : new CollectionCommand(context).gc(command);
  }
}
