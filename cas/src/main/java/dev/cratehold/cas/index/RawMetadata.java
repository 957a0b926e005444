package dev.cratehold.cas.index;

import java.util.Arrays;
import java.util.HexFormat;

/// Bytes that a user of cacache-rs keeps with an entry.
///
/// Immutable, and safe for use by several threads.
public final class RawMetadata {
  private final byte[] bytes;

  /// A copy of these bytes.
  public RawMetadata(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  /// A copy of the bytes.
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RawMetadata that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /// The bytes in hexadecimal digits.
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
