package dev.cratehold.store;

import java.text.MessageFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What a class logs while a test looks.
final class GatheredLog extends Handler {
  private final Logger logger;
  private final List<String> messages = new CopyOnWriteArrayList<>();

  GatheredLog(Class<?> logging) {
    logger = Logger.getLogger(logging.getName());
  }

  void begin() {
    logger.addHandler(this);
  }

  void end() {
    logger.removeHandler(this);
  }

  List<String> messages() {
    return messages;
  }

  @Override
  public void publish(LogRecord record) {
    Object[] parameters = Optional.ofNullable(record.getParameters()).orElse(new Object[0]);
    messages.add(
        parameters.length == 0
            ? record.getMessage()
            : MessageFormat.format(record.getMessage(), parameters));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
