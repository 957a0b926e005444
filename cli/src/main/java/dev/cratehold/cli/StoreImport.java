package dev.cratehold.cli;

import dev.cratehold.cli.config.ConfigReader;
import dev.cratehold.cli.config.Environment;
import dev.cratehold.cli.config.ServeConfig;
import dev.cratehold.cli.imports.CrateImport;
import dev.cratehold.cli.imports.CrateImport.Mode;
import dev.cratehold.cli.imports.CrateSearch;
import dev.cratehold.cli.imports.FoundCrate;
import dev.cratehold.cli.imports.ImportOutcome;
import dev.cratehold.cli.imports.RegistryVouching;
import dev.cratehold.cli.imports.RegistryVouching.Reach;
import dev.cratehold.cli.logging.Logs;
import dev.cratehold.cli.model.ModelParts;
import dev.cratehold.cli.terminal.Causes;
import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.cli.terminal.Terminal;
import dev.cratehold.store.StoreStatus;
import dev.cratehold.store.StoreStatus.State;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.ParseResult;

/// `cratehold store import`.
final class StoreImport {
  /// Most of the time is spent waiting for index files.
  private static final int AT_ONCE = 16;

  private final ParseResult command;
  private final Environment environment;
  private final Terminal terminal;

  StoreImport(ParseResult command, Environment environment, Terminal terminal) {
    this.command = command;
    this.environment = environment;
    this.terminal = terminal;
  }

  ExitCode run() throws Failure {
    Logs.sayOn(terminal);
    ServeConfig config = ConfigReader.read(Flags.of(command), environment);
    List<String> directories = command.matchedPositionalValue(0, List.<String>of());
    if (directories.isEmpty()) {
      throw Failure.usage(
          "import needs a directory", "write `cratehold store import ~/.cargo`, say");
    }
    ImportReport report =
        new ImportReport(
            terminal,
            command.hasMatchedOption(ModelParts.JSON_OPTION)
                ? ImportReport.Form.JSON
                : ImportReport.Form.TEXT);
    List<FoundCrate> crates = new ArrayList<>();
    for (String directory : directories) {
      crates.addAll(search(environment.workingDirectory().resolve(directory), report));
    }
    try (OpenRegistry registry = OpenRegistry.open(config, environment)) {
      return take(crates, registry, report);
    } catch (IOException e) {
      throw Failure.failed("the store in " + config.data() + " could not be closed", e);
    }
  }

  private static List<FoundCrate> search(Path directory, ImportReport report) throws Failure {
    CrateSearch.Found found = found(directory);
    if (found.crates().isEmpty() && found.isVendor()) {
      throw Failure.failed(
          directory
              + " is a vendor directory: it holds unpacked crates and no .crate files, and only"
              + " those have the checksums that the registry lists",
          "import the Cargo home that filled it, or fetch them through the server");
    }
    if (found.crates().isEmpty()) {
      throw Failure.failed(
          "there are no crate files in " + directory,
          "name a Cargo home, a local registry, or a directory with .crate files");
    }
    found.misnamed().forEach(file -> report.refused(file, "its name says no name and version"));
    found.unreadable().forEach(e -> report.refused(directory, Causes.describe(e)));
    return found.crates();
  }

  private static CrateSearch.Found found(Path directory) throws Failure {
    try {
      return CrateSearch.in(directory);
    } catch (IOException e) {
      throw Failure.failed("the directory " + directory + " cannot be searched", e);
    }
  }

  private ExitCode take(List<FoundCrate> crates, OpenRegistry registry, ImportReport report)
      throws Failure {
    Mode mode = command.hasMatchedOption(ModelParts.DRY_RUN_OPTION) ? Mode.LOOK : Mode.STORE;
    StoreStatus status = registry.store().status();
    if (mode == Mode.STORE && status.state() == State.READ_ONLY) {
      throw Failure.failed(status.sentence(), "--dry-run says what would be imported");
    }
    Reach reach =
        command.hasMatchedOption(StoreModel.OFFLINE_OPTION) ? Reach.OFFLINE : Reach.ONLINE;
    CrateImport taking =
        new CrateImport(
            registry.store(),
            RunningServer.MOUNT,
            new RegistryVouching(registry.store().index(), registry.proxy(), reach),
            mode);
    takeAll(crates, taking, report);
    report.end(mode);
    return report.refusals() == 0 ? ExitCode.DONE : ExitCode.PARTLY;
  }

  private void takeAll(List<FoundCrate> crates, CrateImport taking, ImportReport report)
      throws Failure {
    try (ExecutorService threads =
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      List<Future<ImportOutcome>> outcomes = new ArrayList<>();
      for (FoundCrate crate : crates) {
        outcomes.add(threads.submit(() -> taking.take(crate)));
      }
      for (int i = 0; i < crates.size(); i++) {
        report.taken(crates.get(i), outcomes.get(i).get());
        terminal.progress("Importing", i + 1L, crates.size());
      }
      terminal.endProgress();
    } catch (ExecutionException e) {
      throw new IllegalStateException("an import failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.failed("the import was interrupted", e);
    }
  }
}
