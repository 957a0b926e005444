package dev.cratehold.cli.terminal;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// The streams of the process. What a command was asked for goes to standard output, what it has to
/// say about its work to standard error, in cargo's style: a verb in twelve columns, right-aligned,
/// then the rest.
///
/// Safe for use by several threads; a line is never torn.
public final class Terminal {
  private static final String GREEN = "\u001b[1;32m";
  private static final String RED = "\u001b[1;31m";
  private static final String YELLOW = "\u001b[1;33m";
  private static final String CYAN = "\u001b[1;36m";
  private static final long PROGRESS_NANOS = 100_000_000;
  private static final String BOLD = "\u001b[1m";
  private static final int USUAL_COLUMNS = 80;
  private static final int MIN_COLUMNS = 40;
  private static final String RESET = "\u001b[0m";

  private final PrintStream out;
  private final PrintStream err;
  private final Color outColor;
  private final Color errColor;
  private final Connection connection;
  private volatile long lastProgress;

  /// What the streams lead to.
  ///
  /// @param in standard input
  /// @param hasProgress whether standard error is a terminal that can erase a line
  /// @param columns how wide the terminal is that standard output is, if it is one
  /// @param hasReader whether somebody still reads standard output
  private record Connection(
      InputStream in,
      boolean hasProgress,
      Supplier<OptionalInt> columns,
      BooleanSupplier hasReader) {}

  /// Speaks through these streams, which are no terminals. There is nothing to read.
  public Terminal(PrintStream out, Color outColor, PrintStream err, Color errColor) {
    this(
        out,
        outColor,
        err,
        errColor,
        new Connection(InputStream.nullInputStream(), false, OptionalInt::empty, () -> true));
  }

  private Terminal(
      PrintStream out, Color outColor, PrintStream err, Color errColor, Connection connection) {
    this.connection = connection;
    this.out = out;
    this.err = err;
    this.outColor = outColor;
    this.errColor = errColor;
  }

  /// The streams of this process, in UTF-8 whatever the locale is. The launcher says in the system
  /// property `cratehold.terminals` which of them are terminals (`1`, `2`, `12`), since Java cannot
  /// tell; without it, none is.
  ///
  /// @param columns how wide the terminal is that standard output goes to, where it says so; asked
  ///   only if something depends on it
  public static Terminal ofProcess(Map<String, String> environment, Supplier<OptionalInt> columns) {
    String terminals = System.getProperty("cratehold.terminals", "");
    boolean outIsTerminal = terminals.contains("1");
    LeavableOutput out = new LeavableOutput(new FileOutputStream(FileDescriptor.out));
    return new Terminal(
        stream(new BufferedOutputStream(out, 1 << 16)),
        Color.decide(environment, outIsTerminal),
        stream(new FileOutputStream(FileDescriptor.err)),
        Color.decide(environment, terminals.contains("2")),
        new Connection(
            new FileInputStream(FileDescriptor.in),
            terminals.contains("2") && !Color.isDumb(environment),
            () -> outIsTerminal ? known(columns.get()) : OptionalInt.empty(),
            out::hasReader));
  }

  /// The same streams, standard output being a terminal of so many columns.
  public Terminal withColumns(int wide) {
    return with(
        new Connection(
            connection.in,
            connection.hasProgress,
            () -> OptionalInt.of(wide),
            connection.hasReader));
  }

  /// The same streams, with this one as standard input.
  public Terminal withInput(InputStream in) {
    return with(
        new Connection(in, connection.hasProgress, connection.columns, connection.hasReader));
  }

  private Terminal with(Connection other) {
    return new Terminal(out, outColor, err, errColor, other);
  }

  private static OptionalInt known(OptionalInt columns) {
    return OptionalInt.of(Math.max(columns.orElse(USUAL_COLUMNS), MIN_COLUMNS));
  }

  private static PrintStream stream(OutputStream stream) {
    return new PrintStream(stream, false, StandardCharsets.UTF_8);
  }

