package dev.cratehold.proxy;

import dev.cratehold.registry.Checksum;
import dev.cratehold.store.CrateId;
import dev.cratehold.store.LocalFile;
import dev.cratehold.store.StagedBlob;
import dev.cratehold.upstream.UpstreamException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One `.crate` file on its way from the upstream into the store, and to everyone who asked for it
/// meanwhile.
///
/// A [Transfer] fetches the bytes into a [Spool], which readers follow by offset. The last
/// [#HELD_BACK] bytes are released only once the SHA-256 of the whole file is right and the file is
/// published, or cannot be stored.
///
/// Safe for use by several threads: one runs [#run], any number read.
final class Fill {
  /// How many bytes at the end no client sees before the checksum is known to be right.
  static final int HELD_BACK = 16 << 10;

  private static final System.Logger LOG = System.getLogger(Fill.class.getName());

  /// How far a fill has come.
  enum State {
    RUNNING,
    /// The whole file is verified; every byte may be read.
    COMPLETE,
    /// Another fill, or another process, had published the file before this one began.
    SUPERSEDED,
    FAILED
  }

  private final CrateId crate;
  private final FillServices services;
  private final Spool spool;
  private final AtomicBoolean started = new AtomicBoolean();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition progress = lock.newCondition();
  // All below are written under the lock, or by the filling thread before it takes the lock.
  private volatile long released;
  private volatile State state = State.RUNNING;
  private volatile boolean stored;
  private volatile @Nullable IOException failure;
  private volatile OptionalLong length = OptionalLong.empty();

  Fill(CrateId crate, FillServices services) {
    this.crate = crate;
    this.services = services;
    this.spool = new Spool(crate, services);
  }

  /// Starts [#run] on a virtual thread of its own, once however often this is called. The first
  /// reader has joined by then, so that a file that cannot be stored is fetched for somebody.
  void startOnce(Runnable atEnd) {
    if (started.compareAndSet(false, true)) {
      String name = "fill-" + crate.name() + "-" + crate.version();
      Thread.ofVirtual().name(name).start(() -> run(atEnd));
    }
  }

  /// Fetches, verifies and publishes the file. Returns when that is done or has failed; failures go
  /// to the readers.
  ///
  /// @param atEnd is called before the readers hear of the end, so that whoever asks after them
  ///   does not join a fill that has ended
  private void run(Runnable atEnd) {
    State end = State.FAILED;
    services.counters().begun();
    try {
      end = fetch();
    } catch (UpstreamException
        | WrongBytesException
        | NoWindowException
        | Spool.AbandonedException e) {
      failure = e;
    } catch (IOException e) {
      failure = new IOException("could not fetch " + crate + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure = new InterruptedIOException("stopped while fetching " + crate);
    } catch (RuntimeException | Error e) {
      failure = new IOException("could not fetch " + crate + ": " + e, e);
      throw e;
    } finally {
      end(end, atEnd);
    }
  }

  private State fetch() throws IOException, InterruptedException {
    Optional<LocalFile> there = services.open(crate);
    if (there.isPresent()) {
      there.get().close();
      return State.SUPERSEDED;
    }
    spool.begin();
    requireRightBytes(receive());
    stored = publish();
    return State.COMPLETE;
  }

  /// Fetches the file, and once more if it came in pieces that do not belong together and nobody
  /// has seen a byte yet.
  private Checksum receive() throws IOException, InterruptedException {
    try {
      int breaks = new Transfer(crate, services, sink).run();
      Checksum actual = spool.checksum();
      if (breaks == 0 || released > 0 || actual.equals(crate.checksum())) {
        return actual;
      }
    } catch (OtherLengthException e) {
      if (released > 0) {
        throw e;
      }
    }
    length = OptionalLong.empty();
    spool.startOver();
    new Transfer(crate, services, sink).run();
    return spool.checksum();
  }

  private void requireRightBytes(Checksum actual) throws WrongBytesException {
    if (!actual.equals(crate.checksum())) {
      throw new WrongBytesException(crate, actual, spool.size());
    }
  }

  /// Puts the file into the store if all of it could be staged; returns whether it is there.
  private boolean publish() {
    Optional<StagedBlob> whole = spool.whole();
    if (whole.isEmpty()) {
      return false;
    }
    try {
      services.store().publish(whole.get(), crate);
      return true;
    } catch (IOException e) {
      services.unstored(crate, e);
      return false;
    }
  }

  private final Transfer.Sink sink =
      new Transfer.Sink() {
        @Override
        public long received() {
          return spool.size();
        }

        @Override
        public void announce(OptionalLong announced) throws IOException {
          requireSameLength(announced);
          length = length.isPresent() ? length : announced;
        }

        @Override
        public void receive(ByteBuffer bytes) throws IOException, InterruptedException {
          spool.append(bytes);
          advance(State.RUNNING, Math.max(released, spool.size() - HELD_BACK));
        }
      };

  /// Clients may have been told the length that the first download announced, so a later one with
  /// another length cannot be given on.
  private void requireSameLength(OptionalLong announced) throws OtherLengthException {
    if (announced.isPresent() && length.isPresent() && !announced.equals(length)) {
      throw new OtherLengthException(length.getAsLong(), announced.getAsLong());
    }
  }

  /// The upstream's file is another one than it was when the transfer broke off.
  private static final class OtherLengthException extends IOException {
    private static final long serialVersionUID = 1;

    OtherLengthException(long first, long later) {
      super("the upstream announced %d bytes first, and %d later".formatted(first, later));
    }
  }

  private void end(State end, Runnable atEnd) {
    try {
      failure().ifPresent(this::report);
      services.counters().ended();
      atEnd.run();
    } finally {
      // A defect in what is told of the end must not leave readers waiting for it for ever.
      advance(end, end == State.COMPLETE ? spool.size() : released);
      spool.end();
    }
  }

  private void report(IOException cause) {
    services.counters().failed().increment();
    boolean expected = cause instanceof Spool.AbandonedException;
    LOG.log(expected ? System.Logger.Level.DEBUG : Complaints.level(cause), cause.getMessage());
  }

  private void advance(State newState, long newReleased) {
    if (newState == state && newReleased == released) {
      return;
    }
    lock.lock();
    try {
      released = newReleased;
      state = newState;
      progress.signalAll();
    } finally {
      lock.unlock();
    }
    listeners.forEach(this::wake);
  }

  /// A listener that fails, as one whose server has ended may, is its reader's trouble alone.
  private void wake(Runnable listener) {
    try {
      listener.run();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.DEBUG, "a reader of " + crate + " could not be told", e);
    }
  }

