package dev.cratehold.proxy;

import dev.cratehold.registry.Checksum;
import dev.cratehold.store.CrateId;
import dev.cratehold.store.LocalFile;
import dev.cratehold.store.StagedBlob;
import dev.cratehold.store.Store;
import dev.cratehold.upstream.Download;
import dev.cratehold.upstream.Upstream;
import dev.cratehold.upstream.UpstreamException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One `.crate` file on its way from the upstream into the store, and to everyone who asked for it
/// meanwhile.
///
/// The bytes go to a staged file; readers follow that file by offset, so the slowest client slows
/// nobody. The last [#HELD_BACK] bytes are released only once the SHA-256 of the whole file is
/// right and the file is published. A transfer that breaks is begun anew, passing over the bytes
/// that are here already; the checksum of the whole decides whether the pieces belong together.
///
/// Safe for use by several threads: one runs [#run()], any number read.
final class Fill {
  /// How many bytes at the end no client sees before the checksum is known to be right.
  static final int HELD_BACK = 16 << 10;

  private static final System.Logger LOG = System.getLogger(Fill.class.getName());
  private static final int ATTEMPTS = 3;
  private static final int CHUNK = 64 << 10;

  /// How far a fill has come.
  enum State {
    RUNNING,
    /// The whole file is published; every byte may be read.
    PUBLISHED,
    /// Another fill, or another process, had published the file before this one began.
    SUPERSEDED,
    FAILED
  }

  private final CrateId crate;
  private final Store store;
  private final Upstream upstream;
  private final Semaphore upstreamRequests;
  private final InstantSource clock;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition progress = lock.newCondition();
  // All below are written under the lock.
  private @Nullable StagedBlob staged;
  private int holders = 1;
  private volatile long released;
  private volatile State state = State.RUNNING;
  private volatile @Nullable IOException failure;
  private volatile OptionalLong length = OptionalLong.empty();

  Fill(
      CrateId crate,
      Store store,
      Upstream upstream,
      Semaphore upstreamRequests,
      InstantSource clock) {
    this.crate = crate;
    this.store = store;
    this.upstream = upstream;
    this.upstreamRequests = upstreamRequests;
    this.clock = clock;
  }

