package dev.cratehold.store;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/// What collections leave alone. A crate may be pinned for several owners; it is kept until the
/// last pin is taken away.
///
/// Safe for use by several threads and processes.
public interface Pins {
  /// Pins crates. Returns how many of the pins are new.
  int add(Collection<Pin> pins) throws IOException;

  /// Takes pins away. Returns how many there were.
  int remove(Collection<Pin> pins) throws IOException;

  /// Takes every pin of this owner away. Returns how many there were.
  int removeAll(String owner) throws IOException;

  /// Pins crates in place of all that this owner has pinned, in one step.
  void replaceAll(String owner, Collection<Pin> pins) throws IOException;

  /// All pins, ordered by registry, name, version and owner.
  List<PlacedPin> all() throws IOException;

  /// Which of these crates are pinned.
  Set<CrateId> pinned(Collection<CrateId> crates) throws IOException;
}
