package dev.cratehold.cli.home;

import dev.cratehold.cli.home.UserServices.Answer;
import dev.cratehold.cli.model.ModelParts;
import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.cli.terminal.Terminal;
import dev.cratehold.home.gc.SizeLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.ParseResult;

/// `cratehold home auto`: the timer that cleans once a day.
final class AutoCommand {
  private static final List<String> LIMITS =
      Stream.concat(
              Limits.AGES.stream().map(Limits.AgeLimit::option),
              Stream.of(Limits.DOWNLOAD_AGE_OPTION, SizeLimit.TOTAL.option()))
          .toList();

  private final HomeContext context;
  private final Terminal terminal;
  private final UserServices services;
  private final UnitFiles files;

  AutoCommand(HomeContext context, UserServices services) {
    this.context = context;
    this.terminal = context.terminal();
    this.services = services;
    this.files = new UnitFiles(context.environment().userUnits());
  }

  ExitCode run(ParseResult command) throws Failure {
    OptionValues values = context.values(command);
    String action = action(values);
    boolean dryRun = values.has(ModelParts.DRY_RUN_OPTION);
    try {
      return switch (action) {
        case CollectionModel.INSTALL_OPTION ->
            dryRun ? show(timer(values)) : install(timer(values));
        case CollectionModel.UNINSTALL_OPTION -> dryRun ? showPresent() : uninstall();
        default -> status(values);
      };
    } catch (IOException e) {
      throw Failure.failed("cannot change the units in " + files.directory(), e);
    }
  }

  private static String action(OptionValues values) throws Failure {
    List<String> chosen =
        Stream.of(
                CollectionModel.INSTALL_OPTION,
                CollectionModel.UNINSTALL_OPTION,
                CollectionModel.STATUS_OPTION)
            .filter(values::has)
            .toList();
    if (chosen.size() != 1) {
      throw Failure.usage(
          chosen.isEmpty()
              ? "auto needs to know what to do"
              : String.join(" and ", chosen) + " exclude each other",
          "give one of --install, --uninstall and --status");
    }
    return chosen.getFirst();
  }

  /// The run with the options that were given here, as absolute as it needs them.
  private UserTimer timer(OptionValues values) throws Failure {
    new CollectionRequest(context, values).limits(context.config());
    List<String> options = new ArrayList<>();
    options.add(HomeModel.CARGO_HOME_OPTION + "=" + context.home().root());
    for (String option : LIMITS) {
      values.text(option).ifPresent(value -> options.add(option + "=" + value));
    }
    for (Path path : values.paths(CollectionModel.KEEP_FOR_OPTION)) {
      options.add(CollectionModel.KEEP_FOR_OPTION + "=" + path);
    }
    return new UserTimer(launcher(), options);
  }

  /// The launcher says how it was called.
  private Path launcher() throws Failure {
    Optional<String> launcher = Optional.ofNullable(System.getProperty("cratehold.launcher"));
    if (launcher.isEmpty()) {
      throw Failure.failed(
          "it is not known by which command this was started", "start it as `cratehold`");
    }
    return context.environment().workingDirectory().resolve(launcher.get()).normalize();
  }

  private ExitCode show(UserTimer timer) {
    terminal.line("# " + files.service());
    terminal.line(timer.service());
    terminal.line("# " + files.timer());
    terminal.line(timer.timer().stripTrailing());
    terminal.warning("nothing was written: --dry-run");
    return ExitCode.DONE;
  }

  private ExitCode install(UserTimer timer) throws Failure, IOException {
    String system = context.environment().operatingSystem();
    if (!system.equals("Linux")) {
      throw Failure.failed(
          "there is no systemd on " + system, "add this line by `crontab -e`:\n" + timer.crontab());
    }
    files.write(timer);
    terminal.status("Installed", files.timer().toString());
    return switch (enable()) {
      case Answer.Done _ -> {
        terminal.detail("the Cargo home " + context.home().root() + " is cleaned once a day;");
        terminal.detail("`cratehold home auto --status` says when, --uninstall takes it back");
        yield ExitCode.DONE;
      }
      case Answer.NotDone notDone -> {
        terminal.warning("it is not enabled: " + notDone.why());
        terminal.note(
            "run `systemctl --user enable --now " + UserTimer.TIMER + "` where you are logged in,");
        terminal.note("or without systemd add this line by `crontab -e`: " + timer.crontab());
        yield ExitCode.PARTLY;
      }
    };
  }

  private Answer enable() {
    return switch (services.tell("daemon-reload")) {
      case Answer.Done _ -> services.tell("enable", "--now", UserTimer.TIMER);
      case Answer.NotDone notDone -> notDone;
    };
  }

  private ExitCode showPresent() throws IOException {
    files.present().forEach(file -> terminal.line(file.toString()));
    terminal.warning("nothing was removed: --dry-run");
    return ExitCode.DONE;
  }

  private ExitCode uninstall() throws IOException {
    List<Path> present = files.present();
    if (present.isEmpty()) {
      terminal.status("Unchanged", "no timer is installed");
      return ExitCode.DONE;
    }
    Answer disabled = services.tell("disable", "--now", UserTimer.TIMER);
    for (Path file : present) {
      Files.delete(file);
    }
    terminal.status("Removed", files.timer().toString());
    for (Answer answer : List.of(disabled, services.tell("daemon-reload"))) {
      if (answer instanceof Answer.NotDone(String why)) {
        terminal.warning("systemd was not told: " + why);
      }
    }
    return ExitCode.DONE;
  }

  private ExitCode status(OptionValues values) throws IOException {
    TimerStatus status = TimerStatus.of(files, services);
    if (values.has(ModelParts.JSON_OPTION)) {
      status.json(terminal);
    } else {
      status.text(terminal);
    }
    return ExitCode.DONE;
  }
}
