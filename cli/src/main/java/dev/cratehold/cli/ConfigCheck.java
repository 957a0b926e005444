package dev.cratehold.cli;

import dev.cratehold.cli.config.ConfigReader;
import dev.cratehold.cli.config.Configuration;
import dev.cratehold.cli.config.Environment;
import dev.cratehold.cli.logging.Logs;
import dev.cratehold.cli.model.ModelParts;
import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.cli.terminal.Terminal;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/// `cratehold serve --check-config`: says what is wrong with a configuration, as far as that can be
/// known without starting, and prints what the settings come to. Changes nothing.
final class ConfigCheck {
  private final Environment environment;
  private final Terminal terminal;

  ConfigCheck(Environment environment, Terminal terminal) {
    this.environment = environment;
    this.terminal = terminal;
  }

  ExitCode run(ParseResult command) {
    Logs.sayOn(terminal);
    boolean json = command.hasMatchedOption(ModelParts.JSON_OPTION);
    ConfigView view = json ? new ConfigJson(terminal) : new ConfigText(terminal);
    try {
      Configuration configuration = ConfigReader.readAll(Flags.of(command), environment);
      List<Finding> findings = StartChecks.run(configuration.serve(), environment);
      view.show(Optional.of(configuration), findings);
      return findings.stream().anyMatch(Finding.Wrong.class::isInstance)
          ? ExitCode.USAGE
          : ExitCode.DONE;
    } catch (Failure failure) {
      view.show(Optional.empty(), List.of(new Finding.Wrong(failure)));
      return ExitCode.USAGE;
    }
  }
}
