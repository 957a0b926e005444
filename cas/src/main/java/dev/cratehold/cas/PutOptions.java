package dev.cratehold.cas;

import dev.cratehold.cas.index.RawMetadata;
import dev.cratehold.cas.integrity.HashAlgorithm;
import dev.cratehold.cas.integrity.Integrity;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// What is said about content that is stored. Immutable.
///
/// ```java
/// PutOptions.DEFAULT.withSize(11).withMetadata("{\"etag\":\"x\"}")
/// ```
///
/// @param algorithms what the content is hashed with and found by; empty for the layout's
/// @param size that the content must have, in bytes
/// @param integrity that the content must have; its algorithm is one of those that it is found by
/// @param metadata that the entry gets, as JSON text
/// @param rawMetadata that the entry gets; cacache-rs alone knows it
/// @param time that the entry gets instead of the present one
public record PutOptions(
    Set<HashAlgorithm> algorithms,
    OptionalLong size,
    Optional<Integrity> integrity,
    Optional<String> metadata,
    Optional<RawMetadata> rawMetadata,
    Optional<Instant> time) {
  /// Says nothing.
  public static final PutOptions DEFAULT =
      new PutOptions(
          Set.of(),
          OptionalLong.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /// The first and the last moment that are a number of milliseconds.
  private static final Instant FIRST = Instant.ofEpochMilli(Long.MIN_VALUE);

  private static final Instant LAST = Instant.ofEpochMilli(Long.MAX_VALUE);

  /// Checks size and time.
  ///
  /// @throws IllegalArgumentException if the size is negative, or if no line can have the time
  public PutOptions {
    algorithms = Set.copyOf(algorithms);
    if (time.isPresent() && (time.get().isBefore(FIRST) || time.get().isAfter(LAST))) {
      throw new IllegalArgumentException("no line can have this time: " + time.get());
    }
    if (size.isPresent() && size.getAsLong() < 0) {
      throw new IllegalArgumentException("no content has a negative size: " + size.getAsLong());
    }
  }

  /// The same with these algorithms.
  public PutOptions withAlgorithms(HashAlgorithm... values) {
    return new PutOptions(
        new LinkedHashSet<>(List.of(values)), size, integrity, metadata, rawMetadata, time);
  }

  /// The same with this size.
  public PutOptions withSize(long bytes) {
    return new PutOptions(
        algorithms, OptionalLong.of(bytes), integrity, metadata, rawMetadata, time);
  }

  /// The same with this integrity.
  public PutOptions withIntegrity(Integrity value) {
    return new PutOptions(algorithms, size, Optional.of(value), metadata, rawMetadata, time);
  }

  /// The same with this metadata.
  ///
  /// @param json any JSON value
  public PutOptions withMetadata(String json) {
    return new PutOptions(algorithms, size, integrity, Optional.of(json), rawMetadata, time);
  }

  /// The same with this raw metadata.
  public PutOptions withRawMetadata(byte[] bytes) {
    return new PutOptions(
        algorithms, size, integrity, metadata, Optional.of(new RawMetadata(bytes)), time);
  }

  /// The same with this time.
  public PutOptions withTime(Instant value) {
    return new PutOptions(algorithms, size, integrity, metadata, rawMetadata, Optional.of(value));
  }
}
