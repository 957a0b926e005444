package dev.cratehold.cli;

import dev.cratehold.cli.config.ConfigReader;
import dev.cratehold.cli.config.Environment;
import dev.cratehold.cli.config.ServeConfig;
import dev.cratehold.cli.logging.Logs;
import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.cli.terminal.Terminal;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.ParseResult;

/// `cratehold serve`: runs until it is told to stop.
final class ServeCommand {
  private final Environment environment;
  private final Terminal terminal;

  ServeCommand(Environment environment, Terminal terminal) {
    this.environment = environment;
    this.terminal = terminal;
  }

  ExitCode run(ParseResult command) throws Failure {
    ServeConfig config = ConfigReader.read(Flags.of(command), environment);
    Logs logs = Logs.configure(config.logLevel(), config.logFormat(), terminal.err());
    Sayer sayer =
        switch (config.logFormat()) {
          case TEXT -> terminal::status;
          case JSON -> (verb, text) -> logs.announce(verb + " " + text);
        };
    RunningServer server = RunningServer.start(config, environment);
    stopAtSignal(server, sayer);
    announce(config, server.port(), sayer);
    Thread.ofVirtual().name("cratehold-greeting").start(server::greetUpstream);
    WarmUp.start();
    return waitForSignal();
  }

  /// Says what the server does: as a status line, or as a record where the log is for machines.
  @FunctionalInterface
  private interface Sayer {
    void say(String verb, String text);
  }

  private static void announce(ServeConfig config, int port, Sayer sayer) {
    String url = ServerUrls.local(config, port);
    sayer.say("Listening", "on http://" + ServerUrls.authority(config.bind(), port));
    sayer.say("Serving", config.upstream() + " as sparse+" + url + "/" + RunningServer.MOUNT + "/");
    sayer.say("Storing", "in " + config.data());
    sayer.say("Next", "run `" + setupCommand(url) + "` to let cargo use it; Ctrl-C stops it");
    if (config.publicUrl().isEmpty() && ServerUrls.isEveryAddress(config.bind())) {
      sayer.say("Elsewhere", "run `cratehold setup http://HOST:" + port + "`, HOST being this one");
    }
  }

  /// The command that points cargo at this server; without a URL where setup finds it by itself.
  private static String setupCommand(String url) {
    String command = System.getProperty("cratehold.command", "cratehold") + " setup";
    return url.equals("http://127.0.0.1:8080") ? command : command + " " + url;
  }

  /// Ctrl-C and SIGTERM end the process with exit code 0 once everything is closed. The JVM alone
  /// would end it with 130 or 143, which service managers take for a failure.
  private void stopAtSignal(RunningServer server, Sayer sayer) {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("cratehold-stop")
                .unstarted(() -> Runtime.getRuntime().halt(stop(server, sayer).number())));
  }

  private ExitCode stop(RunningServer server, Sayer sayer) {
    try {
      server.close();
      sayer.say("Stopped", "and stored everything");
      return ExitCode.DONE;
    } catch (IOException e) {
      terminal.failure(Failure.failed("the store was not closed cleanly", e));
      return ExitCode.FAILED;
    } finally {
      terminal.flush();
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
