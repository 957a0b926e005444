package dev.cratehold.cli.logging;

import dev.cratehold.cli.config.LogFormat;
import dev.cratehold.cli.config.LogLevel;
import dev.cratehold.cli.terminal.Terminal;
import java.io.PrintStream;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// The log of this process.
///
/// Safe for use by several threads.
public final class Logs {
  /// Held, since the JDK forgets a logger that nobody holds, and its level with it.
  private static final Logger OURS = Logger.getLogger("dev.cratehold");

  private final Handler handler;

  private Logs(Handler handler) {
    this.handler = handler;
  }

  /// Sends every record to `stream`: Cratehold's own from `level` up, those of libraries from
  /// `warn` up, and all of them at `trace`.
  public static Logs configure(LogLevel level, LogFormat format, PrintStream stream) {
    Handler handler = new LineHandler(formatter(format), stream);
    configure(level, handler);
    return new Logs(handler);
  }

  /// Has the terminal say what a short command logs: warnings, and notes of Cratehold's own.
  public static void sayOn(Terminal terminal) {
    configure(LogLevel.INFO, new TerminalHandler(terminal));
  }

  private static void configure(LogLevel level, Handler handler) {
    LogManager.getLogManager().reset();
    Logger root = Logger.getLogger("");
    root.addHandler(handler);
    OURS.setLevel(julLevel(level));
    root.setLevel(
        switch (level) {
          case TRACE -> Level.ALL;
          case ERROR -> Level.SEVERE;
          case WARN, INFO, DEBUG -> Level.WARNING;
        });
  }

  /// Writes a record whatever the level is, and also while the JVM shuts down, when the JDK has
  /// taken the handlers from the loggers.
  public void announce(String message) {
    LogRecord record = new LogRecord(Level.INFO, message);
    record.setLoggerName(OURS.getName());
    handler.publish(record);
  }

  /// The same with fields, which only the format for machines shows.
  public void announce(String message, Fields fields) {
    LogRecord record = new LogRecord(Level.INFO, message);
    record.setLoggerName(OURS.getName());
    record.setParameters(new Object[] {fields});
    handler.publish(record);
  }

  private static Formatter formatter(LogFormat format) {
    return switch (format) {
      case TEXT -> new TextFormatter();
      case JSON -> new JsonFormatter();
    };
  }

  private static Level julLevel(LogLevel level) {
    return switch (level) {
      case ERROR -> Level.SEVERE;
      case WARN -> Level.WARNING;
      case INFO -> Level.INFO;
      case DEBUG -> Level.FINE;
      case TRACE -> Level.ALL;
    };
  }

  /// Writes each record at once, whole.
  private static final class LineHandler extends Handler {
    private final Formatter lines;
    private final PrintStream stream;

    LineHandler(Formatter lines, PrintStream stream) {
      this.lines = lines;
      this.stream = stream;
      setLevel(Level.ALL);
    }

    @Override
    public void publish(LogRecord record) {
      if (isLoggable(record)) {
        stream.print(lines.format(record));
      }
    }

    @Override
    public void flush() {
      stream.flush();
    }

    @Override
    public void close() {
      flush();
    }
  }
}
