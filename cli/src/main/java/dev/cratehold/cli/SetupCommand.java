package dev.cratehold.cli;

import dev.cratehold.cli.config.ConfigReader;
import dev.cratehold.cli.config.Environment;
import dev.cratehold.cli.config.Listening;
import dev.cratehold.cli.model.ModelParts;
import dev.cratehold.cli.setup.Check;
import dev.cratehold.cli.setup.Setup;
import dev.cratehold.cli.setup.Setup.Action;
import dev.cratehold.cli.setup.Setup.Mode;
import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.cli.terminal.Terminal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.ParseResult;

/// `cratehold setup`.
final class SetupCommand {
  private final Environment environment;
  private final Terminal terminal;

  SetupCommand(Environment environment, Terminal terminal) {
    this.environment = environment;
    this.terminal = terminal;
  }

  ExitCode run(ParseResult command) throws Failure {
    refuseContradictions(command);
    Optional<String> url = Optional.ofNullable(command.matchedPositionalValue(0, (String) null));
    Optional<Path> project = project(command);
    if (command.hasMatchedOption(CommandModel.CHECK_OPTION)) {
      Path directory = project.orElse(environment.workingDirectory());
      return Check.run(environment, directory, url, terminal);
    }
    Setup setup =
        project.isPresent()
            ? Setup.ofProject(project.get(), environment, terminal)
            : Setup.ofHome(environment, terminal);
    Action action = action(command);
    Mode mode = command.hasMatchedOption(ModelParts.DRY_RUN_OPTION) ? Mode.DRY_RUN : Mode.WRITE;
    return setup.run(action, url.isPresent() ? url.get() : defaultUrl(action), mode);
  }

  private static Action action(ParseResult command) {
    if (command.hasMatchedOption(CommandModel.OFF_OPTION)) {
      return Action.OFF;
    }
    if (command.hasMatchedOption(CommandModel.ON_OPTION)) {
      return Action.ON;
    }
    return command.hasMatchedOption(CommandModel.UNDO_OPTION) ? Action.UNDO : Action.APPLY;
  }

  private static void refuseContradictions(ParseResult command) throws Failure {
    List<String> chosen =
        Stream.of(
                CommandModel.CHECK_OPTION,
                CommandModel.OFF_OPTION,
                CommandModel.ON_OPTION,
                CommandModel.UNDO_OPTION)
            .filter(command::hasMatchedOption)
            .toList();
    if (chosen.size() > 1) {
      throw Failure.usage(String.join(" and ", chosen) + " exclude each other", "give one of them");
    }
    boolean takesUrl = chosen.isEmpty() || chosen.contains(CommandModel.CHECK_OPTION);
    if (command.hasMatchedPositional(0) && !takesUrl) {
      throw Failure.usage(chosen.getFirst() + " takes no URL", "leave the URL out");
    }
    boolean check = chosen.contains(CommandModel.CHECK_OPTION);
    if (check && command.hasMatchedOption(ModelParts.DRY_RUN_OPTION)) {
      throw Failure.usage("--check writes nothing", "leave --dry-run out");
    }
  }

  private Optional<Path> project(ParseResult command) throws Failure {
    Optional<Path> project =
        Optional.ofNullable(command.matchedOptionValue(CommandModel.PROJECT_OPTION, (String) null))
            .map(text -> environment.workingDirectory().resolve(text).normalize());
    if (project.isPresent() && !Files.isDirectory(project.get())) {
      throw Failure.usage(
          "the project " + project.get() + " is no directory", "give the directory of a project");
    }
    return project;
  }

  /// Where the server of this machine is, as it is configured.
  private String defaultUrl(Action action) throws Failure {
    if (action != Action.APPLY) {
      return "";
    }
    Listening config = ConfigReader.read(Map.of(), environment).listening();
    return ServerUrls.local(config, config.port());
  }
}
