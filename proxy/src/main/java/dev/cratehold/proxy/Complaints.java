package dev.cratehold.proxy;

import dev.cratehold.store.NoRoomException;
import dev.cratehold.upstream.UpstreamException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/// Failures that clients do not notice and that would come with every request, such as those of a
/// full disk: one a minute is a warning in the log, the others are shown to who asks for details.
/// That the store takes nothing at the moment is none: it says so itself.
///
/// Safe for use by several threads.
final class Complaints {
  private static final System.Logger LOG = System.getLogger(Complaints.class.getName());
  private static final Duration SILENCE = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final AtomicReference<Instant> last = new AtomicReference<>(Instant.MIN);

  Complaints(InstantSource clock) {
    this.clock = clock;
  }

  /// @param what says what could not be done, and what is done instead
  void raise(String what, Exception cause) {
    boolean silent = cause instanceof NoRoomException;
    LOG.log(silent ? System.Logger.Level.DEBUG : level(), "{0}: {1}", what, cause.getMessage());
  }

  /// How loudly to say that an upstream failed. While it is left alone after its last failure,
  /// every request would say the same again.
  static System.Logger.Level level(Throwable failure) {
    return failure instanceof UpstreamException e && e.isRepeated()
        ? System.Logger.Level.DEBUG
        : System.Logger.Level.WARNING;
  }

  private System.Logger.Level level() {
    Instant before = last.get();
    Instant now = clock.instant();
    boolean due = Freshness.decide(before, now, SILENCE) == Freshness.EXPIRED;
    return due && last.compareAndSet(before, now)
        ? System.Logger.Level.WARNING
        : System.Logger.Level.DEBUG;
  }
}
