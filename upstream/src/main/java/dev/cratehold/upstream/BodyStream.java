package dev.cratehold.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The body of an answer, read by one thread while the HTTP client's threads deliver it. At most
/// [#AHEAD] deliveries (16 KB each over HTTP/2) wait in memory; flow control then holds the sender
/// back.
///
/// The client's own timeout ends with the headers, and its own stream waits for ever: here a read
/// that gets nothing for the stall timeout gives the exchange up and fails.
///
/// Only `deliveries`, `subscription` and `closed` are shared between threads; everything else is
/// the reader's.
final class BodyStream extends InputStream implements HttpResponse.BodySubscriber<BodyStream> {
  private static final int AHEAD = 8;

  private sealed interface Delivery {
    record Bytes(List<ByteBuffer> buffers) implements Delivery {}

    record End() implements Delivery {}

    record Failed(Throwable cause) implements Delivery {}
  }

  private final Asked asked;
  private final Duration stallTimeout;
  private final OptionalLong announced;
  private final Origin.Turn turn;

  private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
  private volatile Flow.@Nullable Subscription subscription;
  private volatile boolean closed;

  private final Deque<ByteBuffer> current = new ArrayDeque<>();
  private long received;

  /// @param announced the length that the headers give
  /// @param turn ended when the body ended, failed or was given up
  BodyStream(Asked asked, Duration stallTimeout, OptionalLong announced, Origin.Turn turn) {
    this.asked = asked;
    this.stallTimeout = stallTimeout;
    this.announced = announced;
    this.turn = turn;
  }

  @Override
  public CompletionStage<BodyStream> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    if (closed) {
      given.cancel();
    } else {
      given.request(AHEAD);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    turn.received(buffers.stream().mapToInt(ByteBuffer::remaining).sum());
    deliveries.add(new Delivery.Bytes(buffers));
  }

  @Override
  public void onError(Throwable cause) {
    deliveries.add(new Delivery.Failed(cause));
    turn.end();
  }

  @Override
  public void onComplete() {
    deliveries.add(new Delivery.End());
    turn.end();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /// Copies what has arrived, as much as fits; waits for at least one byte.
  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    int copied = copyCurrent(target, offset, length);
    while (copied == 0) {
      if (!take(await())) {
        return -1;
      }
      copied = copyCurrent(target, offset, length);
    }
    while (copied < length && deliveries.peek() instanceof Delivery.Bytes) {
      take(deliveries.remove());
      copied += copyCurrent(target, offset + copied, length - copied);
    }
    received += copied;
    return copied;
  }

  private int copyCurrent(byte[] target, int offset, int length) {
    int copied = 0;
    while (copied < length && !current.isEmpty()) {
      ByteBuffer from = current.element();
      int n = Math.min(from.remaining(), length - copied);
      from.get(target, offset + copied, n);
      copied += n;
      if (!from.hasRemaining()) {
        current.remove();
      }
    }
    return copied;
  }

  /// Makes a delivery the current one and asks for one more; false if it is the end.
  private boolean take(Delivery delivery) throws IOException {
    switch (delivery) {
      case Delivery.Bytes(List<ByteBuffer> buffers) -> {
        current.addAll(buffers);
        Objects.requireNonNull(subscription, "bytes without a subscription").request(1);
        return true;
      }
      case Delivery.End _ -> {
        deliveries.add(delivery); // the next read ends too
        requireAnnouncedLength();
        return false;
      }
      case Delivery.Failed(Throwable cause) -> {
        deliveries.add(delivery); // the next read fails too
        throw Failures.brokeOff(asked, received, cause);
      }
    }
  }

  private Delivery await() throws IOException {
    if (closed) {
      throw new IOException("the body of " + asked.shown() + " was given up");
    }
    Duration patience = asked.deadline().cap(stallTimeout);
    try {
      Delivery next = deliveries.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
      if (next == null) {
        close();
        throw Failures.stalled(asked, received, patience);
      }
      return next;
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted =
          new InterruptedIOException("interrupted: " + asked.failed());
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  private void requireAnnouncedLength() throws UpstreamException {
    if (announced.isPresent() && announced.getAsLong() != received) {
      throw Failures.shortBody(asked, received, announced.getAsLong());
    }
  }

  /// Gives up what has not arrived yet. Closing twice does nothing more.
  @Override
  public void close() {
    closed = true;
    Flow.Subscription given = subscription;
    if (given != null) {
      given.cancel();
    }
    turn.end();
  }
}
