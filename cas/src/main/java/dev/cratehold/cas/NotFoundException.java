package dev.cratehold.cas;

import java.io.Serial;

/// There is no such entry, or no such content.
public final class NotFoundException extends CacheException {
  @Serial private static final long serialVersionUID = 1;

  NotFoundException(Failure failure) {
    super(failure);
  }
}
