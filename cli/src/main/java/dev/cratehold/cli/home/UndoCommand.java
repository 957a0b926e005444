package dev.cratehold.cli.home;

import dev.cratehold.cli.model.ModelParts;
import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.cli.terminal.StopRequest;
import dev.cratehold.home.gc.Undo;
import dev.cratehold.home.gc.UndoReport;
import dev.cratehold.home.lock.Patience;
import dev.cratehold.home.trash.KeptRun;
import dev.cratehold.posix.TreeUsage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/// `cratehold home undo`.
final class UndoCommand {
  private final HomeContext context;
  private final Undo undo;

  UndoCommand(HomeContext context) {
    this.context = context;
    this.undo = new Undo(context.home(), context.posix(), context.clock());
  }

  /// A run that can be undone, and what it takes on the disk.
  record SizedRun(KeptRun run, TreeUsage usage) {}

  ExitCode run(ParseResult command) throws Failure {
    OptionValues values = context.values(command);
    Patience patience = new CollectionRequest(context, values).patience();
    UndoView view =
        values.has(ModelParts.JSON_OPTION)
            ? new UndoJson(context.terminal().out())
            : new UndoText(context.terminal());
    context.requireHome();
    try {
      List<KeptRun> runs = undo.runs();
      if (values.has(CollectionModel.LIST_OPTION)) {
        view.list(sized(runs));
        return ExitCode.DONE;
      }
      KeptRun run = chosen(runs, values);
      if (values.has(ModelParts.DRY_RUN_OPTION)) {
        view.plan(run);
        return ExitCode.DONE;
      }
      return restore(run, patience, view);
    } catch (IOException e) {
      throw Failure.failed("cannot undo in the Cargo home " + context.home().root(), e);
    }
  }

  private List<SizedRun> sized(List<KeptRun> runs) throws IOException {
    List<SizedRun> sized = new ArrayList<>();
    for (KeptRun run : runs) {
      sized.add(new SizedRun(run, undo.measure(run)));
    }
    return sized;
  }

  private static KeptRun chosen(List<KeptRun> runs, OptionValues values) throws Failure {
    Optional<String> name =
        Optional.ofNullable(values.command().matchedPositionalValue(0, (String) null));
    if (runs.isEmpty()) {
      throw Failure.failed(
          "there is nothing to undo",
          "gc and clear keep what goes with " + CollectionModel.KEEP_UNDO_OPTION);
    }
    if (name.isEmpty()) {
      return runs.getFirst();
    }
    Optional<KeptRun> named =
        runs.stream().filter(run -> run.name().equals(name.get())).findFirst();
    if (named.isEmpty()) {
      throw Failure.usage(
          "there is no run " + name.get() + " to undo", "`cratehold home undo --list` names them");
    }
    return named.get();
  }

  private ExitCode restore(KeptRun run, Patience patience, UndoView view)
      throws IOException, Failure {
    StopRequest stop = StopRequest.ofProcess();
    stop.beginChanging();
    return switch (undo.restore(run, patience, context::blocking, stop)) {
      case UndoReport.Restored restored -> {
        view.report(restored);
        yield Endings.of(restored);
      }
      case UndoReport.Busy(String what) -> throw Refusals.busy(what);
      case UndoReport.Refused(String why) -> throw Refusals.refused(why);
    };
  }
}
