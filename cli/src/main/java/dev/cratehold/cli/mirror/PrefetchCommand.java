package dev.cratehold.cli.mirror;

import dev.cratehold.cli.config.Environment;
import dev.cratehold.cli.config.ServeConfig;
import dev.cratehold.cli.logging.Logs;
import dev.cratehold.cli.model.ModelParts;
import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.cli.terminal.StopSignals;
import dev.cratehold.cli.terminal.Terminal;
import dev.cratehold.mirror.prefetch.OrderReader;
import dev.cratehold.mirror.prefetch.Prefetch;
import dev.cratehold.mirror.prefetch.PrefetchListener;
import dev.cratehold.mirror.prefetch.PrefetchOptions;
import dev.cratehold.mirror.prefetch.PrefetchOptions.Mode;
import dev.cratehold.mirror.prefetch.PrefetchOrder;
import dev.cratehold.mirror.prefetch.PrefetchReport;
import dev.cratehold.mirror.prefetch.RegistrySources;
import dev.cratehold.store.Store;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.ParseResult;

/// `cratehold prefetch`.
public final class PrefetchCommand {
  private final Environment environment;
  private final Terminal terminal;
  private final RegistrySession.Opening opening;

  /// @param opening opens the registry to fetch from
  public PrefetchCommand(
      Environment environment, Terminal terminal, RegistrySession.Opening opening) {
    this.environment = environment;
    this.terminal = terminal;
    this.opening = opening;
  }

  /// Runs it. The files are read first: if there is anything wrong with them, nothing is done.
  ///
  /// @param config of the server for which it is fetched
  public ExitCode run(ParseResult command, ServeConfig config) throws Failure {
    Logs.sayOn(terminal);
    RegistrySources sources = RegistrySources.ofCratesIo(config.upstreams().urls());
    PrefetchArguments arguments = new PrefetchArguments(command, environment.workingDirectory());
    PrefetchOptions options = arguments.options();
    Optional<PrefetchPins> pins = arguments.pins();
    PrefetchOrder order = arguments.order(new OrderReader(sources));
    try (RegistrySession session = opening.open()) {
      Prefetch prefetch = new Prefetch(session.proxy(), session.store(), sources);
      PrefetchReport report = carryOut(prefetch, order, options);
      OptionalInt pinned =
          pins.isPresent() && options.mode() == Mode.FETCH
              ? OptionalInt.of(pin(report, pins.get(), session.store()))
              : OptionalInt.empty();
      view(command).show(report, options.mode(), pinned);
      return exitCode(report);
    } catch (InterruptedException _) {
      terminal.status("Stopped", "what was fetched by now is kept; run it again to go on");
      return ExitCode.STOPPED;
    } catch (IOException e) {
      throw Failure.failed(
          "the store in " + config.data() + " was not closed cleanly", e, "run it again");
    }
  }

  private static int pin(PrefetchReport report, PrefetchPins pins, Store store) throws Failure {
    try {
      return pins.pin(report, store.pins());
    } catch (IOException e) {
      throw Failure.failed(
          "what was fetched could not be pinned as " + pins.label(),
          e,
          "run it again when that is mended; what is here is not fetched again");
    }
  }

  private PrefetchReport carryOut(Prefetch prefetch, PrefetchOrder order, PrefetchOptions options)
      throws InterruptedException {
    Thread worker = Thread.currentThread();
    StopSignals.install(
        worker::interrupt, () -> Runtime.getRuntime().halt(ExitCode.STOPPED.number()));
    try {
      return prefetch.run(order, options, new Progress());
    } finally {
      terminal.endProgress();
    }
  }

  private PrefetchView view(ParseResult command) {
    return command.hasMatchedOption(ModelParts.JSON_OPTION)
        ? new PrefetchJson(terminal.out())
        : new PrefetchText(
            terminal,
            command.hasMatchedOption(ModelParts.VERBOSE_OPTION)
                ? PrefetchText.Naming.ALL
                : PrefetchText.Naming.SOME);
  }

  private static ExitCode exitCode(PrefetchReport report) {
    if (report.failed().isEmpty()) {
      return ExitCode.DONE;
    }
    return report.crates().isEmpty() ? ExitCode.FAILED : ExitCode.PARTLY;
  }

  private final class Progress implements PrefetchListener {
    @Override
    public void resolving(int crates) {
      terminal.progress("Resolving", crates, 0);
    }

    @Override
    public void fetching(int done, int all) {
      terminal.progress("Fetching", done, all);
    }
  }
}
