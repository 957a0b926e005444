package dev.cratehold.cas;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Gives the bytes of a blob to each subscriber on a virtual thread of its own, which waits while
/// nothing is asked for and ends when the subscriber has cancelled. One piece is read ahead, so
/// that the end is told with the last piece, without being asked for.
record BlobPublisher(Blob blob) implements Flow.Publisher<ByteBuffer> {
  private static final int PIECE = 64 * 1024;

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    Objects.requireNonNull(subscriber, "subscriber");
    Demand demand = new Demand();
    Thread.ofVirtual().name("blob-publisher").start(() -> run(subscriber, demand));
  }

  private void run(Flow.Subscriber<? super ByteBuffer> subscriber, Demand demand) {
    subscriber.onSubscribe(demand);
    try (BlobReader reader = blob.stream()) {
      byte[] piece = reader.readNBytes(PIECE);
      while (piece.length > 0 && demand.take()) {
        subscriber.onNext(ByteBuffer.wrap(piece).asReadOnlyBuffer());
        piece = reader.readNBytes(PIECE);
      }
      if (!demand.isCancelled()) {
        subscriber.onComplete();
      }
    } catch (IOException | IllegalArgumentException e) {
      if (!demand.isCancelled()) {
        subscriber.onError(e);
      }
    }
  }

  /// What a subscriber has asked for and not got yet.
  private static final class Demand implements Flow.Subscription {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long pieces;
    private boolean cancelled;
    private boolean invalid;

    @Override
    public void request(long more) {
      lock.lock();
      try {
        invalid |= more <= 0;
        pieces = Math.max(0, pieces) + Math.max(0, more);
        if (pieces < 0) {
          pieces = Long.MAX_VALUE;
        }
        changed.signal();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void cancel() {
      lock.lock();
      try {
        cancelled = true;
        changed.signal();
      } finally {
        lock.unlock();
      }
    }

    boolean isCancelled() {
      lock.lock();
      try {
        return cancelled;
      } finally {
        lock.unlock();
      }
    }

    /// Waits until something is asked for. Returns false if nothing ever will be.
    boolean take() {
      lock.lock();
      try {
        while (pieces == 0 && !cancelled && !invalid) {
          changed.awaitUninterruptibly();
        }
        if (invalid && !cancelled) {
          throw new IllegalArgumentException("a subscriber asks for one piece or more");
        }
        if (pieces != Long.MAX_VALUE) {
          pieces--;
        }
        return !cancelled;
      } finally {
        lock.unlock();
      }
    }
  }
}
