package dev.cratehold.cli.logging;

import dev.cratehold.cli.terminal.Terminal;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/// Says what is logged as a command says things: as warnings and notes.
final class TerminalHandler extends Handler {
  private final Formatter messages = new SimpleFormatter();
  private final Terminal terminal;

  TerminalHandler(Terminal terminal) {
    this.terminal = terminal;
    setLevel(Level.ALL);
  }

  @Override
  public void publish(LogRecord record) {
    String thrown = RecordText.thrown(record).map(text -> ": " + text).orElse("");
    String text = RecordText.oneLine(messages.formatMessage(record) + thrown);
    if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
      terminal.warning(text);
    } else {
      terminal.note(text);
    }
  }

  @Override
  public void flush() {
    terminal.flush();
  }

  @Override
  public void close() {
    flush();
  }
}
