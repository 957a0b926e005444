package dev.cratehold.cli;

import dev.cratehold.cli.cas.CasCommand;
import dev.cratehold.cli.config.ConfigReader;
import dev.cratehold.cli.config.Environment;
import dev.cratehold.cli.config.ServeConfig;
import dev.cratehold.cli.home.HomeCommand;
import dev.cratehold.cli.mirror.MirrorCommand;
import dev.cratehold.cli.mirror.PrefetchCommand;
import dev.cratehold.cli.model.ModelParts;
import dev.cratehold.cli.terminal.Color;
import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.cli.terminal.Terminal;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParseResult;

/// Parses a command line, runs the command and turns what goes wrong into an exit code.
public final class CommandLineTool {
  private final Environment environment;
  private final Terminal terminal;

  /// Runs commands in this environment.
  public CommandLineTool(Environment environment, Terminal terminal) {
    this.environment = environment;
    this.terminal = terminal;
  }

  /// Runs one command to its end.
  public ExitCode run(String... args) {
    ExitCode code = carryOut(args);
    terminal.flush();
    if (!terminal.hasLostOutput()) {
      return code;
    }
    terminal.failure(
        Failure.failed(
            "not all that was asked for could be written to standard output",
            "see where it goes: to a full disk, perhaps. What there was to do was done"));
    return code == ExitCode.DONE ? ExitCode.FAILED : code;
  }

  private ExitCode carryOut(String... args) {
    try {
      return run(CommandModel.createFor(List.of(args)), args);
    } catch (Failure failure) {
      terminal.flush();
      terminal.failure(failure);
      return failure.exitCode();
    }
  }

  private ExitCode run(CommandLine model, String... args) throws Failure {
    ParseResult root = UsageErrors.parse(model, args);
    ParseResult command = root;
    while (command.hasSubcommand()) {
      command = command.subcommand();
    }
    if (command.isUsageHelpRequested()) {
      return help(command.commandSpec().commandLine());
    }
    if (root.hasSubcommand() && is(CommandModel.HOME, root.subcommand())) {
      return new HomeCommand(environment, terminal).run(command);
    }
    if (root.hasSubcommand() && is(CommandModel.CAS, root.subcommand())) {
      return new CasCommand(environment, terminal).run(command);
    }
    if (root.hasSubcommand() && is(CommandModel.MIRROR, root.subcommand())) {
      return new MirrorCommand(environment, terminal).run(command);
    }
    if (StoreModel.COMMANDS.contains(command.commandSpec().name())) {
      return new StoreCommand(environment, terminal).run(command);
    }
    return switch (command.commandSpec().name()) {
      case CommandModel.PREFETCH -> prefetch(command);
      case CommandModel.SERVE -> new ServeCommand(environment, terminal).run(command);
      case CommandModel.SETUP -> new SetupCommand(environment, terminal).run(command);
      case CommandModel.STORE ->
          throw Failure.usage(
              "store needs a command", "one of " + String.join(", ", StoreModel.COMMANDS));
      case CommandModel.HELP -> help(UsageErrors.find(model, words(command)));
      default -> version(command, model);
    };
  }

  private ExitCode prefetch(ParseResult command) throws Failure {
    ServeConfig config = ConfigReader.read(Flags.of(command), environment);
    return new PrefetchCommand(environment, terminal, () -> OpenRegistry.open(config, environment))
        .run(command, config);
  }

  private static boolean is(String name, ParseResult command) {
    return command.commandSpec().name().equals(name);
  }

  private static List<String> words(ParseResult command) {
    return command.matchedPositionalValue(0, List.of());
  }

  private ExitCode version(ParseResult root, CommandLine model) {
    if (!root.hasMatchedOption(CommandModel.VERSION_OPTION)) {
      return help(model);
    }
    Version.lines(environment, root.hasMatchedOption(ModelParts.VERBOSE_OPTION))
        .forEach(terminal::line);
    return ExitCode.DONE;
  }

  private ExitCode help(CommandLine command) {
    command.usage(terminal.out(), terminal.outColor() == Color.ON ? Ansi.ON : Ansi.OFF);
    return ExitCode.DONE;
  }
}
