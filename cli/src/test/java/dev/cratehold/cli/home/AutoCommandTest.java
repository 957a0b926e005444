package dev.cratehold.cli.home;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.cli.CommandLineUser;
import dev.cratehold.cli.CommandLineUser.Outcome;
import dev.cratehold.cli.CommandModel;
import dev.cratehold.cli.config.Environment;
import dev.cratehold.cli.home.UserServices.Answer;
import dev.cratehold.cli.terminal.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.ParseResult;

final class AutoCommandTest {
  private static final String LAUNCHER = "cratehold.launcher";
  private static final Answer NO_BUS = new Answer.NotDone("Failed to connect to bus");

  @TempDir private Path user;
  private final List<String> told = new ArrayList<>();
  private Answer answer = new Answer.Done("enabled");

  @BeforeEach
  void startByALauncher() {
    System.setProperty(LAUNCHER, "/bin/true");
  }

  @AfterEach
  void forgetTheLauncher() {
    System.clearProperty(LAUNCHER);
  }

  private Outcome run(String... options) {
    return runOn("Linux", options);
  }

  private Outcome runOn(String system, String... options) {
    return new CommandLineUser(user)
        .speak(terminal -> {
          try {
            String[] line =
                Stream.concat(Stream.of("home", "auto"), Stream.of(options)).toArray(String[]::new);
            ParseResult command = CommandModel.create().parseArgs(line).subcommand().subcommand();
            HomeContext context = HomeContext.of(command, environment(system), terminal);
            return new AutoCommand(context, this::tell).run(command);
          } catch (Failure failure) {
            terminal.failure(failure);
            return failure.exitCode();
          }
        });
  }

  private Environment environment(String system) {
    return new Environment(
        Map.of("CARGO_HOME", user.resolve("my 100% home").toString()), user, user, system);
  }

  private Answer tell(String... command) {
    told.add(String.join(" ", command));
    return answer;
  }

  private Path unit(String name) {
    return user.resolve(".config/systemd/user").resolve(name);
  }

  @Test
  void install_options_writesThemIntoTheService() throws IOException {
    Files.createDirectories(user.resolve("projects"));
    Files.writeString(user.resolve("projects/Cargo.lock"), "version = 4\n");

    Outcome outcome = run("--install", "--max-size", "10GiB", "--keep-for", "projects");

    assertThat(outcome.code()).isZero();
    assertThat(Files.readString(unit("cratehold-home.service")))
        .contains(
            "ExecStart=/bin/true home gc --auto \"--cargo-home=%s/my 100%%%% home\"".formatted(user)
                + " --max-size=10GiB --keep-for=%s/projects\n".formatted(user));
    assertThat(told).containsExactly("daemon-reload", "enable --now cratehold-home.timer");
  }

  @Test
  void install_noSystemdAnswers_saysWhatToRun() {
    answer = NO_BUS;

    Outcome outcome = run("--install");

    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err())
        .contains("warning: it is not enabled: Failed to connect to bus")
        .contains("run `systemctl --user enable --now cratehold-home.timer`")
        .contains(
            "@daily nice -n 19 /bin/true home gc --auto '--cargo-home=%s/my 100\\%% home'"
                .formatted(user));
  }

  @Test
  void install_otherSystem_givesTheLineForCron() {
    Outcome outcome = runOn("Mac OS X", "--install");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .startsWith(
            "error: there is no systemd on Mac OS X\n  help: add this line by `crontab -e`:\n")
        .contains("@daily nice -n 19 /bin/true home gc --auto");
    assertThat(user.resolve(".config")).doesNotExist();
  }

  @Test
  void install_fileOfSomebodyElse_isLeftAlone() throws IOException {
    Files.createDirectories(unit("x").getParent());
    Files.writeString(unit("cratehold-home.service"), "[Service]\n");

    Outcome outcome = run("--install");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("cratehold-home.service is not ours");
    assertThat(unit("cratehold-home.service")).hasContent("[Service]");
    assertThat(unit("cratehold-home.timer")).doesNotExist();
  }

  @Test
  void install_dryRun_printsTheFilesAndWritesNone() {
    Outcome outcome = run("--install", "--dry-run");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .contains(
            "# " + unit("cratehold-home.service"), "OnCalendar=daily", "IOSchedulingClass=idle");
    assertThat(told).isEmpty();
    assertThat(user.resolve(".config")).doesNotExist();
  }

  @Test
  void install_wrongAge_isRefused() {
    Outcome outcome = run("--install", "--max-src-age", "soon");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("error: --max-src-age: expected a value of the form");
    assertThat(user.resolve(".config")).doesNotExist();
  }

  @Test
  void uninstall_installed_removesBothFiles() {
    run("--install");
    told.clear();

    Outcome outcome = run("--uninstall");

    assertThat(outcome.code()).isZero();
    assertThat(unit("x").getParent()).isEmptyDirectory();
    assertThat(told).containsExactly("disable --now cratehold-home.timer", "daemon-reload");
  }

  @Test
  void uninstall_nothingInstalled_changesNothing() {
    Outcome outcome = run("--uninstall");

    assertThat(outcome).isEqualTo(new Outcome(0, "", "   Unchanged no timer is installed\n"));
    assertThat(told).isEmpty();
  }

  @Test
  void status_notInstalled_saysHowTo() {
    answer = NO_BUS;

    assertThat(run("--status").out())
        .isEqualTo("timer:   none; `cratehold home auto --install` makes one\n");
  }

  @Test
  void status_installed_saysWhen() {
    run("--install");
    answer = new Answer.Done("Sun 2026-11-22 00:00:00 UTC");

    assertThat(run("--status").out())
        .startsWith("timer:   " + unit("cratehold-home.timer"))
        .contains("next:    Sun 2026-11-22 00:00:00 UTC\n");
  }

  @Test
  void status_json_isOneObject() {
    answer = NO_BUS;

    assertThat(run("--status", "--json").out())
        .isEqualTo(
            "{\"installed\":false,\"timer\":\"%s\"}\n".formatted(unit("cratehold-home.timer")));
  }

  @Test
  void run_noAction_asksForOne() {
    assertThat(run().err())
        .isEqualTo(
"""
error: auto needs to know what to do
  help: give one of --install, --uninstall and --status
""");
  }
}
