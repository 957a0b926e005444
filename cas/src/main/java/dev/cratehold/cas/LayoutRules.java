package dev.cratehold.cas;

import dev.cratehold.cas.index.JsonDocument;
import dev.cratehold.cas.integrity.ContentHash;
import dev.cratehold.cas.integrity.HashAlgorithm;
import dev.cratehold.cas.integrity.Integrity;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// What may be written in a layout. Everything is refused that one of the programs that use it
/// could not read, or that npm's `verify` would delete.
///
/// Immutable, and safe for use by several threads.
record LayoutRules(Path root, Layout layout) {
  void requireWritable() throws RefusedException {
    if (layout == Layout.READ_BOTH) {
      throw refused(
          "a cache with the layout READ_BOTH is for reading",
          "open it with RUST, NPM or DUAL to write");
    }
  }

  /// What content is to be hashed with.
  void requireAlgorithms(Set<HashAlgorithm> algorithms) throws RefusedException {
    requireWritable();
    if (layout.isForNpm() && algorithms.contains(HashAlgorithm.XXH3)) {
      throw refused(
          "npm's cacache does not know xxh3, and its verify fails on such content",
          "use another algorithm, or the layout RUST");
    }
  }

  /// What a line is to say.
  void requireIntegrity(Integrity integrity) throws RefusedException {
    requireAlgorithms(integrity.algorithms());
    if (!layout.isForNpm()) {
      requireNoOptions(integrity, "cacache-rs takes them for part of the digest");
      return;
    }
    requireNoOptions(integrity, "npm's verify deletes such content");
    if (integrity.hashes().size() != integrity.algorithms().size()) {
      throw refused(
          "npm's verify deletes content that has two digests of one algorithm: " + integrity,
          "leave one of them out, or use the layout RUST");
    }
  }

  private void requireNoOptions(Integrity integrity, String why) throws RefusedException {
    for (ContentHash hash : integrity.hashes()) {
      if (!hash.options().isEmpty()) {
        throw refused("the digest has options, and " + why + ": " + hash, "leave the options out");
      }
    }
  }

  /// Metadata without line breaks.
  String metadata(String json, Optional<String> key) throws RefusedException {
    return JsonDocument.compact(json)
        .orElseThrow(() ->
            new RefusedException(
                Failure.of(
                        CacheError.ENTRY_REFUSED, "the metadata is not JSON", "give one JSON value")
                    .at(root)
                    .of(key)));
  }

  RefusedException refused(String sentence, String help) {
    return new RefusedException(Failure.of(CacheError.LAYOUT_REFUSED, sentence, help).at(root));
  }
}
