package dev.cratehold.store;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/// What whoever runs the server should look at. Alerts of the same kind about the same version are
/// one, with a count.
///
/// Safe for use by several threads.
public interface Alerts {
  /// Raises an alert: writes it to the log, at most once an hour for the same one, and remembers it
  /// within seconds. Never waits and never throws, so it may be called on an event loop.
  void raise(Alert alert);

  /// The alerts raised last, latest first, those of other processes included.
  ///
  /// @param limit how many at most
  List<RaisedAlert> recent(int limit) throws IOException;

  /// How often alerts of each kind were raised by this process since it opened the store; every
  /// kind has a value. Never waits.
  Map<Alert.Kind, Long> raised();

  /// How many alerts are remembered, those of other processes included.
  long total() throws IOException;
}
