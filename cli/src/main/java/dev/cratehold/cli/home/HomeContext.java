package dev.cratehold.cli.home;

import dev.cratehold.cli.config.Environment;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.cli.terminal.Terminal;
import dev.cratehold.home.CargoHome;
import dev.cratehold.home.config.CargoConfig;
import dev.cratehold.home.layout.HomeLocation;
import dev.cratehold.home.layout.HomeLocation.Located;
import dev.cratehold.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.InstantSource;
import picocli.CommandLine.ParseResult;

/// What every command on a Cargo home works with.
///
/// @param located the home and how it was found
/// @param clock tells the time by which last uses count
record HomeContext(
    Environment environment, Terminal terminal, Located located, InstantSource clock) {
  /// Cargo's own variable, which its released program heeds as well.
  private static final String NOW_VARIABLE = "__CARGO_TEST_LAST_USE_NOW";

  static HomeContext of(ParseResult command, Environment environment, Terminal terminal)
      throws Failure {
    OptionValues values = new OptionValues(command, environment.workingDirectory());
    Located located =
        HomeLocation.find(
            values.path(HomeModel.CARGO_HOME_OPTION),
            environment.variables(),
            environment.workingDirectory(),
            environment.home());
    return new HomeContext(environment, terminal, located, clock(environment));
  }

  private static InstantSource clock(Environment environment) {
    return environment
        .variable(NOW_VARIABLE)
        .filter(text -> text.matches("[0-9]{1,12}"))
        .map(text -> InstantSource.fixed(Instant.ofEpochSecond(Long.parseLong(text))))
        .orElseGet(InstantSource::system);
  }

  CargoHome home() {
    return located.home();
  }

  /// Fails unless there is a home: a name that is wrong is not an empty home.
  void requireHome() throws Failure {
    if (!isDirectory(home().root())) {
      throw Failure.failed(
          "there is no Cargo home in " + home().root(),
          "cargo makes it when it first needs it; --cargo-home names another directory");
    }
  }

  private static boolean isDirectory(Path root) throws Failure {
    try {
      return Files.readAttributes(root, BasicFileAttributes.class).isDirectory();
    } catch (NoSuchFileException _) {
      return false;
    } catch (IOException e) {
      throw Failure.failed("cannot look into the Cargo home " + root, e);
    }
  }

  Posix posix() {
    return Posix.system();
  }

  /// Cargo's configuration as it holds where the command was started.
  CargoConfig config() {
    return CargoConfig.read(home(), environment.workingDirectory(), environment.variables());
  }

  /// Says in cargo's words that a lock is waited for.
  void blocking(String lock) {
    terminal.status("Blocking", "waiting for file lock on " + lock);
  }

  OptionValues values(ParseResult command) {
    return new OptionValues(command, environment.workingDirectory());
  }
}
