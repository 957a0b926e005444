package dev.cratehold.cas.index;

import dev.cratehold.cas.integrity.Integrity;
import java.util.Optional;
import java.util.OptionalLong;

/// What a line of the index says of a key.
///
/// @param integrity the content; empty if the line says that the key was removed
/// @param time when the line was written, in milliseconds since the epoch
/// @param size of the content in bytes, as far as the writer knew it: cacache-rs writes 0 when it
///   does not
/// @param metadata what the user keeps with it, as JSON text
public record IndexEntry(
    String key,
    Optional<Integrity> integrity,
    long time,
    OptionalLong size,
    Optional<String> metadata,
    Optional<RawMetadata> rawMetadata) {

  /// Says that a key was removed.
  public static IndexEntry removal(String key, long time) {
    return new IndexEntry(
        key, Optional.empty(), time, OptionalLong.empty(), Optional.empty(), Optional.empty());
  }

  /// The same with other metadata.
  public IndexEntry withMetadata(String json) {
    return new IndexEntry(key, integrity, time, size, Optional.of(json), rawMetadata);
  }

  /// The same for npm, which knows no raw metadata.
  public IndexEntry withoutRawMetadata() {
    return new IndexEntry(key, integrity, time, size, metadata, Optional.empty());
  }

  /// Whether it says that the key was removed.
  public boolean isRemoval() {
    return integrity.isEmpty();
  }
}
