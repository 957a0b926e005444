package dev.cratehold.upstream;

import dev.cratehold.registry.CrateName;
import java.util.List;
import java.util.Optional;

/// Says which crates a registry has. A sparse index has none: there only one crate at a time can be
/// asked for.
///
/// All methods block. Safe for use by several threads.
public interface Catalog {
  /// All crates at this moment.
  Names names() throws UpstreamException, InterruptedException;

  /// What came, changed or went since an earlier moment; empty if that cannot be told any more, and
  /// all names have to be asked for again.
  ///
  /// @param marker of that moment
  Optional<Names> changedSince(String marker) throws UpstreamException, InterruptedException;

  /// The index file of a crate, as it was when names were last told; empty if there is none, or if
  /// the catalog knows names alone.
  default Optional<byte[]> file(CrateName name) throws UpstreamException, InterruptedException {
    return Optional.empty();
  }

  /// Some crates of a registry.
  ///
  /// @param marker stands for the moment at which this is so; to be kept and given back
  record Names(String marker, List<CrateName> crates) {
    public Names {
      crates = List.copyOf(crates);
    }
  }
}
