package dev.cratehold.cli.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.cli.config.LogFormat;
import dev.cratehold.cli.config.LogLevel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import org.junit.jupiter.api.Test;

final class LogsTest {
  private static final System.Logger OURS = System.getLogger("dev.cratehold.proxy.Fill");
  private static final System.Logger OTHER = System.getLogger("org.example.Library");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(bytes, true, UTF_8);

  private String written() {
    return bytes.toString(UTF_8);
  }

  @Test
  void text_messageWithParameters_isOneLineWithTimeLevelAndLogger() {
    Logs.configure(LogLevel.INFO, LogFormat.TEXT, stream);

    OURS.log(Level.WARNING, "{0} crates\nleft", 3);

    assertThat(written())
        .matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z  WARN proxy.Fill: 3 crates \\| left\n");
  }

  @Test
  void text_thrown_namesItAndItsCauses() {
    Logs.configure(LogLevel.INFO, LogFormat.TEXT, stream);

    OURS.log(Level.ERROR, "it broke", new IOException("outer", new IOException("inner")));

    assertThat(written())
        .endsWith(
            "ERROR proxy.Fill: it broke: IOException: outer, because of IOException: inner\n");
  }

  @Test
  void text_urlWithPassword_hidesIt() {
    Logs.configure(LogLevel.INFO, LogFormat.TEXT, stream);

    OURS.log(Level.INFO, "asking https://user:secret@host/x");

    assertThat(written()).contains("https://(hidden)@host/x").doesNotContain("secret");
  }

  @Test
  void json_thrown_isOneObjectALine() {
    Logs.configure(LogLevel.INFO, LogFormat.JSON, stream);

    OURS.log(Level.INFO, "say \"hi\"", new IOException("why"));

    assertThat(written())
        .startsWith("{\"time\":\"")
        .contains("\"level\":\"info\",\"logger\":\"proxy.Fill\",\"message\":\"say \\\"hi\\\"\"")
        .contains("\"error\":\"IOException: why\"")
        .endsWith("}\n")
        .hasLineCount(1);
  }

  @Test
  void level_info_leavesOutDebug() {
    Logs.configure(LogLevel.INFO, LogFormat.TEXT, stream);

    OURS.log(Level.DEBUG, "detail");

    assertThat(written()).isEmpty();
  }

  @Test
  void level_debug_leavesOutLibraries() {
    Logs.configure(LogLevel.DEBUG, LogFormat.TEXT, stream);

    OURS.log(Level.DEBUG, "detail");
    OTHER.log(Level.INFO, "chatter");

    assertThat(written()).contains("DEBUG proxy.Fill: detail").doesNotContain("chatter");
  }

  @Test
  void level_info_keepsWarningsOfLibraries() {
    Logs.configure(LogLevel.INFO, LogFormat.TEXT, stream);

    OTHER.log(Level.WARNING, "careful");

    assertThat(written()).contains("WARN org.example.Library: careful");
  }

  @Test
  void level_trace_letsLibrariesTalk() {
    Logs.configure(LogLevel.TRACE, LogFormat.TEXT, stream);

    OTHER.log(Level.DEBUG, "chatter");

    assertThat(written()).contains("DEBUG org.example.Library: chatter");
  }

  @Test
  void announce_whateverTheLevel_isWritten() {
    Logs.configure(LogLevel.ERROR, LogFormat.TEXT, stream).announce("Listening on port 1");

    assertThat(written()).endsWith("INFO dev.cratehold: Listening on port 1\n");
  }
}
