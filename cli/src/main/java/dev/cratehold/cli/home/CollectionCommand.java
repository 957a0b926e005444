package dev.cratehold.cli.home;

import dev.cratehold.cli.home.CollectionProgress.Naming;
import dev.cratehold.cli.home.CollectionText.Volume;
import dev.cratehold.cli.model.ModelParts;
import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.cli.terminal.StopRequest;
import dev.cratehold.cli.terminal.Terminal;
import dev.cratehold.home.config.CargoConfig;
import dev.cratehold.home.gc.ClearPart;
import dev.cratehold.home.gc.CollectionOptions;
import dev.cratehold.home.gc.HomeCollector;
import dev.cratehold.home.gc.HomePlan;
import dev.cratehold.home.gc.HomeReport;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import picocli.CommandLine.ParseResult;

/// `cratehold home gc` and `clear`: a plan, and what becomes of it.
final class CollectionCommand {
  private final HomeContext context;
  private final Terminal terminal;
  private final StopRequest stop = StopRequest.ofProcess();

  CollectionCommand(HomeContext context) {
    this.context = context;
    this.terminal = context.terminal();
  }

  ExitCode gc(ParseResult command) throws Failure {
    OptionValues values = context.values(command);
    CargoConfig config = context.config();
    config.warnings().forEach(terminal::warning);
    CollectionOptions options = new CollectionRequest(context, values).limits(config).build();
    return run(
        values,
        options,
        (collector, progress) -> collector.plan(options, context.clock().instant(), progress));
  }

  ExitCode clear(ParseResult command) throws Failure {
    OptionValues values = context.values(command);
    CollectionRequest request = new CollectionRequest(context, values);
    CollectionOptions options = request.common(Duration.ZERO).build();
    Set<ClearPart> parts = request.parts();
    return run(
        values,
        options,
        (collector, progress) ->
            collector.clear(parts, options, context.clock().instant(), progress));
  }

  @FunctionalInterface
  private interface Planner {
    HomePlan plan(HomeCollector collector, CollectionProgress progress) throws IOException;
  }

  private ExitCode run(OptionValues values, CollectionOptions options, Planner planner)
      throws Failure {
    CollectionView view =
        values.has(ModelParts.JSON_OPTION)
            ? new CollectionJson(terminal.out())
            : new CollectionText(terminal, options, volume(values));
    context.requireHome();
    HomeCollector collector = new HomeCollector(context.home(), context.posix(), context::blocking);
    HomePlan plan = plan(collector, planner);
    if (values.has(ModelParts.DRY_RUN_OPTION)) {
      view.plan(plan);
      return ExitCode.DONE;
    }
    return switch (carryOut(values, collector, plan, options)) {
      case HomeReport.Carried carried -> {
        view.report(plan, carried);
        yield Endings.of(carried);
      }
      case HomeReport.Busy(String what) -> throw Refusals.busy(what);
      case HomeReport.Refused(String why) -> throw Refusals.refused(why);
    };
  }

  private static Volume volume(OptionValues values) {
    return values.has(CollectionModel.QUIET_OPTION) ? Volume.QUIET : Volume.NORMAL;
  }

  private HomePlan plan(HomeCollector collector, Planner planner) throws Failure {
    try {
      return planner.plan(collector, new CollectionProgress(terminal, 0, Naming.COUNTED));
    } catch (IOException e) {
      throw Failure.failed("cannot look through the Cargo home " + context.home().root(), e);
    } finally {
      terminal.endProgress();
    }
  }

  private HomeReport carryOut(
      OptionValues values, HomeCollector collector, HomePlan plan, CollectionOptions options)
      throws Failure {
    Naming naming = values.has(ModelParts.VERBOSE_OPTION) ? Naming.NAMED : Naming.COUNTED;
    CollectionProgress progress = new CollectionProgress(terminal, plan.victims().size(), naming);
    stop.beginChanging();
    try {
      return collector.carryOut(plan, options, progress, stop);
    } catch (IOException e) {
      throw Failure.failed("cannot clean the Cargo home " + context.home().root(), e);
    } finally {
      terminal.endProgress();
    }
  }
}
