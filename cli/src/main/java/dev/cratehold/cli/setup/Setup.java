package dev.cratehold.cli.setup;

import dev.cratehold.cli.config.Environment;
import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.Optional;

/// Carries out what the [Planner] decides for one configuration file of cargo.
public final class Setup {
  /// What `setup` is asked for.
  public enum Action {
    /// Point cargo at a server.
    APPLY,
    /// Go to crates.io directly for a while.
    OFF,
    /// Use the server again.
    ON,
    /// Take back everything.
    UNDO
  }

  /// Whether files are touched.
  public enum Mode {
    /// They are.
    WRITE,
    /// The difference is printed instead.
    DRY_RUN
  }

  private enum Scope {
    HOME,
    PROJECT
  }

  private final Path file;
  private final Scope scope;
  private final SetupRecords records;
  private final Terminal terminal;

  private Setup(Path file, Scope scope, Environment environment, Terminal terminal) {
    this.file = file;
    this.scope = scope;
    this.records = new SetupRecords(environment.stateDirectory().resolve("setup"));
    this.terminal = terminal;
  }

  /// Works on the configuration in cargo's home.
  public static Setup ofHome(Environment environment, Terminal terminal) {
    return new Setup(
        CargoConfigFiles.ofHome(environment.cargoHome()), Scope.HOME, environment, terminal);
  }

  /// Works on the configuration of the project in this directory.
  public static Setup ofProject(Path project, Environment environment, Terminal terminal) {
    return new Setup(CargoConfigFiles.ofProject(project), Scope.PROJECT, environment, terminal);
  }

  /// Does what is asked for and says so.
  ///
  /// @param url the server, as the user writes it
  public ExitCode run(Action action, String url, Mode mode) throws Failure {
    TextFile config = new TextFile(file);
    Optional<String> text = config.read();
    Planner planner = planner(text);
    SetupPlan plan =
        switch (action) {
          case APPLY -> planner.apply(ServerUrl.parse(url).toString());
          case OFF -> planner.off();
          case ON -> planner.on();
          case UNDO -> planner.undo();
        };
    return switch (plan) {
      case SetupPlan.Refusal(String why, String help) -> throw Failure.failed(why, help);
      case SetupPlan.Nothing(String why) -> {
        terminal.status("Unchanged", why);
        yield ExitCode.DONE;
      }
      case SetupPlan.Edit edit when mode == Mode.DRY_RUN -> preview(text, edit);
      case SetupPlan.Edit edit -> {
        carryOut(config, edit);
        if (action == Action.APPLY) {
          sayNext();
        }
        yield ExitCode.DONE;
      }
    };
  }

  private Planner planner(Optional<String> text) throws Failure {
    Optional<CargoToml> toml =
        text.isEmpty()
            ? Optional.empty()
            : Optional.of(CargoToml.parse(file.toString(), text.get()));
    return new Planner(file.toString(), toml, records.find(file));
  }

  private ExitCode preview(Optional<String> before, SetupPlan.Edit edit) {
    terminal.line("--- " + (before.isPresent() ? file : "/dev/null"));
    terminal.line("+++ " + (edit.text().isPresent() ? file : "/dev/null"));
    LineDiff.of(before.orElse(""), edit.text().orElse("")).forEach(terminal::line);
    terminal.note("nothing was written: --dry-run");
    return ExitCode.DONE;
  }

  /// The record goes first and is forgotten last, so that a crash in between leaves a file that an
  /// undo understands.
  private void carryOut(TextFile config, SetupPlan.Edit edit) throws Failure {
    if (edit.record().isPresent()) {
      records.keep(file, edit.record());
    }
    if (edit.text().isPresent()) {
      config.write(edit.text().get());
    } else {
      config.delete();
    }
    if (edit.record().isEmpty()) {
      records.keep(file, edit.record());
    }
    terminal.status(edit.verb(), edit.summary());
  }

  private void sayNext() {
    terminal.detail("`cratehold setup --check` says whether cargo reaches the server,");
    terminal.detail("`cratehold setup --undo` takes this back");
    if (scope == Scope.PROJECT) {
      terminal.note("`cargo install` does not read a project's configuration");
    }
  }
}
