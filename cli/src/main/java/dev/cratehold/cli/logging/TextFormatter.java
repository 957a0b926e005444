package dev.cratehold.cli.logging;

import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/// `2026-11-21T10:15:30.123Z WARN proxy.IndexRelay: what happened: IOException: why`.
final class TextFormatter extends Formatter {
  @Override
  public String format(LogRecord record) {
    String message =
        formatMessage(record) + RecordText.thrown(record).map(text -> ": " + text).orElse("");
    return String.format(
            Locale.ROOT,
            "%s %5s %s: %s",
            record.getInstant().truncatedTo(ChronoUnit.MILLIS),
            RecordText.upper(RecordText.level(record)),
            RecordText.logger(record),
            RecordText.oneLine(message))
        + "\n";
  }
}
