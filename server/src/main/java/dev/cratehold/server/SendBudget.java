package dev.cratehold.server;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// The memory that bodies of answers may take until their clients have taken them: so much on each
/// connection, and so much on all of them. Without it a client of HTTP/2 that opens no window could
/// have hundreds of bodies wait for it.
///
/// Who finds no room waits in turn. A body that is larger than a connection's share takes all of
/// it, and so can still be sent, alone.
///
/// Safe for use by several threads.
final class SendBudget {
  private static final int MAX_PER_CONNECTION = 8 << 20;
  private static final int PART_OF_HEAP = 4;

  private final int perConnection;
  private final int total;
  private final Duration patience;
  private final Semaphore all;

  /// @param perConnection bytes on one connection
  /// @param total bytes on all connections
  /// @param patience how long a body waits for room
  SendBudget(int perConnection, int total, Duration patience) {
    this.perConnection = Math.min(perConnection, total);
    this.total = total;
    this.patience = patience;
    this.all = new Semaphore(total, true);
  }

  /// 8 MB for each connection, and a quarter of the heap for all.
  static SendBudget ofHeap(Duration patience) {
    long part = Runtime.getRuntime().maxMemory() / PART_OF_HEAP;
    return new SendBudget(MAX_PER_CONNECTION, (int) Math.min(part, Integer.MAX_VALUE), patience);
  }

  /// How many bytes are taken now.
  long taken() {
    return (long) total - all.availablePermits();
  }

  /// The account of a new connection.
  Account account() {
    return new Account();
  }

  /// There was no room for a body in time.
  static final class ExhaustedException extends IOException {
    private static final long serialVersionUID = 1;

    ExhaustedException(Duration patience) {
      super(
          "Clients of this server have not taken their answers for %d s, and there is no memory left for"
                  .formatted(patience.toSeconds())
              + " another one; try again later.");
    }
  }

  /// What one connection has taken. Closing it, when the connection is closed, gives everything
  /// back.
  final class Account implements AutoCloseable {
    private final Semaphore own = new Semaphore(perConnection, true);
    private final Set<Reservation> reservations = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;
    private volatile long lastProgress = System.nanoTime();

    /// Takes room for a body of so many bytes if there is some and nobody waits for it.
    Optional<Reservation> tryReserve(long bytes) {
      int room = room(bytes);
      if (own.hasQueuedThreads() || !own.tryAcquire(room)) {
        return Optional.empty();
      }
      if (all.hasQueuedThreads() || !all.tryAcquire(room)) {
        own.release(room);
        return Optional.empty();
      }
      return Optional.of(reserved(room));
    }

    /// Takes room for a body of so many bytes, and waits for it.
    ///
    /// @throws ExhaustedException if there was none in time
    Reservation reserve(long bytes) throws IOException {
      int room = room(bytes);
      long deadline = System.nanoTime() + patience.toNanos();
      acquire(own, room, deadline);
      try {
        acquire(all, room, deadline);
      } catch (IOException e) {
        own.release(room);
        throw e;
      }
      return reserved(room);
    }

    private void acquire(Semaphore semaphore, int room, long deadline) throws IOException {
      try {
        if (!semaphore.tryAcquire(room, deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          throw new ExhaustedException(patience);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        InterruptedIOException stopped = new InterruptedIOException("stopped while waiting");
        stopped.initCause(e);
        throw stopped;
      }
    }

    private int room(long bytes) {
      return (int) Math.min(bytes, perConnection);
    }

    private Reservation reserved(int room) {
      if (reservations.isEmpty()) {
        progressed();
      }
      Reservation reservation = new Reservation(this, room);
      reservations.add(reservation);
      if (closed) {
        reservation.release();
      }
      return reservation;
    }

    private void giveBack(Reservation reservation) {
      reservations.remove(reservation);
      progressed();
      all.release(reservation.bytes);
      own.release(reservation.bytes);
    }

    /// The client has taken something of a body.
    void progressed() {
      lastProgress = System.nanoTime();
    }

    /// For how long bodies have waited of which the client took nothing.
    Duration stalled() {
      return reservations.isEmpty()
          ? Duration.ZERO
          : Duration.ofNanos(System.nanoTime() - lastProgress);
    }

    @Override
    public void close() {
      closed = true;
      reservations.forEach(Reservation::release);
    }
  }

  /// Room for one body.
  static final class Reservation {
    private final Account account;
    private final int bytes;
    private final AtomicBoolean released = new AtomicBoolean();

    private Reservation(Account account, int bytes) {
      this.account = account;
      this.bytes = bytes;
    }

    /// Gives the room back; once, however often this is called.
    void release() {
      if (released.compareAndSet(false, true)) {
        account.giveBack(this);
      }
    }
  }
}
