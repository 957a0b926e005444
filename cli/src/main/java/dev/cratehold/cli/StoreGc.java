package dev.cratehold.cli;

import dev.cratehold.cli.config.ServeConfig;
import dev.cratehold.cli.config.Settings;
import dev.cratehold.cli.config.Storage;
import dev.cratehold.cli.model.ModelParts;
import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.cli.terminal.StopRequest;
import dev.cratehold.retention.CollectionReport.End;
import dev.cratehold.store.CollectionLimits;
import dev.cratehold.store.Store;
import dev.cratehold.store.StoreCollector;
import dev.cratehold.store.StoreCollector.Search;
import dev.cratehold.store.StorePlan;
import dev.cratehold.store.StoreReport;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import picocli.CommandLine.ParseResult;

/// `cratehold store gc`.
final class StoreGc {
  private StoreGc() {}

  static StoreChange of(ParseResult command, ServeConfig config, CollectionView view)
      throws Failure {
    CollectionLimits limits = limits(command, config.storage());
    if (limits.isEmpty()) {
      throw Failure.usage(
          "nothing says how much to keep",
          "give --max-age 90d, --max-size 20G or --min-free 5G, or set max-age or max-size in the"
              + " configuration");
    }
    return command.hasMatchedOption(ModelParts.DRY_RUN_OPTION)
        ? StoreChange.looking(store -> show(store, limits, view), "")
        : StoreChange.writing(store -> carryOut(store, limits, view));
  }

  /// Those of the command line, or if it has none those of the configuration.
  private static CollectionLimits limits(ParseResult command, Storage storage) {
    boolean isGiven =
        Stream.of(Settings.MAX_AGE, Settings.MAX_SIZE, Settings.MIN_FREE)
            .anyMatch(setting -> command.hasMatchedOption(setting.flag()));
    return isGiven ? given(command, storage) : StoreOpening.limits(storage);
  }

  private static CollectionLimits given(ParseResult command, Storage storage) {
    CollectionLimits limits = CollectionLimits.none().withGrace(storage.gcGrace());
    if (command.hasMatchedOption(Settings.MAX_AGE.flag())) {
      limits = storage.maxAge().map(limits::withMaxAge).orElse(limits);
    }
    if (command.hasMatchedOption(Settings.MAX_SIZE.flag())) {
      limits = storage.maxSize().map(limits::withMaxBytes).orElse(limits);
    }
    return command.hasMatchedOption(Settings.MIN_FREE.flag())
        ? limits.withMinFree(storage.minFree())
        : limits;
  }

  private static ExitCode show(Store store, CollectionLimits limits, CollectionView view)
      throws IOException {
    StoreCollector collector = store.collector();
    return show(collector, collector.plan(limits, Search.EVERYTHING), view);
  }

  /// Shows what a plan takes.
  static ExitCode show(StoreCollector collector, StorePlan plan, CollectionView view)
      throws IOException {
    collector.describe(plan, view::planned);
    view.endOfPlan(plan);
    return plan.missing() > 0 ? ExitCode.PARTLY : ExitCode.DONE;
  }

  private static ExitCode carryOut(Store store, CollectionLimits limits, CollectionView view)
      throws IOException {
    StopRequest stop = StopRequest.ofProcess();
    StoreCollector collector = store.collector();
    StorePlan plan = collector.plan(limits, Search.EVERYTHING);
    stop.beginChanging();
    return carryOut(collector, plan, view, stop);
  }

  /// Deletes what a plan takes.
  static ExitCode carryOut(
      StoreCollector collector, StorePlan plan, CollectionView view, BooleanSupplier stopped) {
    StoreReport report = collector.carryOut(plan, view::collected, stopped);
    view.report(plan, report);
    if (report.end() == End.STOPPED) {
      return ExitCode.STOPPED;
    }
    if (report.isWhole()) {
      return plan.missing() > 0 ? ExitCode.PARTLY : ExitCode.DONE;
    }
    return report.files() > 0 ? ExitCode.PARTLY : ExitCode.FAILED;
  }
}
