package dev.cratehold.store;

import dev.cratehold.registry.Checksum;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import dev.cratehold.registry.Validators;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The copies of index files, one for each crate of each registry, and what earlier copies listed.
/// Names are filed in lower case, as the index files them.
///
/// Safe for use by several threads. A change is atomic, is seen by every process once its method
/// has returned, and then survives the end of the process; the last ones may be lost when the
/// machine fails.
public interface IndexStore {
  /// The copy of the crate's index file, or empty if there is none, or if its bytes are damaged:
  /// then it has to be fetched again.
  Optional<IndexCopy> find(String registry, CrateName name) throws IOException;

  /// Keeps `copy` in place of the one that was there. What that one listed and this one does not is
  /// remembered: see [#onceListed].
  ///
  /// @return the versions for which `copy` lists another checksum than any earlier copy did, where
  ///   the last one did not list that checksum yet
  /// @throws dev.cratehold.registry.MalformedIndexException if `copy` is no index file of the crate
  ///   and there was another copy to compare it with
  List<Republication> put(String registry, CrateName name, IndexCopy copy) throws IOException;

  /// Notes that the upstream still has the file that is kept, with these validators. Does nothing
  /// if none is kept.
  void confirm(String registry, CrateName name, Validators validators, Instant checkedAt)
      throws IOException;

  /// Forgets the copy, because the upstream has no such crate any more. What it listed is
  /// remembered: see [#onceListed].
  void remove(String registry, CrateName name) throws IOException;

  /// True if an earlier copy of the crate's index file listed this version with this checksum and a
  /// later one, or its removal, did not. Such a crate file is still what the registry once vouched
  /// for, and lock files may name it.
  boolean onceListed(String registry, CrateName name, CrateVersion version, Checksum checksum)
      throws IOException;

  /// The last change of each index file that came, changed or went since `revision`, in the order
  /// of revisions. Whether a file went is told by [#find]. What changed twice is there once, with
  /// its later revision.
  ///
  /// @param revision the last one that the caller knows, 0 for none
  /// @param limit how many changes are returned at most
  List<IndexChange> changesSince(String registry, long revision, int limit) throws IOException;

  /// The crates with a kept copy whose names come behind `name`, in the order of names in lower
  /// case.
  ///
  /// @param name empty for the first
  /// @param limit how many names are returned at most
  List<CrateName> namesAfter(String registry, String name, int limit) throws IOException;

  /// Finds the crates with a kept copy whose names contain `text`, whatever its case, with `-` and
  /// `_` taken as equal: first the very name, then names that begin with it, then the others, each
  /// in the order of names.
  ///
  /// @param limit how many names are returned at most
  /// @param offset how many names are passed over
  SearchResult search(String registry, String text, int limit, int offset) throws IOException;

  /// Forgets all that is kept for `registry`, what was once listed and how far its mirror is
  /// included. Returns how many index files these were.
  long forgetAll(String registry) throws IOException;
}
