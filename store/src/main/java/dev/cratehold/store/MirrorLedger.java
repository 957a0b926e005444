package dev.cratehold.store;

import dev.cratehold.registry.CrateName;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Which crates the mirrors have, and how far each mirror is. Names are filed in lower case.
///
/// Safe for use by several threads. Every change is one transaction.
public interface MirrorLedger {
  /// What becomes of names that are not listed any more.
  enum Gone {
    /// Nothing: the mirror does not want them.
    FORGOTTEN,
    /// Their index files are looked at again, since the registry seems not to have them.
    LOOKED_AT
  }

  /// The name under which it is noted how far the index files of a registry are, apart from its
  /// mirror.
  static String indexOf(String registry) {
    return registry + ":index";
  }

  /// How far the mirror of this registry is, or empty if it has none.
  Optional<MirrorState> find(String registry) throws IOException;

  /// Notes what a mirror is to mirror. Its generation and the time of its last sync stay.
  ///
  /// @param marker whether it stays
  void configure(String registry, String upstream, String settings, Keeping marker)
      throws IOException;

  /// Whether something stays.
  enum Keeping {
    KEPT,
    FORGOTTEN
  }

  /// Adds names of this generation to the mirror, and their index files to the work queue.
  void addNames(String registry, long generation, Collection<CrateName> names) throws IOException;

  /// Notes that all names of a step are added: names of earlier generations go, and the marker is
  /// the one that stands for the moment at which they were listed.
  void advance(String registry, long generation, Optional<String> marker, Gone gone)
      throws IOException;

  /// Notes that a sync was carried out to its end.
  void synced(String registry, Instant at) throws IOException;

  /// True if the mirror has this crate.
  boolean has(String registry, CrateName name) throws IOException;

  /// How many crates the mirror has.
  long names(String registry) throws IOException;

  /// The crates of the mirror whose names come behind `name`, in the order of names in lower case.
  ///
  /// @param name empty for the first
  List<CrateName> namesAfter(String registry, String name, int limit) throws IOException;
}
