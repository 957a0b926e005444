package dev.cratehold.cas;

import java.io.IOException;
import java.io.Serial;

/// A cache cannot do what was asked, for a reason that lies in it or in the request. The message is
/// a sentence for the user; [#failure] has its parts. What the file system reports, a full disk or
/// a permission for instance, is another `IOException`, as the JDK throws it.
public abstract sealed class CacheException extends IOException
    permits NotFoundException, MismatchException, RefusedException {
  @Serial private static final long serialVersionUID = 1;

  private final transient Failure failure;

  CacheException(Failure failure) {
    super(failure.message());
    this.failure = failure;
  }

  /// What went wrong, part by part.
  public final Failure failure() {
    return failure;
  }

  /// What went wrong, by its name.
  public final CacheError code() {
    return failure.code();
  }
}
