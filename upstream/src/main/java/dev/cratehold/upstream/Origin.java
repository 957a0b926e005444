package dev.cratehold.upstream;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One server (scheme, host, port): whether it is asked, and how many requests it gets at a time.
///
/// The HTTP client fails a request beyond the server's limit of concurrent streams instead of
/// queueing it, so requests queue here. And as long as it has no HTTP/2 connection it opens one for
/// every request that comes: a hundred crates asked for at once would pay for a hundred TLS
/// handshakes. So the first request to a server goes ahead, and the others wait for its answer.
///
/// Safe for use by several threads.
final class Origin {
  /// What servers allow at least, as RFC 9113 recommends (section 6.5.2).
  private static final int STREAMS = 100;

  private static final int CONNECTIONS = 32;

  /// Less than the 30 s after which the client closes an idle connection.
  private static final long CONNECTION_KEPT_NANOS = Duration.ofSeconds(20).toNanos();

  /// A slow first answer holds the others up no longer than this.
  private static final Duration LONGEST_LEAD = Duration.ofSeconds(2);

  private final String key;
  private final CircuitBreaker circuit;
  private final Counters counters;
  private final boolean multiplexed;
  private final Semaphore turns;
  private final AtomicReference<@Nullable CountDownLatch> opening = new AtomicReference<>();
  private volatile boolean everAnswered;
  private volatile long lastAnswerNanos;

  Origin(String key, CircuitBreaker circuit, Counters counters) {
    this.key = key;
    this.circuit = circuit;
    this.counters = counters;
    multiplexed = key.startsWith("https:");
    turns = new Semaphore(multiplexed ? STREAMS : CONNECTIONS, true);
  }

  /// What the URIs of one server have in common.
  ///
  /// @param uri absolute and with a host
  static String key(URI uri) {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    int standard = scheme.equals("https") ? 443 : 80;
    return scheme
        + "://"
        + uri.getHost().toLowerCase(Locale.ROOT)
        + ":"
        + (uri.getPort() < 0 ? standard : uri.getPort());
  }

  /// Whether it is worth asking.
  CircuitBreaker circuit() {
    return circuit;
  }

  /// Its URL.
  @Override
  public String toString() {
    return key;
  }

  /// A request's turn, from before it is sent until its body has ended.
  ///
  /// Its two ends may be reported more than once and by any thread.
  final class Turn {
    private final AtomicBoolean ended = new AtomicBoolean();
    private final @Nullable CountDownLatch leading;

    private Turn(@Nullable CountDownLatch leading) {
      this.leading = leading;
      counters.began();
    }

    /// The headers of an answer came.
    void answered() {
      lastAnswerNanos = System.nanoTime();
      everAnswered = true;
      letOthersFollow();
    }

    /// Bytes of its body came.
    void received(int bytes) {
      counters.received(bytes);
    }

    /// The request is over, with or without an answer.
    void end() {
      letOthersFollow();
      if (ended.compareAndSet(false, true)) {
        turns.release();
        counters.ended();
      }
    }

    private void letOthersFollow() {
      if (leading != null) {
        opening.compareAndSet(leading, null);
        leading.countDown();
      }
    }
  }

  /// Waits for a turn.
  Turn enter(Asked asked, Duration patience) throws UpstreamException, InterruptedException {
    if (!turns.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
      throw Failures.noTurn(asked, patience);
    }
    boolean entered = false;
    try {
      Turn turn = new Turn(leadOrFollow());
      entered = true;
      return turn;
    } finally {
      if (!entered) {
        turns.release();
      }
    }
  }

  /// The latch of the request that leads, which is the caller's if it is present.
  private @Nullable CountDownLatch leadOrFollow() throws InterruptedException {
    if (!multiplexed || isConnected()) {
      return null;
    }
    CountDownLatch mine = new CountDownLatch(1);
    CountDownLatch leader = opening.compareAndExchange(null, mine);
    if (leader == null) {
      return mine;
    }
    // However this ends, the caller goes on: a server that is down is not waited for in turn.
    boolean _ = leader.await(LONGEST_LEAD.toNanos(), TimeUnit.NANOSECONDS);
    return null;
  }

  private boolean isConnected() {
    return everAnswered && System.nanoTime() - lastAnswerNanos < CONNECTION_KEPT_NANOS;
  }

  /// The connection may be gone: the next request goes ahead again.
  void disconnected() {
    everAnswered = false;
  }
}
