package dev.cratehold.store;

import dev.cratehold.registry.Checksum;
import dev.cratehold.registry.CrateVersion;
import dev.cratehold.registry.IndexEntry;
import dev.cratehold.registry.IndexFile;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which versions of a crate have other bytes than they once had: a pure comparison.
final class Republications {
  private Republications() {}

  /// A version with a checksum.
  record Listed(CrateVersion version, Checksum checksum) {
    static Listed of(IndexEntry entry) {
      return new Listed(entry.version(), entry.checksum());
    }
  }

  /// The versions that `now` lists with a checksum that `last` does not, although `last` or
  /// something before it lists the version with another one.
  ///
  /// @param last what the last copy listed; nothing if there was none
  /// @param retired what copies before it listed
  static List<Republication> of(List<IndexEntry> last, List<Listed> retired, IndexFile now) {
    Set<Listed> known = new HashSet<>();
    Map<CrateVersion, Checksum> before = new HashMap<>();
    retired.forEach(listed -> before.put(listed.version(), listed.checksum()));
    for (IndexEntry entry : last) {
      known.add(Listed.of(entry));
      before.put(entry.version(), entry.checksum());
    }
    return now.entries().stream()
        .filter(entry -> !known.contains(Listed.of(entry)))
        .flatMap(entry ->
            Optional.ofNullable(before.get(entry.version())).stream()
                .filter(checksum -> !checksum.equals(entry.checksum()))
                .map(checksum -> new Republication(entry.version(), checksum, entry.checksum())))
        .toList();
  }
}
