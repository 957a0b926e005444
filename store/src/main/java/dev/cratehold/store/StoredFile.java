package dev.cratehold.store;

import dev.cratehold.registry.Checksum;
import dev.cratehold.retention.Entry;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;

/// One crate file, as far as a collection needs to know it: a plan may hold more than a million of
/// these, so the checksum is four numbers, and names are looked up when they are shown.
///
/// @param lastUseMillis when any crate was last served or stored whose file this is; of a file that
///   is not listed, when it was published
record StoredFile(
    long first,
    long second,
    long third,
    long fourth,
    long bytes,
    long lastUseMillis,
    Listing listing)
    implements Entry {
  private static final int CHECKSUM_BYTES = 32;

  /// Whether a row of the database says whose file it is.
  enum Listing {
    LISTED,

    /// A process was killed between writing the file and its row, or the other way round when it
    /// deleted both; or the database was replaced.
    UNLISTED
  }

  static StoredFile of(byte[] checksum, long bytes, long lastUseMillis, Listing listing) {
    ByteBuffer numbers = ByteBuffer.wrap(checksum);
    return new StoredFile(
        numbers.getLong(),
        numbers.getLong(),
        numbers.getLong(),
        numbers.getLong(),
        bytes,
        lastUseMillis,
        listing);
  }

  @Override
  public long lastUse() {
    return Math.floorDiv(lastUseMillis, 1000L);
  }

  Instant lastUseTime() {
    return Instant.ofEpochMilli(lastUseMillis);
  }

  byte[] checksumBytes() {
    return ByteBuffer.allocate(CHECKSUM_BYTES)
        .putLong(first)
        .putLong(second)
        .putLong(third)
        .putLong(fourth)
        .array();
  }

  Checksum checksum() {
    return new Checksum(HexFormat.of().formatHex(checksumBytes()));
  }

  boolean isListed() {
    return listing == Listing.LISTED;
  }

  /// Written out, because plans compare millions of these and what the compiler generates takes
  /// several times as long.
  @Override
  public boolean equals(Object that) {
    return that instanceof StoredFile other
        && first == other.first
        && second == other.second
        && third == other.third
        && fourth == other.fourth
        && bytes == other.bytes
        && lastUseMillis == other.lastUseMillis
        && listing == other.listing;
  }

  /// A checksum is as good as random.
  @Override
  public int hashCode() {
    return Long.hashCode(first);
  }
}
