package dev.cratehold.store;

import dev.cratehold.registry.CrateName;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Which crate versions the store holds. A crate is listed once its bytes are on the disk, within
/// seconds after it was published and can be opened.
///
/// Safe for use by several threads.
public interface Holdings {
  /// True if the crate is listed.
  boolean contains(CrateId crate) throws IOException;

  /// The entry of the crate, or empty if it is not listed.
  Optional<HeldCrate> find(CrateId crate) throws IOException;

  /// The entries of a crate in one registry, ordered by version as text.
  List<HeldCrate> find(String registry, CrateName name) throws IOException;

  /// Tells `visitor` every entry, ordered by registry, name and version as text. Entries that come
  /// or go meanwhile may be among them or not.
  void forEach(HeldCrateVisitor visitor) throws IOException;

  /// The entries that were listed last, latest first; of those before the last hundred none.
  ///
  /// @param limit how many at most
  List<HeldCrate> latest(int limit) throws IOException;

  /// The sums over all entries and all index files.
  Totals totals() throws IOException;
}
