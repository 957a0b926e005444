package dev.cratehold.cas;

import java.io.IOException;

/// Staged bytes do not have the digest that they were to be published under. Nothing was stored.
public final class DigestMismatchException extends IOException {
  private static final long serialVersionUID = 1;

  private final transient Digest expected;
  private final transient Digest actual;

  /// @param size the number of bytes that were staged
  public DigestMismatchException(Digest expected, Digest actual, long size) {
    super(
        "the SHA-256 of the %d bytes received is %s, not %s as it must be"
            .formatted(size, actual, expected));
    this.expected = expected;
    this.actual = actual;
  }

  /// What the bytes should have had.
  public Digest expected() {
    return expected;
  }

  /// What the bytes have.
  public Digest actual() {
    return actual;
  }
}