  /// Fetches, verifies and publishes the file. Returns when that is done or has failed; failures go
  /// to the readers.
  ///
  /// @param atEnd is called before the readers hear of the end, so that whoever asks after them
  ///   does not join a fill that has ended
  void run(Runnable atEnd) {
    State end = State.FAILED;
    try {
      end = fetch();
    } catch (UpstreamException | WrongBytesException e) {
      failure = e;
    } catch (IOException e) {
      failure = new IOException("could not fetch and store " + crate + ": " + e.getMessage(), e);
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
    if (isStored()) {
      return State.SUPERSEDED;
    }
    StagedBlob blob = store.stage(OptionalLong.empty());
    lock.lock();
    try {
      staged = blob;
    } finally {
      lock.unlock();
    }
    receiveAll(blob);
    requireRightBytes(blob);
    store.publish(blob, crate);
    return State.PUBLISHED;
  }

  private void end(State end, Runnable atEnd) {
    failure().ifPresent(cause -> LOG.log(System.Logger.Level.WARNING, cause.getMessage()));
    atEnd.run();
    StagedBlob blob = staged;
    advance(end, end == State.PUBLISHED && blob != null ? blob.size() : released);
    release();
  }

  private void requireRightBytes(StagedBlob blob) throws IOException {
    Checksum actual = blob.finish();
    if (!actual.equals(crate.checksum())) {
      throw new WrongBytesException(crate, actual, blob.size());
    }
  }

  private boolean isStored() throws IOException {
    Optional<LocalFile> stored = store.open(crate);
    if (stored.isPresent()) {
      stored.get().close();
    }
    return stored.isPresent();
  }

  private void receiveAll(StagedBlob blob) throws IOException, InterruptedException {
    int attempt = 1;
    while (!receive(blob, attempt == ATTEMPTS)) {
      attempt++;
    }
  }

  /// One transfer: true if it came to its end, false if it broke off and is worth beginning anew.
  private boolean receive(StagedBlob blob, boolean last) throws IOException, InterruptedException {
    upstreamRequests.acquire();
    try (Download download = upstream.download(crate.name(), crate.version(), crate.checksum())) {
      announce(download.length(), blob.size());
      transfer(download.body(), blob);
      return true;
    } catch (BrokenTransfer broken) {
      if (last) {
        throw broken.cause;
      }
      LOG.log(System.Logger.Level.INFO, "beginning anew: {0}", broken.cause.getMessage());
      return false;
    } finally {
      upstreamRequests.release();
    }
  }

  /// Clients may have been told the length that the first attempt announced, so a later one with
  /// another length cannot be given on.
  private void announce(OptionalLong announced, long received) throws IOException {
    if (received > 0 && !announced.equals(length)) {
      throw new IOException(
          "the upstream of %s announced another length for %s %s when asked again"
              .formatted(crate.registry(), crate.name(), crate.version()));
    }
    length = announced;
  }

  private void transfer(InputStream body, StagedBlob blob) throws IOException, BrokenTransfer {
    byte[] chunk = new byte[CHUNK];
    long passOver = blob.size();
    for (int n = readSome(body, chunk); n >= 0; n = readSome(body, chunk)) {
      int known = (int) Math.min(n, passOver);
      passOver -= known;
      blob.write(ByteBuffer.wrap(chunk, known, n - known));
      advance(State.RUNNING, Math.max(released, blob.size() - HELD_BACK));
    }
  }

  private static int readSome(InputStream body, byte[] chunk) throws BrokenTransfer {
    try {
      return body.read(chunk);
    } catch (IOException e) {
      throw new BrokenTransfer(e);
    }
  }

  /// The upstream's side of a transfer broke, as opposed to ours.
  private static final class BrokenTransfer extends Exception {
    private static final long serialVersionUID = 1;
    private final IOException cause;

    BrokenTransfer(IOException cause) {
      super(cause);
      this.cause = cause;
    }
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
    listeners.forEach(Runnable::run);
  }

  /// A reader of this fill, or empty if the fill has ended and its file is closed already: then the
  /// store knows more.
  Optional<FillReader> join() {
    lock.lock();
    try {
      if (holders == 0) {
        return Optional.empty();
      }
      holders++;
      return Optional.of(new FillReader(this));
    } finally {
      lock.unlock();
    }
  }

  void listen(Runnable listener) {
    listeners.add(listener);
  }

  void leave(@Nullable Runnable listener) {
    if (listener != null) {
      listeners.remove(listener);
    }
    if (state == State.PUBLISHED) {
      store.uses().used(crate, released, clock.instant());
    }
    release();
  }

  private void release() {
    StagedBlob toClose = null;
    lock.lock();
    try {
      holders--;
      if (holders == 0) {
        toClose = staged;
      }
    } finally {
      lock.unlock();
    }
    if (toClose != null) {
      try {
        toClose.close();
      } catch (IOException e) {
        LOG.log(System.Logger.Level.WARNING, "could not close the staged file of " + crate, e);
      }
    }
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

  OptionalLong length() {
    return state == State.PUBLISHED ? OptionalLong.of(released) : length;
  }

  boolean isPublished() {
    return state == State.PUBLISHED;
  }

  Optional<IOException> failure() {
    return Optional.ofNullable(failure);
  }

  /// Reads released bytes; the contract is [FillReader#read].
  int read(ByteBuffer target, long position) throws IOException {
    State now = state;
    long available = released - position;
    if (available > 0) {
      return readStaged(target, position, available);
    }
    return switch (now) {
      case RUNNING -> 0;
      case PUBLISHED -> -1;
      case FAILED, SUPERSEDED ->
          throw new IOException("the transfer of " + crate + " ended early", failure);
    };
  }

  private int readStaged(ByteBuffer target, long position, long available) throws IOException {
    StagedBlob blob = staged;
    if (blob == null) {
      throw new IllegalStateException(available + " bytes released of no file: " + crate);
    }
    int limit = target.limit();
    if (target.remaining() > available) {
      target.limit(target.position() + (int) available);
    }
    try {
      return blob.channel().read(target, position);
    } finally {
      target.limit(limit);
    }
  }
}
