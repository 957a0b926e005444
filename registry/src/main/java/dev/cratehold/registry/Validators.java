package dev.cratehold.registry;

import java.util.Optional;

/// What a server said about a representation so that a client can ask whether it changed (RFC 9110,
/// section 8.8): its `ETag` and `Last-Modified`, each verbatim.
public record Validators(Optional<String> etag, Optional<String> lastModified) {
  /// A server that gave neither.
  public static final Validators NONE = new Validators(Optional.empty(), Optional.empty());

  /// True if a conditional request can be made with them.
  public boolean isPresent() {
    return etag.isPresent() || lastModified.isPresent();
  }
}
