package dev.cratehold.mirror.sync;

import dev.cratehold.registry.CrateName;
import dev.cratehold.store.MirrorLedger.Gone;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Says which crates a mirror is to look at.
public interface NameSource {
  /// All crates there are.
  Everything all() throws IOException, InterruptedException;

  /// What a mirror has to look at that is up to date as far as a marker of this source says, or of
  /// another one.
  Step since(String marker) throws IOException, InterruptedException;

  /// The index file of a crate, if this has index files. They need not be asked for one by one, and
  /// may be older than the upstream's.
  default Optional<byte[]> file(CrateName name) throws IOException, InterruptedException {
    return Optional.empty();
  }

  /// What is to be looked at, and the marker that stands for the moment at which that was so; empty
  /// if there is none, and the next step is everything.
  sealed interface Step {
    Optional<String> marker();
  }

  /// All crates there are.
  ///
  /// @param gone what becomes of the crates of the mirror that are not among them
  record Everything(Names names, Optional<String> marker, Gone gone) implements Step {}

  /// The crates that came, changed or went.
  record Changes(List<CrateName> names, Optional<String> marker) implements Step {
    public Changes {
      names = List.copyOf(names);
    }
  }
}
