package dev.cratehold.cli.logging;

import java.io.IOException;

/// Where lines of text end up. For one thread at a time.
interface LineSink extends AutoCloseable {
  /// Writes whole lines and hands them to the operating system.
  void write(String lines) throws IOException;

  @Override
  void close() throws IOException;
}
