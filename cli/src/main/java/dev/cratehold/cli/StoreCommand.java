package dev.cratehold.cli;

import dev.cratehold.cli.config.ConfigReader;
import dev.cratehold.cli.config.Environment;
import dev.cratehold.cli.logging.Logs;
import dev.cratehold.cli.model.ModelParts;
import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.cli.terminal.Terminal;
import dev.cratehold.store.NoRoomException;
import dev.cratehold.store.ScrubMode;
import dev.cratehold.store.ScrubReport;
import dev.cratehold.store.Store;
import dev.cratehold.store.StoreOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import picocli.CommandLine.ParseResult;

/// `cratehold store info`, `ls`, `verify` and `alerts`.
final class StoreCommand {
  private static final int MAX_ALERTS = 1_000;

  private final Environment environment;
  private final Terminal terminal;

  StoreCommand(Environment environment, Terminal terminal) {
    this.environment = environment;
    this.terminal = terminal;
  }

  ExitCode run(ParseResult command) throws Failure {
    Logs.sayOn(terminal);
    Path data = ConfigReader.read(Flags.of(command), environment).data();
    ExistingStore.require(data);
    StoreView view =
        command.hasMatchedOption(ModelParts.JSON_OPTION)
            ? new StoreJson(terminal.out())
            : new StoreText(terminal);
    try (Store store = Store.open(data, StoreOptions.defaults(), InstantSource.system())) {
      return show(command, store, data, view);
    } catch (NoRoomException e) {
      throw Failure.failed(
          "cannot repair the store in " + data, e, "`verify --dry-run` only says what is damaged");
    } catch (IOException e) {
      throw Failure.failed("cannot read the store in " + data, e);
    }
  }

  private ExitCode show(ParseResult command, Store store, Path data, StoreView view)
      throws IOException {
    return switch (command.commandSpec().name()) {
      case CommandModel.INFO -> {
        view.info(data, store.holdings().totals(), store.alerts().total());
        yield ExitCode.DONE;
      }
      case CommandModel.LS -> {
        store.holdings().forEach(view::crate);
        view.endOfCrates();
        yield ExitCode.DONE;
      }
      case CommandModel.ALERTS -> {
        store.alerts().recent(MAX_ALERTS).forEach(view::alert);
        view.endOfAlerts(store.alerts().total());
        yield ExitCode.DONE;
      }
      default -> verify(command, store, view);
    };
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
