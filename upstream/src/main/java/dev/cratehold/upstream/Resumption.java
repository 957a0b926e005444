package dev.cratehold.upstream;

import dev.cratehold.registry.IndexUrl;
import java.util.Optional;

/// Where a download that broke off is to go on. [Download#resumption] makes one.
///
/// @param offset how many bytes are here already
/// @param validator what the broken download's server said of its file; without one the checksum of
///   the whole alone decides whether the pieces belong together
/// @param brokenAt the address whose download broke off: it is asked last
public record Resumption(long offset, Optional<String> validator, Optional<IndexUrl> brokenAt) {
  /// From the beginning.
  static final Resumption NONE = new Resumption(0, Optional.empty(), Optional.empty());

  public Resumption {
    if (offset < 0) {
      throw new IllegalArgumentException("a download cannot go on at byte " + offset);
    }
  }

  /// The same at an address: a validator means nothing to another server.
  Resumption at(IndexUrl address) {
    return brokenAt.filter(address::equals).isPresent()
        ? this
        : new Resumption(offset, Optional.empty(), brokenAt);
  }
}
