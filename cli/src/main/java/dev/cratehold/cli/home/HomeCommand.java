package dev.cratehold.cli.home;

import dev.cratehold.cli.config.Environment;
import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.cli.terminal.Terminal;
import dev.cratehold.home.CargoHome;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
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
    return switch (command.commandSpec().name()) {
      case HomeModel.PATH -> new PathCommand(terminal).run(command, home(command));
      case HomeModel.HOME ->
          throw Failure.usage(
              "home needs a command", "one of path, show, top, gc, clear, undo and auto");
      default ->
          throw Failure.failed(
              "home " + command.commandSpec().name() + " is not there yet",
              "`cratehold home path` is");
    };
  }

  private CargoHome home(ParseResult command) throws Failure {
    Optional<String> flag =
        Optional.ofNullable(command.matchedOptionValue(HomeModel.CARGO_HOME_OPTION, (String) null));
    return new CargoHome(flag.isPresent() ? path(flag.get()) : environment.cargoHome());
  }

  private Path path(String text) throws Failure {
    try {
      return environment.workingDirectory().resolve(text).normalize();
    } catch (InvalidPathException e) {
      throw Failure.usage(
          HomeModel.CARGO_HOME_OPTION + ": `" + text + "` is not a path: " + e.getReason(),
          "give a directory");
    }
  }
}
