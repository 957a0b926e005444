package dev.cratehold.cli.home;

import dev.cratehold.cli.home.CollectionText.Volume;
import dev.cratehold.cli.model.ModelParts;
import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.cli.terminal.StopRequest;
import dev.cratehold.cli.terminal.Terminal;
import dev.cratehold.home.config.CargoConfig;
import dev.cratehold.home.gc.AutoCollection;
import dev.cratehold.home.gc.AutoOutcome;
import dev.cratehold.home.gc.CollectionOptions;
import dev.cratehold.home.gc.HomeListener;
import dev.cratehold.home.gc.HomeReport;
import dev.cratehold.home.gc.HomeReport.End;
import java.io.IOException;
import picocli.CommandLine.ParseResult;

/// `cratehold home gc --auto`: silent where there is nothing to do or cargo is at work.
final class AutoRun {
  private final HomeContext context;
  private final Terminal terminal;

  AutoRun(HomeContext context) {
    this.context = context;
    this.terminal = context.terminal();
  }

  ExitCode run(ParseResult command) throws Failure {
    OptionValues values = context.values(command);
    if (values.has(ModelParts.DRY_RUN_OPTION) || values.has(CollectionModel.WAIT_OPTION)) {
      throw Failure.usage(
          "--auto neither waits nor only looks", "leave out --auto to see the plan or to wait");
    }
    CargoConfig config = context.config();
    config.warnings().forEach(terminal::warning);
    CollectionOptions options = new CollectionRequest(context, values).limits(config).build();
    context.requireHome();
    StopRequest stop = StopRequest.ofProcess();
    stop.beginChanging();
    try {
      AutoOutcome outcome =
          new AutoCollection(context.home(), context.posix())
              .run(config, options, context.clock().instant(), HomeListener.NONE, stop);
      return outcome instanceof AutoOutcome.Ran ran ? report(values, options, ran) : ExitCode.DONE;
    } catch (IOException e) {
      throw Failure.failed("cannot clean the Cargo home " + context.home().root(), e);
    }
  }

  private ExitCode report(OptionValues values, CollectionOptions options, AutoOutcome.Ran ran)
      throws Failure {
    return switch (ran.report()) {
      case HomeReport.Carried carried -> {
        boolean nothing = carried.removed().isEmpty() && carried.failed().isEmpty();
        if (!nothing) {
          Volume volume = values.has(CollectionModel.QUIET_OPTION) ? Volume.QUIET : Volume.NORMAL;
          new CollectionText(terminal, options, volume).report(ran.plan(), carried);
        }
        // Cargo that comes in between is what a daily run expects: the next one goes on.
        yield carried.end() == End.BUSY && carried.failed().isEmpty()
            ? ExitCode.DONE
            : Endings.of(carried);
      }
      case HomeReport.Busy _ -> ExitCode.DONE;
      case HomeReport.Refused(String why) -> throw Refusals.refused(why);
    };
  }
}
