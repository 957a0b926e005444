package dev.cratehold.retention;

import java.io.IOException;

/// Some victims' worth of work under an exclusion. Closing it gives the exclusion back, committed
/// or not. For use by one thread.
public interface Batch<E> extends AutoCloseable {
  /// Takes a victim out of its place, at once and whatever its size.
  ///
  /// @throws IOException if this victim cannot be; the others still can
  Detached detach(Victim<E> victim) throws IOException;

  /// Writes down what was detached.
  void commit() throws IOException;

  @Override
  void close() throws IOException;
}
