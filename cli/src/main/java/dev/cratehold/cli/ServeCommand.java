package dev.cratehold.cli;

import dev.cratehold.cli.config.ConfigReader;
import dev.cratehold.cli.config.Environment;
import dev.cratehold.cli.config.LogFormat;
import dev.cratehold.cli.config.ServeConfig;
import dev.cratehold.cli.logging.Logs;
import dev.cratehold.cli.model.ModelParts;
import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.cli.terminal.StopSignals;
import dev.cratehold.cli.terminal.Terminal;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import picocli.CommandLine.ParseResult;

/// `cratehold serve`: runs until it is told to stop.
final class ServeCommand {
  private static final long NOTICE_SECONDS = 1;

  private final Environment environment;
  private final Terminal terminal;

  ServeCommand(Environment environment, Terminal terminal) {
    this.environment = environment;
    this.terminal = terminal;
  }

  ExitCode run(ParseResult command) throws Failure {
    if (command.hasMatchedOption(CommandModel.CHECK_CONFIG_OPTION)) {
      return new ConfigCheck(environment, terminal).run(command);
    }
    if (command.hasMatchedOption(ModelParts.JSON_OPTION)) {
      throw Failure.usage("--json is for --check-config", "the log is JSON with --log-format json");
    }
    ServeConfig config = ConfigReader.read(Flags.of(command), environment);
    Logs logs = Logs.configure(config.logging().level(), config.logging().format(), terminal.err());
    RunningServer server = RunningServer.start(config, environment, terminal.out());
    stopAtSignal(config, server, logs);
    report(new StartReport(config, server.port(), server.storeStatus()), logs);
    Thread.ofVirtual().name("cratehold-greeting").start(server::greetUpstream);
    WarmUp.start();
    return waitForSignal();
  }

  private void report(StartReport report, Logs logs) {
    switch (report.config().logging().format()) {
      case TEXT -> report.say(terminal);
      case JSON -> report.say(logs);
    }
  }

  /// Ctrl-C and SIGTERM end the process with exit code 0 once everything is closed. The JVM alone
  /// would end it with 130 or 143, which service managers take for a failure.
  private void stopAtSignal(ServeConfig config, RunningServer server, Logs logs) {
    Sayer sayer = sayer(config.logging().format(), logs);
    Duration drain = config.listening().drain();
    Semaphore once = new Semaphore(1);
    Runnable end =
        () -> {
          once.acquireUninterruptibly(); // never released: the process ends with the first
          end(() -> stop(server, sayer, drain));
        };
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("cratehold-stop").unstarted(end));
    // Not by System.exit: the JDK takes the handlers from the loggers as soon as that begins, and
    // nobody would learn what the server logs while it stops.
    StopSignals.install(end, () -> Runtime.getRuntime().halt(ExitCode.FAILED.number()));
  }

  private static void end(Supplier<ExitCode> stop) {
    ExitCode code = ExitCode.FAILED;
    try {
      code = stop.get();
    } finally {
      Runtime.getRuntime().halt(code.number());
    }
  }

  /// Says what the server does: as a status line, or as a record where the log is for machines.
  @FunctionalInterface
  private interface Sayer {
    void say(String verb, String text);
  }

  private Sayer sayer(LogFormat format, Logs logs) {
    return switch (format) {
      case TEXT -> terminal::status;
      case JSON -> (verb, text) -> logs.announce(verb + " " + text);
    };
  }

  private ExitCode stop(RunningServer server, Sayer sayer, Duration drain) {
    CountDownLatch closed = new CountDownLatch(1);
    Thread.ofPlatform().daemon().start(() -> explainDelay(closed, sayer, drain));
    try {
      server.close();
      closed.countDown();
      sayer.say("Stopped", "and closed the store");
      return ExitCode.DONE;
    } catch (IOException e) {
      terminal.failure(Failure.failed("the store was not closed cleanly", e));
      return ExitCode.FAILED;
    } finally {
      terminal.flush();
    }
  }

  /// Whoever waits in vain for the prompt learns why.
  private static void explainDelay(CountDownLatch closed, Sayer sayer, Duration drain) {
    try {
      if (!closed.await(NOTICE_SECONDS, TimeUnit.SECONDS)) {
        sayer.say(
            "Stopping",
            "when the answers under way have ended, in "
                + drain.toSeconds()
                + " s at most; a second signal stops at once");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static ExitCode waitForSignal() {
    try {
      new CountDownLatch(1).await();
      return ExitCode.DONE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.FAILED;
    }
  }
}
