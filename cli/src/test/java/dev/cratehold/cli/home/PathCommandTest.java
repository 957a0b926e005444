package dev.cratehold.cli.home;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.cli.CommandLineUser;
import dev.cratehold.cli.CommandLineUser.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PathCommandTest {
  @TempDir private Path user;

  private Outcome run(String... args) {
    return new CommandLineUser(user).run(args);
  }

  private static Outcome line(Path path) {
    return new Outcome(0, path + "\n", "");
  }

  @Test
  void path_nothingSet_isDotCargoInTheUsersHome() {
    assertThat(run("home", "path")).isEqualTo(line(user.resolve(".cargo")));
  }

  @Test
  void path_relativeVariable_startsAtTheWorkingDirectory() {
    CommandLineUser elsewhere =
        new CommandLineUser(user).in(user.resolve("work")).with("CARGO_HOME", "its-home");

    assertThat(elsewhere.run("home", "path")).isEqualTo(line(user.resolve("work/its-home")));
  }

  @Test
  void path_optionAndVariable_optionWins() {
    CommandLineUser both = new CommandLineUser(user).with("CARGO_HOME", "/elsewhere");

    assertThat(both.run("home", "path", "--cargo-home", "mine"))
        .isEqualTo(line(user.resolve("mine")));
  }

  @Test
  void path_part_isBelowTheHome() {
    assertThat(run("home", "path", "git-db")).isEqualTo(line(user.resolve(".cargo/git/db")));
  }

  @Test
  void path_json_namesHomeAndParts() {
    assertThat(run("home", "path", "crates", "--json").out())
        .startsWith(
            "{\"home\":\"%1$s/.cargo\",\"origin\":\"the default\",\"path\":\"%1$s/.cargo/registry/cache\",\"parts\":{"
                .formatted(user))
        .contains("\"last-use\":\"%s/.cargo/.global-cache\"".formatted(user))
        .endsWith("}}\n");
  }
}
