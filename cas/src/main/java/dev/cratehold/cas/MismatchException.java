package dev.cratehold.cas;

import java.io.Serial;

/// Content does not have the digest or the size that it must have. Nothing was stored, nothing was
/// returned.
public final class MismatchException extends CacheException {
  @Serial private static final long serialVersionUID = 1;

  MismatchException(Failure failure) {
    super(failure);
  }
}