  /// Standard input, not buffered.
  public InputStream in() {
    return connection.in;
  }

  /// Whether nobody has been seen to leave who reads standard output, as `head` does. Who has much
  /// to write may stop then.
  public boolean hasReader() {
    return connection.hasReader.getAsBoolean();
  }

  /// Standard output, buffered: [#flush()] when done.
  public PrintStream out() {
    return out;
  }

  /// Standard error, for the log.
  public PrintStream err() {
    return err;
  }

  /// Whether standard output is written in colour.
  public Color outColor() {
    return outColor;
  }

  /// How many columns lines of standard output may take. Empty if it is no terminal: then nothing
  /// is to be shortened.
  public OptionalInt columns() {
    return connection.columns.get();
  }

  /// The text as a heading on standard output.
  public String heading(String text) {
    return outColor == Color.ON ? BOLD + text + RESET : text;
  }

  /// The text as what strikes the eye on standard output.
  public String striking(String text) {
    return outColor == Color.ON ? CYAN + text + RESET : text;
  }

  /// Writes one line of result to standard output.
  public void line(String text) {
    out.println(text);
  }

  /// Says what was or is being done: `status("Stored", "12 crates")`.
  public void status(String verb, String text) {
    say(verb(verb, GREEN) + " " + text);
  }

  /// Continues the status line before, aligned with its text.
  public void detail(String text) {
    say(" ".repeat(13) + text);
  }

  /// Shows how far something is, only on a terminal that can erase a line: on one line that the
  /// next call replaces, a few times a second. [#endProgress()] takes it away.
  ///
  /// @param total 0 if it is not known
  public void progress(String verb, long done, long total) {
    progress(verb, done, total, "");
  }

  /// The same with more to say at the end of the line.
  public void progress(String verb, long done, long total, String more) {
    long now = System.nanoTime();
    if (connection.hasProgress && now - lastProgress > PROGRESS_NANOS) {
      lastProgress = now;
      String percent = total == 0 ? "" : " (" + Math.min(100, done * 100 / total) + " %)";
      err.print("\r\u001b[K" + verb(verb, CYAN) + " " + done + percent + more);
    }
  }

  /// Whether [#progress] shows anything.
  public boolean hasProgress() {
    return connection.hasProgress;
  }

  /// Takes the line of [#progress] away.
  public void endProgress() {
    if (connection.hasProgress) {
      err.print("\r\u001b[K");
    }
  }

  /// Says what may be a problem.
  public void warning(String text) {
    say(paint(YELLOW, "warning") + ": " + text);
  }

  /// Says what the user may want to know or do.
  public void note(String text) {
    say(paint(CYAN, "note") + ": " + text);
  }

  /// What was written to standard output before is seen before.
  private void say(String text) {
    out.flush();
    err.println(text);
  }

  /// Says what went wrong, why, and what to do.
  public void failure(Failure failure) {
    StringBuilder text = new StringBuilder();
    List<String> causes = failure.causes();
    for (Problem problem : failure.problems()) {
      text.append(paint(RED, "error")).append(": ").append(problem.message()).append('\n');
      causes.forEach(cause -> appendNote(text, "cause", cause));
      problem.help().ifPresent(help -> appendNote(text, "help", help));
      causes = List.of();
    }
    err.print(text);
    err.flush();
  }

  private void appendNote(StringBuilder text, String label, String note) {
    String indented = note.replace("\n", "\n" + " ".repeat(label.length() + 4));
    text.append("  ").append(paint(CYAN, label)).append(": ").append(indented).append('\n');
  }

  /// Hands everything written so far to the operating system.
  public void flush() {
    out.flush();
    err.flush();
  }

  /// Whether some of what was written to standard output could not be: its disk is full, say.
  public boolean hasLostOutput() {
    return out.checkError();
  }

  private String verb(String verb, String color) {
    return paint(color, String.format(Locale.ROOT, "%12s", verb));
  }

  private String paint(String color, String text) {
    return errColor == Color.ON ? color + text + RESET : text;
  }
}
