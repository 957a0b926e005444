package dev.cratehold.upstream;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Decides whether one server is worth asking: a circuit breaker (M. Nygard, "Release It!").
///
/// [#FAILURES] requests that fail one after another open it, and so does a server that asks to be
/// left alone for longer than a request is retried. Open, it refuses every request at once: nobody
/// waits for a server that is down, and one that comes back is not trampled. When its pause is over
/// it lets one request through at a time. If that succeeds, the circuit closes; else it opens for
/// twice as long, up to [#LONGEST_PAUSE].
///
/// A request counts once, after all its retries. What comes of requests that were let through
/// before the circuit last changed does not count any more.
///
/// Safe for use by several threads; nothing here waits.
final class CircuitBreaker {
  static final int FAILURES = 5;
  static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  static final Duration LONGEST_ASKED_PAUSE = Duration.ofSeconds(60);

  /// The least and the greatest factor of a pause, so that many servers do not come back at once.
  private static final double LEAST_JITTER = 0.75;

  private static final double GREATEST_JITTER = 1.25;

  private sealed interface State {
    /// @param failures how many requests failed since the last one that did not
    record Closed(int failures) implements State {}

    /// @param times how often it opened since it was last closed
    record Open(Instant since, Duration pause, int times, UpstreamException reason)
        implements State {}

    record Probing(Open before) implements State {}
  }

  /// What a request is told.
  sealed interface Admission {
    /// It may be sent, and the pass is to be told what came of it.
    record Admitted(Pass pass) implements Admission {}

    /// It must not be sent.
    ///
    /// @param pause how long the server is left alone, zero while another request finds out
    /// @param reason the failure that opened the circuit
    record Refused(Duration pause, UpstreamException reason) implements Admission {}
  }

  /// What the outcome of a request changed.
  enum Change {
    NONE,
    OPENED,
    /// A request that was let through failed.
    STAYS_OPEN,
    CLOSED
  }

  private final InstantSource clock;
  private final RandomGenerator random;
  private final ReentrantLock lock = new ReentrantLock();
  // Both are guarded by the lock.
  private State state = new State.Closed(0);
  private long round;

  CircuitBreaker(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  Circuit circuit() {
    lock.lock();
    try {
      return switch (state) {
        case State.Closed _ -> Circuit.CLOSED;
        case State.Open open -> left(open).isPositive() ? Circuit.OPEN : Circuit.HALF_OPEN;
        case State.Probing _ -> Circuit.HALF_OPEN;
      };
    } finally {
      lock.unlock();
    }
  }

  Admission admit() {
    lock.lock();
    try {
      return switch (state) {
        case State.Closed _ -> new Admission.Admitted(new Pass(round));
        case State.Open open when left(open).isPositive() ->
            new Admission.Refused(left(open), open.reason());
        case State.Open open -> {
          enter(new State.Probing(open));
          yield new Admission.Admitted(new Pass(round));
        }
        case State.Probing(State.Open before) ->
            new Admission.Refused(Duration.ZERO, before.reason());
      };
    } finally {
      lock.unlock();
    }
  }

  /// What is left of the pause. A clock that was set back before its beginning ends it.
  private Duration left(State.Open open) {
    Duration gone = Duration.between(open.since(), clock.instant());
    return gone.isNegative() ? Duration.ZERO : open.pause().minus(gone);
  }

  private void enter(State next) {
    state = next;
    round++;
  }

  /// A request's right to be sent. Its first outcome counts, and further ones are passed over.
  final class Pass {
    private final long admittedIn;
    private boolean told; // guarded by the breaker's lock

    private Pass(long admittedIn) {
      this.admittedIn = admittedIn;
    }

    /// The server answered, whatever it said.
    Change succeeded() {
      return inItsRound(CircuitBreaker.this::afterSuccess);
    }

    /// The request failed and the server is to blame.
    Change failed(UpstreamException failure) {
      return inItsRound(() -> afterFailure(failure));
    }

    /// The request ended without telling anything about the server.
    void abandoned() {
      var _ = inItsRound(CircuitBreaker.this::afterNothing);
    }

    private Change inItsRound(Supplier<Change> outcome) {
      lock.lock();
      try {
        boolean counts = !told && admittedIn == round;
        told = true;
        return counts ? outcome.get() : Change.NONE;
      } finally {
        lock.unlock();
      }
    }
  }

  private Change afterSuccess() {
    return switch (state) {
      case State.Closed _ -> {
        state = new State.Closed(0);
        yield Change.NONE;
      }
      case State.Probing _ -> {
        enter(new State.Closed(0));
        yield Change.CLOSED;
      }
      case State.Open open -> throw noPassIn(open);
    };
  }

  private Change afterFailure(UpstreamException failure) {
    return switch (state) {
      case State.Closed(int before) -> {
        if (before + 1 < FAILURES && !asksForAPause(failure)) {
          state = new State.Closed(before + 1);
          yield Change.NONE;
        }
        open(1, failure);
        yield Change.OPENED;
      }
      case State.Probing(State.Open before) -> {
        open(before.times() + 1, failure);
        yield Change.STAYS_OPEN;
      }
      case State.Open open -> throw noPassIn(open);
    };
  }

  private Change afterNothing() {
    if (state instanceof State.Probing(State.Open before)) {
      enter(before);
    }
    return Change.NONE;
  }

  private static IllegalStateException noPassIn(State.Open open) {
    return new IllegalStateException("a request was let through an open circuit: " + open);
  }

  private void open(int times, UpstreamException failure) {
    Duration pause =
        asksForAPause(failure)
            ? shorter(failure.retryAfter().orElseThrow(), LONGEST_ASKED_PAUSE)
            : pause(times);
    enter(new State.Open(clock.instant(), pause, times, failure));
  }

  private static boolean asksForAPause(UpstreamException failure) {
    int status = failure.status().orElse(0);
    return (status == 429 || status == 503)
        && failure
            .retryAfter()
            .filter(pause -> pause.compareTo(Retries.LONGEST_ASKED_PAUSE) > 0)
            .isPresent();
  }

  private Duration pause(int times) {
    Duration pause = FIRST_PAUSE;
    for (int i = 1; i < times && pause.compareTo(LONGEST_PAUSE) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    return shorter(Duration.ofNanos(Math.round(pause.toNanos() * jitter())), LONGEST_PAUSE);
  }

  private double jitter() {
    return LEAST_JITTER + random.nextDouble() * (GREATEST_JITTER - LEAST_JITTER);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
