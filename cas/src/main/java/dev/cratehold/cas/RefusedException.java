package dev.cratehold.cas;

import java.io.Serial;

/// A cache does not do what was asked, since that would do harm or cannot be done there. Nothing
/// was changed.
public final class RefusedException extends CacheException {
  @Serial private static final long serialVersionUID = 1;

  RefusedException(Failure failure) {
    super(failure);
  }
}
