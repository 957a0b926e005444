package dev.cratehold.cli;

import dev.cratehold.cli.config.ConfigReader;
import dev.cratehold.cli.config.Environment;
import dev.cratehold.cli.config.ServeConfig;
import dev.cratehold.cli.logging.Logs;
import dev.cratehold.cli.model.ModelParts;
import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.cli.terminal.Terminal;
import dev.cratehold.store.NoRoomException;
import dev.cratehold.store.ScrubMode;
import dev.cratehold.store.ScrubReport;
import dev.cratehold.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import picocli.CommandLine.ParseResult;

/// `cratehold store` and the commands below it.
final class StoreCommand {
  private static final int MAX_ALERTS = 1_000;

  /// How many crates and clients statistics name, as those of a server do.
  private static final int TOP = 10;

  private final Environment environment;
  private final Terminal terminal;

  StoreCommand(Environment environment, Terminal terminal) {
    this.environment = environment;
    this.terminal = terminal;
  }

  ExitCode run(ParseResult command) throws Failure {
    if (command.commandSpec().name().equals(StoreModel.IMPORT)) {
      return new StoreImport(command, environment, terminal).run();
    }
    Logs.sayOn(terminal);
    ServeConfig config = ConfigReader.read(Flags.of(command), environment);
    Path data = config.data();
    ExistingStore.require(data);
    StoreChange change = changes(command, config);
    try (Store store = Store.open(data, change.options(), InstantSource.system())) {
      return change.run(store);
    } catch (NoRoomException e) {
      throw Failure.failed("cannot change the store in " + data, e, change.withoutWriting());
    } catch (IOException e) {
      throw Failure.failed("cannot read the store in " + data, e);
    }
  }

  private StoreChange changes(ParseResult command, ServeConfig config) throws Failure {
    boolean json = command.hasMatchedOption(ModelParts.JSON_OPTION);
    CollectionView collections =
        json ? new CollectionJson(terminal.out()) : new CollectionText(terminal);
    return switch (command.commandSpec().name()) {
      case StoreModel.GC -> StoreGc.of(command, config, collections);
      case StoreModel.RM -> StoreRemoval.of(command, collections);
      case StoreModel.PIN, StoreModel.UNPIN, StoreModel.PINS ->
          StorePins.of(command, config, environment, terminal);
      default -> {
        StoreView view = json ? new StoreJson(terminal.out()) : new StoreText(terminal);
        yield StoreChange.looking(
            store -> show(command, store, config.data(), view),
            "`verify --dry-run` only says what is damaged");
      }
    };
  }

  private ExitCode show(ParseResult command, Store store, Path data, StoreView view)
      throws IOException {
    return switch (command.commandSpec().name()) {
      case StoreModel.INFO -> {
        info(command, store, data, view);
        yield ExitCode.DONE;
      }
      case StoreModel.LS -> {
        store.holdings().forEach(view::crate);
        view.endOfCrates();
        yield ExitCode.DONE;
      }
      case StoreModel.ALERTS -> {
        store.alerts().recent(MAX_ALERTS).forEach(view::alert);
        view.endOfAlerts(store.alerts().total());
        yield ExitCode.DONE;
      }
      default -> verify(command, store, view);
    };
  }

  private static void info(ParseResult command, Store store, Path data, StoreView view)
      throws IOException {
    if (command.hasMatchedOption(StoreModel.STATS_OPTION)) {
      view.statistics(store.statistics().report(TOP));
    } else {
      view.info(data, store.holdings().totals(), store.alerts().total());
    }
  }

  private ExitCode verify(ParseResult command, Store store, StoreView view) throws IOException {
    boolean dryRun = command.hasMatchedOption(ModelParts.DRY_RUN_OPTION);
    ScrubMode mode = dryRun ? ScrubMode.REPORT : ScrubMode.REPAIR;
    long all = store.holdings().totals().crates();
    ScrubReport report =
        store.scrub(mode, (files, bytes) -> terminal.progress("Verifying", files, all));
    terminal.endProgress();
    view.report(report, mode);
    return report.isSound() ? ExitCode.DONE : ExitCode.FAILED;
  }
}
