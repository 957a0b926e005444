package dev.cratehold.upstream;

/// Whether a server is asked, after what came of the requests before; the later ones here are
/// worse.
public enum Circuit {
  /// It is.
  CLOSED,
  /// One request is let through, whose outcome decides.
  HALF_OPEN,
  /// It is not for a while: too many requests failed one after another, or it asked for that.
  OPEN;

  Circuit orWorse(Circuit other) {
    return compareTo(other) < 0 ? other : this;
  }
}