  /// A reader of this fill, or empty if not every byte can be read any more: then another fill, or
  /// the store, must help.
  Optional<FillReader> join() {
    FillReader reader = new FillReader(this);
    return spool.join(reader) ? Optional.of(reader) : Optional.empty();
  }

  void listen(Runnable listener) {
    listeners.add(listener);
  }

  void leave(FillReader reader, @Nullable Runnable listener) {
    if (listener != null) {
      listeners.remove(listener);
    }
    if (stored && state == State.COMPLETE) {
      services.store().uses().used(crate, released, services.clock().instant());
    }
    spool.leave(reader);
  }

  /// Waits until the first bytes may be read or the fill has ended.
  State awaitFirst() throws InterruptedException {
    lock.lock();
    try {
      while (state == State.RUNNING && released == 0) {
        progress.await();
      }
      return state;
    } finally {
      lock.unlock();
    }
  }

  /// Waits until the fill has ended, without reading: who waits here is no reader, and so a file
  /// that cannot be stored is not fetched to its end for him.
  State awaitEnd() throws InterruptedException {
    lock.lock();
    try {
      while (state == State.RUNNING) {
        progress.await();
      }
      return state;
    } finally {
      lock.unlock();
    }
  }

  /// True if the file has come into the store.
  boolean isStored() {
    return stored;
  }

  OptionalLong length() {
    return isComplete() ? OptionalLong.of(released) : length;
  }

  boolean isComplete() {
    return state == State.COMPLETE;
  }

  Optional<IOException> failure() {
    return Optional.ofNullable(failure);
  }

  /// Reads released bytes; the contract is [FillReader#read].
  int read(ByteBuffer target, long position) throws IOException {
    State now = state;
    long available = released - position;
    if (available > 0) {
      return readReleased(target, position, available);
    }
    return switch (now) {
      case RUNNING -> 0;
      case COMPLETE -> -1;
      case FAILED, SUPERSEDED ->
          throw new IOException("the transfer of " + crate + " ended early", failure);
    };
  }

  private int readReleased(ByteBuffer target, long position, long available) throws IOException {
    int limit = target.limit();
    if (target.remaining() > available) {
      target.limit(target.position() + (int) available);
    }
    try {
      return spool.read(target, position);
    } finally {
      target.limit(limit);
    }
  }

  /// A reader has come further.
  void progressed() {
    spool.progressed();
  }
}
