package dev.cratehold.cli.cas;

import dev.cratehold.cas.CacheException;
import dev.cratehold.cli.config.Environment;
import dev.cratehold.cli.model.ModelParts;
import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.cli.terminal.Fit;
import dev.cratehold.cli.terminal.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import picocli.CommandLine.ParseResult;

/// `cratehold cas` and everything below it.
public final class CasCommand {
  private static final int LONGEST_KEY = 60;

  private final Environment environment;
  private final Terminal terminal;

  /// Runs in this environment.
  public CasCommand(Environment environment, Terminal terminal) {
    this.environment = environment;
    this.terminal = terminal;
  }

  /// Runs one command. With `--json`, what goes wrong is one JSON object on standard error.
  public ExitCode run(ParseResult command) throws Failure {
    if (command.commandSpec().name().equals(CasModel.CAS)) {
      throw Failure.usage("cas needs a command", "one of put, get, ls, rm, verify and info");
    }
    boolean isForMachines = command.hasMatchedOption(ModelParts.JSON_OPTION);
    CasView view = isForMachines ? new CasJson(terminal.out()) : new CasText(terminal);
    CasArguments arguments = new CasArguments(command, environment.workingDirectory());
    try {
      return carryOut(arguments, view);
    } catch (CasException e) {
      if (!isForMachines) {
        throw e.failure();
      }
      terminal.flush();
      CasJson.error(terminal.err(), e.parts());
      return e.parts().exitCode();
    }
  }

  private ExitCode carryOut(CasArguments arguments, CasView view) throws CasException {
    Path directory = arguments.directory();
    try {
      return run(arguments, new CacheDirectory(directory), view);
    } catch (CacheException e) {
      throw CasException.of(attempt(arguments), e, directory);
    } catch (IOException e) {
      throw CasException.of(attempt(arguments), e);
    } catch (UncheckedIOException e) {
      throw CasException.of(attempt(arguments), Objects.requireNonNull(e.getCause()));
    } finally {
      terminal.endProgress();
    }
  }

  private ExitCode run(CasArguments arguments, CacheDirectory directory, CasView view)
      throws IOException, CasException {
    return switch (arguments.command().commandSpec().name()) {
      case CasModel.PUT -> new PutCommand(terminal, view).run(arguments, directory);
      case CasModel.GET -> new GetCommand(terminal, view).run(arguments, directory);
      case CasModel.LS -> new ReadCommands(terminal, view).ls(directory);
      case CasModel.RM -> new RmCommand(view).run(arguments, directory);
      case CasModel.VERIFY -> new ReadCommands(terminal, view).verify(directory);
      default -> new ReadCommands(terminal, view).info(directory);
    };
  }

  /// What was tried, on what: the beginning of a sentence.
  private static String attempt(CasArguments arguments) throws CasException {
    Path directory = arguments.directory();
    return switch (arguments.command().commandSpec().name()) {
      case CasModel.PUT -> "cannot store " + shown(arguments.key()) + " in " + directory;
      case CasModel.GET -> "cannot get " + wanted(arguments) + " from " + directory;
      case CasModel.LS -> "cannot list " + directory;
      case CasModel.RM -> "cannot remove " + shown(arguments.key()) + " from " + directory;
      case CasModel.VERIFY -> "cannot verify " + directory;
      default -> "cannot read " + directory;
    };
  }

  private static String wanted(CasArguments arguments) throws CasException {
    return arguments.givenKey().isPresent()
        ? shown(arguments.givenKey().get())
        : arguments.integrity(CasModel.DIGEST_OPTION).orElseThrow().toString();
  }

  /// A key in a sentence.
  static String shown(String key) {
    return "'" + Fit.middle(Fit.printable(key), LONGEST_KEY) + "'";
  }
}
