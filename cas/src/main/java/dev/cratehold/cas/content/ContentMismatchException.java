package dev.cratehold.cas.content;

import dev.cratehold.cas.integrity.Integrity;
import java.io.IOException;
import java.io.Serial;

/// Staged bytes do not have the digest that they were to be published under. Nothing was stored.
public final class ContentMismatchException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  private final transient Integrity expected;
  private final transient Integrity actual;

  ContentMismatchException(Integrity expected, Integrity actual, long size) {
    super(
        "the %s of the %d bytes received is %s, not %s as it must be"
            .formatted(
                expected.strongest().algorithm(), size, actual.describe(), expected.describe()));
    this.expected = expected;
    this.actual = actual;
  }

  /// What the bytes should have had.
  public Integrity expected() {
    return expected;
  }

  /// What the bytes have.
  public Integrity actual() {
    return actual;
  }
}
