package dev.cratehold.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.cratehold.testing.HomeParameters;
import dev.cratehold.testing.SyntheticHome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The commands on a Cargo home in a real terminal, and the units that they write for systemd.
final class HomeScreenTest {
  private static final String COMMAND = System.getProperty("cratehold.command", "../cratehold");

  @TempDir private Path scratch;
  private SyntheticHome home;

  @BeforeEach
  void makeHome() throws IOException {
    home = SyntheticHome.create(scratch.resolve("home"), HomeParameters.perfect(11));
  }

  /// Runs a line of shell with a pseudo terminal.
  private String inATerminal(String line) throws IOException, InterruptedException {
    return output("script", "-q", "-e", "-c", line, "/dev/null");
  }

  private String output(String... command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("CARGO_HOME", home.root().toString());
    builder.environment().put("__CARGO_TEST_LAST_USE_NOW", Long.toString(home.now()));
    builder.environment().put("XDG_CONFIG_HOME", scratch.resolve("config").toString());
    builder.environment().put("XDG_RUNTIME_DIR", scratch.toString());
    builder.environment().put("TERM", "xterm");
    builder.environment().keySet().removeAll(List.of("NO_COLOR", "DBUS_SESSION_BUS_ADDRESS"));
    Process process = builder.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    return text;
  }

  private static String plain(String text) {
    return text.replaceAll("\u001b\\[[0-9;]*[mK]", "").replace("\r", "");
  }

  @TestFactory
  Stream<DynamicTest> show_terminalOfAWidth_fillsItAndNoMore() {
    return Stream.of(80, 200)
        .map(columns -> dynamicTest(columns + " columns", () -> assertFits(columns)));
  }

  private void assertFits(int columns) throws IOException, InterruptedException {
    String shown = inATerminal("stty cols %d; %s home show --scan".formatted(columns, COMMAND));

    assertThat(shown).contains("\u001b[1mWhat is in it");
    assertThat(plain(shown)).contains("█");
    assertThat(plain(shown).lines()).allMatch(line -> line.length() <= columns);
  }

  @Test
  void show_terminalWithNoColor_isWithoutColour() throws Exception {
    assertThat(inATerminal("NO_COLOR=1 " + COMMAND + " home show")).doesNotContain("\u001b[1m");
  }

  @Test
  void autoInstall_units_areAsSystemdWantsThem() throws Exception {
    HomeCommand command = HomeCommand.on(home.root(), scratch);
    command.environment("XDG_RUNTIME_DIR", scratch.toString());
    command.environment("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    // Nobody answers here: the units are written, not enabled.
    command.run("auto", "--install", "--max-size", "10GiB").expect(3);
    Path units = scratch.resolve("config/systemd/user");

    String said =
        output(
            "systemd-analyze",
            "verify",
            "--user",
            "--man=no",
            units.resolve("cratehold-home.timer").toString(),
            units.resolve("cratehold-home.service").toString());

    assertThat(said).doesNotContain("cratehold-home");
  }
}
