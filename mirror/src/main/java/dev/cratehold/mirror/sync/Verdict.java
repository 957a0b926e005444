package dev.cratehold.mirror.sync;

import dev.cratehold.proxy.WrongBytesException;
import dev.cratehold.store.FailedItem;
import dev.cratehold.store.QueuedItem;
import dev.cratehold.store.WorkState;
import dev.cratehold.upstream.UpstreamException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/// What a failed attempt means for the next one.
final class Verdict {
  /// How often a thing is tried in one sync while it fails in a way that may pass.
  static final int ATTEMPTS = 3;

  /// How often a refused thing is tried in each sync, before the pauses begin.
  static final int EAGER_ATTEMPTS = 5;

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration REFUSED_PAUSE = Duration.ofHours(1);
  private static final Duration LONGEST_PAUSE = Duration.ofDays(1);
  private static final Duration CIRCUIT_PAUSE = Duration.ofSeconds(2);

  private Verdict() {}

  /// What is noted of a thing that could not be fetched.
  static FailedItem of(QueuedItem queued, IOException failure, Instant now) {
    int attempts = queued.attempts() + 1;
    if (failure instanceof UpstreamException e && e.isRepeated()) {
      // Nobody was asked for it.
      Duration pause = e.retryAfter().orElse(CIRCUIT_PAUSE);
      return failed(queued, WorkState.FAILED, queued.attempts(), now.plus(pause), failure);
    }
    if (isRefusal(failure)) {
      return failed(queued, WorkState.REFUSED, attempts, now.plus(refused(attempts)), failure);
    }
    Duration pause = FIRST_PAUSE.multipliedBy((long) Math.pow(3, Math.min(attempts - 1, 3)));
    return failed(queued, WorkState.FAILED, attempts, now.plus(pause), failure);
  }

  private static FailedItem failed(
      QueuedItem queued, WorkState state, int attempts, Instant due, IOException failure) {
    String reason = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    return new FailedItem(queued.item(), state, attempts, due, reason);
  }

  /// True if the failure is about this very thing: asking again soon is of no use.
  static boolean isRefusal(IOException failure) {
    return switch (failure) {
      case UpstreamException e -> e.isAboutThisRequest();
      case WrongBytesException _ -> true;
      default -> false;
    };
  }

  private static Duration refused(int attempts) {
    if (attempts < EAGER_ATTEMPTS) {
      return Duration.ZERO;
    }
    Duration pause = REFUSED_PAUSE.multipliedBy(1L << Math.min(attempts - EAGER_ATTEMPTS, 10));
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }
}
