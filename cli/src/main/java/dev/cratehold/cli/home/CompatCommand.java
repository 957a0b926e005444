package dev.cratehold.cli.home;

import dev.cratehold.cli.model.ModelParts;
import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.cli.terminal.Terminal;
import dev.cratehold.home.compat.CompatCollector;
import dev.cratehold.home.compat.CompatLimit;
import dev.cratehold.home.compat.CompatListener;
import dev.cratehold.home.compat.CompatMode;
import dev.cratehold.home.compat.CompatOptions;
import dev.cratehold.home.compat.CompatReport;
import dev.cratehold.home.lock.Patience;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ParseResult;

/// `cratehold home gc --cargo-compat`: cargo's plan in cargo's words.
final class CompatCommand {
  private static final Map<String, CompatLimit> SIZES =
      Map.of(
          "--max-crate-size", CompatLimit.CRATES,
          "--max-src-size", CompatLimit.SRCS,
          "--max-git-size", CompatLimit.GIT,
          "--max-download-size", CompatLimit.DOWNLOADS);

  /// What cargo does not have.
  private static final List<String> OURS =
      List.of(
          CollectionModel.GRACE_OPTION,
          CollectionModel.KEEP_FOR_OPTION,
          CollectionModel.KEEP_UNDO_OPTION,
          CollectionModel.INDEX_ENTRIES_OPTION,
          CollectionModel.AUTO_OPTION,
          ModelParts.JSON_OPTION,
          "--max-size");

  private final HomeContext context;
  private final Terminal terminal;

  CompatCommand(HomeContext context) {
    this.context = context;
    this.terminal = context.terminal();
  }

  ExitCode run(ParseResult command) throws Failure {
    OptionValues values = context.values(command);
    List<String> ours = OURS.stream().filter(values::has).toList();
    if (!ours.isEmpty()) {
      throw Failure.usage(
          "cargo has no " + String.join(" and no ", ours),
          "leave it out, or " + CollectionModel.CARGO_COMPAT_OPTION);
    }
    CompatOptions options = options(values);
    Patience patience = new CollectionRequest(context, values).patience();
    CompatCollector collector =
        new CompatCollector(context.home(), context.posix(), context.clock(), context::blocking);
    boolean dryRun = values.has(ModelParts.DRY_RUN_OPTION);
    try {
      CompatListener listener = listener(values);
      return finish(
          dryRun
              ? collector.preview(options, listener)
              : collector.collect(options, patience, listener),
          values);
    } catch (IOException e) {
      throw Failure.failed("failed to clean entries from the global cache", e);
    }
  }

  private CompatOptions options(OptionValues values) throws Failure {
    CompatOptions.Builder options =
        CompatOptions.builder().defaultAges(context.config().globalCleanAges());
    for (Limits.AgeLimit limit : Limits.AGES) {
      values.age(limit.option()).ifPresent(age -> options.age(limit.kind(), age));
    }
    values.age(Limits.DOWNLOAD_AGE_OPTION).ifPresent(options::downloadAge);
    for (Map.Entry<String, CompatLimit> limit : SIZES.entrySet()) {
      values.size(limit.getKey()).ifPresent(size -> options.size(limit.getValue(), size));
    }
    return options.build();
  }

  private ExitCode finish(CompatReport report, OptionValues values) throws Failure {
    return switch (report) {
      case CompatReport.Done done -> {
        if (!values.has(CollectionModel.QUIET_OPTION)) {
          terminal.flush();
          terminal.status(
              done.mode() == CompatMode.DRY_RUN ? "Summary" : "Removed", done.totals().text());
          if (values.has(ModelParts.DRY_RUN_OPTION)) {
            terminal.warning("no files deleted due to --dry-run");
          }
        }
        yield ExitCode.DONE;
      }
      case CompatReport.Busy(String what) -> throw Refusals.busy(what);
      case CompatReport.Refused(String why) -> throw Refusals.refused(why);
    };
  }

  private CompatListener listener(OptionValues values) {
    return values.has(ModelParts.VERBOSE_OPTION) ? new Naming(terminal) : new Warning(terminal);
  }

  private record Warning(Terminal terminal) implements CompatListener {
    @Override
    public void warned(String warning) {
      terminal.warning(warning);
    }
  }

  private record Naming(Terminal terminal) implements CompatListener {
    @Override
    public void removing(Path path) {
      terminal.status("Removing", path.toString());
    }

    @Override
    public void listed(Path path) {
      terminal.line(path.toString());
    }

    @Override
    public boolean wantsListing() {
      return true;
    }

    @Override
    public void warned(String warning) {
      terminal.warning(warning);
    }
  }
}
