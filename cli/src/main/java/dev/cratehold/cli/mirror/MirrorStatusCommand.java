package dev.cratehold.cli.mirror;

import dev.cratehold.cli.OpenRegistry;
import dev.cratehold.cli.config.Environment;
import dev.cratehold.cli.model.ModelParts;
import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.cli.terminal.Terminal;
import java.io.IOException;
import picocli.CommandLine.ParseResult;

/// `cratehold mirror status`.
final class MirrorStatusCommand {
  private static final int FAILURES = 20;
  private static final int FAILURES_FOR_MACHINES = 10_000;

  private final Environment environment;
  private final Terminal terminal;

  MirrorStatusCommand(Environment environment, Terminal terminal) {
    this.environment = environment;
    this.terminal = terminal;
  }

  ExitCode run(ParseResult command) throws Failure {
    boolean json = command.hasMatchedOption(ModelParts.JSON_OPTION);
    try (HeldMirror mirror = HeldMirror.open(command, environment)) {
      MirrorOverview overview = overview(mirror, json ? FAILURES_FOR_MACHINES : FAILURES);
      if (json) {
        MirrorJson.overview(terminal.out(), overview);
      } else {
        MirrorText.overview(terminal, overview);
      }
      return ExitCode.DONE;
    } catch (IOException e) {
      throw Failure.failed("cannot read the mirror", e);
    }
  }

  private static MirrorOverview overview(HeldMirror mirror, int failures) throws IOException {
    String registry = OpenRegistry.MOUNT;
    return new MirrorOverview(
        mirror.data(),
        mirror.state(),
        mirror.settings(),
        mirror.store().mirrors().names(registry),
        mirror.store().holdings().totals(),
        mirror.store().workQueue().totals(registry),
        mirror.store().workQueue().failures(registry, failures));
  }
}
