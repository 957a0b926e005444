package dev.cratehold.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.cratehold.cli.CommandLineUser.Outcome;
import dev.cratehold.cli.terminal.Color;
import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class CommandLineToolTest {
  @TempDir Path home;

  private Outcome run(String... args) {
    return new CommandLineUser(home).run(args);
  }

  @Test
  void run_noArguments_printsTheHelp() {
    Outcome outcome = run();

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("Usage: cratehold COMMAND", "Exit codes:", "Examples:");
    assertThat(outcome.err()).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> run_helpOfEveryCommand_showsUsageAndExamples() {
    return Stream.of(
            "serve",
            "setup",
            "store",
            "store info",
            "store ls",
            "store verify",
            "store alerts",
            "store gc",
            "store rm",
            "store pin",
            "store unpin",
            "store pins",
            "store import",
            "home",
            "home path",
            "home show",
            "home top",
            "home gc",
            "home clear",
            "home undo",
            "home auto",
            "cas",
            "cas put",
            "cas get",
            "cas ls",
            "cas rm",
            "cas verify",
            "cas info")
        .map(command ->
            dynamicTest(
                command,
                () -> {
                  Outcome outcome = run((command + " --help").split(" "));
                  assertThat(outcome.code()).isZero();
                  assertThat(outcome.out()).contains("Usage: cratehold " + command, "Examples:");
                  assertThat(outcome.out().lines()).allMatch(line -> line.length() <= 100);
                }));
  }

  @Test
  void run_helpCommand_isTheHelpOption() {
    assertThat(run("help", "store", "ls")).isEqualTo(run("store", "ls", "--help"));
  }

  @Test
  void run_version_printsNameAndVersion() {
    assertThat(run("--version").out()).isEqualTo("cratehold " + Version.NUMBER + "\n");
  }

  @Test
  void run_versionVerbose_saysWhatItRunsOn() {
    assertThat(run("--version", "-v").out())
        .startsWith("cratehold ")
        .contains("\njava: " + System.getProperty("java.runtime.version"))
        .contains("\naot cache: ")
        .contains("\ndata: " + home.resolve(".local/share/cratehold"));
  }

  private record Mistake(String args, String error, String help) {}

  private static Stream<Mistake> mistakes() {
    return Stream.of(
        new Mistake("stor", "command stor is unknown to cratehold", "did you mean store?"),
        new Mistake(
            "frobnicate",
            "command frobnicate is unknown to cratehold",
            "the commands are serve, setup, store, prefetch, mirror, home, cas, help"),
        new Mistake(
            "serve --prot 1",
            "option --prot is unknown to cratehold serve",
            "did you mean --port?"),
        new Mistake(
            "serve --prot=1",
            "option --prot is unknown to cratehold serve",
            "did you mean --port?"),
        new Mistake(
            "serve 8080",
            "argument 8080 is unknown to cratehold serve",
            "see `cratehold serve --help`"),
        new Mistake(
            "serve --port", "--port needs a value: --port PORT", "see `cratehold serve --help`"),
        new Mistake(
            "serve --port 1 --port 2", "--port is given twice", "see `cratehold serve --help`"),
        new Mistake(
            "store",
            "store needs a command",
            "one of info, ls, verify, alerts, gc, rm, pin, unpin, pins, import"),
        new Mistake(
            "home", "home needs a command", "one of path, show, top, gc, clear, undo and auto"),
        new Mistake("cas", "cas needs a command", "one of put, get, ls, rm, verify and info"),
        new Mistake("home pth", "command pth is unknown to cratehold home", "did you mean path?"),
        new Mistake(
            "home path crate",
            "part crate is unknown to cratehold home path",
            "did you mean crates?"),
        new Mistake(
            "serve --json",
            "--json is for --check-config",
            "the log is JSON with --log-format json"),
        new Mistake(
            "help store lss", "command lss is unknown to cratehold store", "did you mean ls?"),
        new Mistake(
            "setup --undo --off", "--off and --undo exclude each other", "give one of them"),
        new Mistake(
            "setup ftp://host",
            "not the URL of a server: ftp://host",
            "give it as http://HOST:PORT or https://HOST, such as http://127.0.0.1:8080"));
  }

  @TestFactory
  Stream<DynamicTest> run_mistake_explainsItAndExitsWithTwo() {
    return mistakes()
        .map(mistake ->
            dynamicTest(
                mistake.args(),
                () -> {
                  String err = "error: " + mistake.error() + "\n  help: " + mistake.help() + "\n";
                  assertThat(run(mistake.args().split(" "))).isEqualTo(new Outcome(2, "", err));
                }));
  }

  @Test
  void run_badValue_namesTheFlag() {
    assertThat(run("serve", "--port", "80a"))
        .isEqualTo(
            new Outcome(2, "", "error: --port: `80a` is not a port, a number from 0 to 65535\n"));
  }

  /// The model is built for the words of the line; what it leaves out must not show.
  @TestFactory
  Stream<DynamicTest> createFor_everyCommand_hasTheHelpOfTheWholeModel() {
    return Stream.of(
            "",
            "serve",
            "setup",
            "store",
            "store ls",
            "home",
            "home gc",
            "home auto",
            "cas",
            "cas put",
            "help")
        .map(line -> List.of(line.split(" ")))
        .map(words ->
            dynamicTest(
                words.toString(),
                () ->
                    assertThat(help(CommandModel.createFor(words), words))
                        .isEqualTo(help(CommandModel.create(), words))));
  }

  private static String help(CommandLine command, List<String> words) {
    CommandLine found = command;
    for (String word : words) {
      found = found.getSubcommands().getOrDefault(word, found);
    }
    return found.getUsageMessage(CommandLine.Help.Ansi.OFF);
  }

  @Test
  void run_standardOutputTakesNothing_failsAndSaysSo() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int one) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new PrintStream(full, false, UTF_8),
            Color.OFF,
            new PrintStream(err, true, UTF_8),
            Color.OFF);

    ExitCode code =
        new CommandLineTool(new CommandLineUser(home).environment(), terminal).run("--version");

    assertThat(code).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString(UTF_8))
        .startsWith("error: not all that was asked for could be written to standard output\n");
  }
}
