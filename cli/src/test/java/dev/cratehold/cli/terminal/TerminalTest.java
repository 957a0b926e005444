package dev.cratehold.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TerminalTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Terminal terminal(Color color) {
    PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, UTF_8);
    return new Terminal(out, color, new PrintStream(err, true, UTF_8), color);
  }

  private String written() {
    return err.toString(UTF_8);
  }

  @Test
  void status_withoutColor_alignsTheVerbInTwelveColumns() {
    terminal(Color.OFF).status("Stored", "12 crates");

    assertThat(written()).isEqualTo("      Stored 12 crates\n");
  }

  @Test
  void status_withColor_paintsTheVerbBoldGreen() {
    terminal(Color.ON).status("Stored", "12 crates");

    assertThat(written()).isEqualTo("\u001b[1;32m      Stored\u001b[0m 12 crates\n");
  }

  @Test
  void detail_always_alignsWithTheTextOfAStatus() {
    terminal(Color.OFF).detail("more");

    assertThat(written()).isEqualTo("             more\n");
  }

  @Test
  void failure_withCauseAndHelp_saysAllThree() {
    IOException cause = new IOException("cannot list", new AccessDeniedException("/x"));

    terminal(Color.OFF).failure(Failure.failed("cannot open the store", cause, "use --data"));

    assertThat(written())
        .isEqualTo(
            """
            error: cannot open the store
              cause: cannot list
              cause: permission denied: /x
              help: use --data
            """);
  }

  @Test
  void failure_causeThatRepeatsTheOneBefore_saysItOnce() {
    IOException cause = new IOException("cannot list: no luck", new IOException("no luck"));

    terminal(Color.OFF).failure(Failure.failed("it failed", cause));

    assertThat(written()).isEqualTo("error: it failed\n  cause: cannot list: no luck\n");
  }

  @Test
  void failure_severalProblems_saysEach() {
    terminal(Color.OFF)
        .failure(Failure.usage(List.of(Problem.of("one", "do this"), Problem.of("two"))));

    assertThat(written()).isEqualTo("error: one\n  help: do this\nerror: two\n");
  }

  @Test
  void progress_noTerminal_saysNothing() {
    Terminal terminal = terminal(Color.OFF);

    terminal.progress("Verifying", 1, 2);
    terminal.endProgress();

    assertThat(written()).isEmpty();
  }
}
