package dev.cratehold.server;

import io.netty.channel.Channel;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// The connections of one server, of all its event loops.
///
/// Safe for use by several threads.
final class Connections {
  private final Limits limits;
  private final Duration drain;
  private final SendBudget budget;
  private final Set<ClientConnection> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger count = new AtomicInteger();
  private final LongAdder accepted = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder timedOut = new LongAdder();
  private final CountDownLatch drained = new CountDownLatch(1);
  private volatile boolean draining;
  private volatile @Nullable Channel listening;

  Connections(Limits limits, Duration drain) {
    this.limits = limits;
    this.drain = drain;
    this.budget = SendBudget.ofHeap(limits.stall());
  }

  Limits limits() {
    return limits;
  }

  Duration drain() {
    return drain;
  }

  /// What bodies of answers may take up.
  SendBudget budget() {
    return budget;
  }

  /// How many are open now.
  int count() {
    return count.get();
  }

  /// How many were accepted, ever.
  long accepted() {
    return accepted.sum();
  }

  /// How many were closed at once because there were too many.
  long refused() {
    return refused.sum();
  }

  /// How many were closed because their time was up.
  long timedOutCount() {
    return timedOut.sum();
  }

  void timedOut() {
    timedOut.increment();
  }

  /// True while the server is being closed.
  boolean isDraining() {
    return draining;
  }

  /// The channel that accepts connections is this one.
  void listenOn(Channel channel) {
    listening = channel;
  }

  /// Takes an accepted connection in, or, where there are too many, closes it.
  ///
  /// @return empty if it was closed
  Optional<ClientConnection> admit(Channel channel) {
    if (draining || count.get() >= limits.connections()) {
      refused.increment();
      channel.unsafe().closeForcibly();
      return Optional.empty();
    }
    count.incrementAndGet();
    accepted.increment();
    ClientConnection connection = new ClientConnection(this, channel);
    open.add(connection);
    channel.closeFuture().addListener(_ -> left(connection));
    return Optional.of(connection);
  }

  private void left(ClientConnection connection) {
    open.remove(connection);
    connection.account().close();
    if (count.decrementAndGet() == 0 && draining) {
      drained.countDown();
    }
  }

  /// Stops accepting, closes what is idle, and lets the answers that run end.
  ///
  /// @return false if some had not ended within the limit
  boolean end() throws InterruptedException {
    draining = true;
    Channel channel = listening;
    if (channel != null) {
      channel.close().awaitUninterruptibly();
    }
    open.forEach(ClientConnection::end);
    if (count.get() == 0) {
      drained.countDown();
    }
    return drained.await(drain.toNanos(), TimeUnit.NANOSECONDS);
  }
}
