package dev.cratehold.cli.logging;

import java.util.Locale;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What both formats say about a record.
final class RecordText {
  private static final Pattern USER_INFO = Pattern.compile("://[^/@\\s]*@");
  private static final Pattern LINE_END = Pattern.compile("\\s*[\\r\\n]+\\s*");

  private RecordText() {}

  /// `error`, `warn`, `info`, `debug` or `trace`.
  static String level(LogRecord record) {
    int level = record.getLevel().intValue();
    if (level >= Level.SEVERE.intValue()) {
      return "error";
    }
    if (level >= Level.WARNING.intValue()) {
      return "warn";
    }
    if (level >= Level.INFO.intValue()) {
      return "info";
    }
    return level >= Level.FINE.intValue() ? "debug" : "trace";
  }

  /// The logger, without what all of Cratehold's have in common.
  static String logger(LogRecord record) {
    String name = Optional.ofNullable(record.getLoggerName()).orElse("");
    return name.startsWith("dev.cratehold.") ? name.substring("dev.cratehold.".length()) : name;
  }

  /// On one line, without the user names and passwords of URLs.
  static String oneLine(String text) {
    String line = LINE_END.matcher(text).replaceAll(" | ");
    return USER_INFO.matcher(line).replaceAll("://(hidden)@");
  }

  /// What was thrown and its causes: `IOException: no route to host, because of …`.
  static Optional<String> thrown(LogRecord record) {
    return Optional.ofNullable(record.getThrown())
        .map(thrown ->
            Stream.iterate(thrown, t -> t != null, Throwable::getCause)
                .map(RecordText::name)
                .collect(Collectors.joining(", because of ")));
  }

  private static String name(Throwable thrown) {
    String name = thrown.getClass().getSimpleName();
    return thrown.getMessage() == null ? name : name + ": " + thrown.getMessage();
  }

  /// Where it was thrown, innermost call first.
  static Optional<String> stack(LogRecord record) {
    return Optional.ofNullable(record.getThrown())
        .map(thrown ->
            Stream.of(thrown.getStackTrace())
                .limit(20)
                .map(StackTraceElement::toString)
                .collect(Collectors.joining(" < ")));
  }

  static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }
}
