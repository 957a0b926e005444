package dev.cratehold.upstream;

/// Whether a server is asked, after what came of the requests before.
public enum Circuit {
  /// It is.
  CLOSED,
  /// It is not for a while: too many requests failed one after another, or it asked for that.
  OPEN,
  /// One request is let through, whose outcome decides.
  HALF_OPEN
}
