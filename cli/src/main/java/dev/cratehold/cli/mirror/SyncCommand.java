package dev.cratehold.cli.mirror;

import dev.cratehold.cli.Flags;
import dev.cratehold.cli.OpenRegistry;
import dev.cratehold.cli.config.ConfigReader;
import dev.cratehold.cli.config.Environment;
import dev.cratehold.cli.config.ServeConfig;
import dev.cratehold.cli.model.ModelParts;
import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.cli.terminal.StopSignals;
import dev.cratehold.cli.terminal.Terminal;
import dev.cratehold.mirror.sync.MirrorSettings;
import dev.cratehold.mirror.sync.MirrorSync;
import dev.cratehold.mirror.sync.MirrorSync.Refused;
import dev.cratehold.mirror.sync.NameSource;
import dev.cratehold.mirror.sync.SyncReport;
import dev.cratehold.store.MirrorLock;
import dev.cratehold.store.MirrorState;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.InstantSource;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/// `cratehold mirror sync`.
final class SyncCommand {
  private final Environment environment;
  private final Terminal terminal;

  SyncCommand(Environment environment, Terminal terminal) {
    this.environment = environment;
    this.terminal = terminal;
  }

  ExitCode run(ParseResult command) throws Failure {
    ServeConfig config = ConfigReader.read(Flags.of(command), environment);
    SyncOptions options = new SyncOptions(command, environment.workingDirectory());
    var _ = options.over(MirrorSettings.DEFAULT);
    try (OpenRegistry registry = OpenRegistry.open(config, environment);
        MirrorLock _ = MirrorLocks.acquire(registry.store(), "cratehold mirror sync")) {
      return sync(command, options, registry);
    } catch (InterruptedIOException _) {
      return stopped();
    } catch (IOException e) {
      throw Failure.failed(
          "the mirror in " + config.data() + " could not be synced",
          e,
          "what was fetched is kept; `cratehold mirror sync` goes on from there");
    }
  }

  private ExitCode sync(ParseResult command, SyncOptions options, OpenRegistry registry)
      throws IOException, Failure {
    MirrorSettings settings =
        options.over(options.resets() ? MirrorSettings.DEFAULT : last(registry));
    NameSource source = MirrorNames.require(registry, settings);
    MirrorSync sync =
        new MirrorSync(
            registry.proxy(),
            registry.store(),
            registry.upstream().urls().getFirst().toString(),
            InstantSource.system());
    Refused refused =
        command.hasMatchedOption(MirrorModel.RETRY_REFUSED_OPTION) ? Refused.NOW : Refused.WHEN_DUE;
    Thread thread = Thread.currentThread();
    StopSignals.install(
        thread::interrupt, () -> Runtime.getRuntime().halt(ExitCode.STOPPED.number()));
    try {
      SyncReport report = sync.run(settings, source, refused, new SyncProgress(terminal));
      terminal.endProgress();
      show(command, report);
      return report.isComplete() ? ExitCode.DONE : ExitCode.PARTLY;
    } catch (InterruptedException _) {
      return stopped();
    }
  }

  private static MirrorSettings last(OpenRegistry registry) throws IOException {
    Optional<MirrorState> state = registry.store().mirrors().find(OpenRegistry.MOUNT);
    return state
        .map(known -> MirrorSettings.parse(known.settings()))
        .orElse(MirrorSettings.DEFAULT);
  }

  private void show(ParseResult command, SyncReport report) {
    if (command.hasMatchedOption(ModelParts.JSON_OPTION)) {
      MirrorJson.report(terminal.out(), report);
    } else {
      MirrorText.report(terminal, report);
    }
  }

  private ExitCode stopped() {
    terminal.endProgress();
    terminal.status("Stopped", "the next `cratehold mirror sync` goes on from here");
    return ExitCode.STOPPED;
  }
}
