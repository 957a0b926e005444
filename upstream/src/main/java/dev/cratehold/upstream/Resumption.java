package dev.cratehold.upstream;

import java.util.Optional;

/// Where a download that broke off is to go on.
///
/// @param offset how many bytes are here already
/// @param validator what the broken [Download] said of its file; without one the checksum of the
///   whole alone decides whether the pieces belong together
public record Resumption(long offset, Optional<String> validator) {
  /// From the beginning.
  static final Resumption NONE = new Resumption(0, Optional.empty());

  public Resumption {
    if (offset < 0) {
      throw new IllegalArgumentException("a download cannot go on at byte " + offset);
    }
  }
}
