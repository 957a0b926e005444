package dev.cratehold.proxy;

import dev.cratehold.registry.Checksum;
import dev.cratehold.store.CrateId;
import dev.cratehold.store.StagedBlob;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The bytes of one [Fill], as far as they are here, between the thread that fetches them and those
/// who read them by position.
///
/// They are in a staged file, so that the slowest reader slows nobody. From the moment when the
/// store takes no more, the further ones go through a [Window] in memory: then the writer waits for
/// the slowest reader, and who comes after the window has moved cannot read any more. What the
/// staged file had until then stays readable.
///
/// Safe for use by one writer and several readers. What a reader asks for was released by the
/// writer, and so is here.
final class Spool {
  /// How many bytes wait in memory at most. Holds what [Fill] holds back and one more chunk, or
  /// reader and writer would wait for each other.
  static final int WINDOW = 256 << 10;

  private static final System.Logger LOG = System.getLogger(Spool.class.getName());
  private static final int CHUNK = 64 << 10;

  private final CrateId crate;
  private final FillServices services;
  private final MessageDigest digest = sha256();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition readOn = lock.newCondition();

  // Changed under the lock.
  private final List<FillReader> readers = new CopyOnWriteArrayList<>();
  private boolean writing = true;
  private boolean abandoned;
  private boolean freed;
  private volatile @Nullable StagedBlob staged;
  private volatile @Nullable Window window;

  /// How many bytes are in the staged file.
  private volatile long stored;

  Spool(CrateId crate, FillServices services) {
    this.crate = crate;
    this.services = services;
  }

  /// There is nobody left for whom an unstored file would be fetched.
  static final class AbandonedException extends IOException {
    private static final long serialVersionUID = 1;

    AbandonedException(CrateId crate) {
      super("nobody waits any more for " + crate + ", which cannot be stored");
    }
  }

  /// Prepares for the first byte.
  void begin() throws IOException, InterruptedException {
    try {
      staged = services.store().stage(OptionalLong.empty());
    } catch (IOException e) {
      passOn(e);
    }
  }

  /// Forgets all bytes. Only while none was released.
  void startOver() throws IOException, InterruptedException {
    freeAll();
    digest.reset();
    stored = 0;
    begin();
  }

  /// Appends all of `bytes`. Waits for readers where the bytes cannot be stored.
  ///
  /// @throws AbandonedException if they cannot be stored and nobody reads
  void append(ByteBuffer bytes) throws IOException, InterruptedException {
    Window passing = window == null && store(bytes.duplicate()) ? null : window;
    if (passing != null) {
      digest.update(bytes.duplicate());
      append(bytes, passing);
    }
  }

  /// Appends to the staged file. If that fails, all bytes from these on go through a window.
  private boolean store(ByteBuffer bytes) throws IOException, InterruptedException {
    StagedBlob blob = requireStaged();
    int length = bytes.remaining();
    try {
      blob.write(bytes);
      stored = size() + length;
      return true;
    } catch (IOException e) {
      passOn(e);
      return false;
    }
  }

  private void passOn(IOException cause) throws IOException, InterruptedException {
    services.unstored(crate, cause);
    if (!services.windows().tryAcquire(services.patience().toMillis(), TimeUnit.MILLISECONDS)) {
      throw new NoWindowException(crate, cause);
    }
    window = new Window(stored, WINDOW);
    hashStored();
  }

  private void hashStored() throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    for (long at = 0; at < stored; at += chunk.limit()) {
      chunk.clear().limit((int) Math.min(CHUNK, stored - at));
      readStored(chunk, at);
      digest.update(chunk.flip());
    }
  }

  private void readStored(ByteBuffer target, long position) throws IOException {
    FileChannel channel = requireStaged().channel();
    long at = position;
    while (target.hasRemaining()) {
      int n = channel.read(target, at);
      if (n < 0) {
        throw shorter();
      }
      at += n;
    }
  }

  private void append(ByteBuffer bytes, Window passing) throws IOException, InterruptedException {
    lock.lock();
    try {
      requireReaders();
      passing.append(bytes);
      while (bytes.hasRemaining()) {
        makeRoom(passing);
        passing.append(bytes);
      }
    } finally {
      lock.unlock();
    }
  }

  private void requireReaders() throws AbandonedException {
    if (readers.isEmpty()) {
      abandoned = true;
      throw new AbandonedException(crate);
    }
  }

  /// Waits until the slowest reader has read a part of the window. One that reads nothing for too
  /// long is cut off: its next read fails.
  private void makeRoom(Window passing) throws AbandonedException, InterruptedException {
    long patience = services.patience().toNanos();
    passing.forgetBefore(slowest());
    while (passing.isFull()) {
      patience = readOn.awaitNanos(patience);
      if (patience <= 0) {
        long held = slowest();
        readers.removeIf(reader -> reader.position() == held);
        patience = services.patience().toNanos();
      }
      requireReaders();
      passing.forgetBefore(slowest());
    }
  }

  private long slowest() {
    return readers.stream().map(FillReader::position).min(Comparator.naturalOrder()).orElse(size());
  }

  /// How many bytes were appended.
  long size() {
    Window passing = window;
    return passing == null ? stored : passing.end();
  }

  /// The checksum of all bytes. Nothing can be appended after.
  Checksum checksum() {
    return window == null
        ? requireStaged().finish()
        : new Checksum(HexFormat.of().formatHex(digest.digest()));
  }

  /// The staged file, if it has every byte.
  Optional<StagedBlob> whole() {
    return window == null ? Optional.ofNullable(staged) : Optional.empty();
  }

  /// Adds a reader, or returns false if it could not read everything any more.
  boolean join(FillReader reader) {
    lock.lock();
    try {
      Window passing = window;
      boolean readable = !abandoned && !freed && (passing == null || passing.isWhole());
      return readable && readers.add(reader);
    } finally {
      lock.unlock();
    }
  }

  /// Reads from `position` on, where at least one byte is.
  int read(ByteBuffer target, long position) throws IOException {
    long inFile = stored - position;
    return inFile > 0 ? readFile(target, position, inFile) : readWindow(target, position);
  }

  private int readFile(ByteBuffer target, long position, long available) throws IOException {
    StagedBlob blob = staged;
    if (blob == null) {
      throw tooSlow();
    }
    int limit = target.limit();
    if (target.remaining() > available) {
      target.limit(target.position() + (int) available);
    }
    try {
      int read = blob.channel().read(target, position);
      if (read < 0) {
        throw shorter();
      }
      return read;
    } finally {
      target.limit(limit);
    }
  }

  private IOException shorter() {
    return new IOException("the staged file of " + crate + " became shorter");
  }

  private int readWindow(ByteBuffer target, long position) throws IOException {
    lock.lock();
    try {
      Window passing = window;
      if (passing == null || passing.isForgotten(position)) {
        throw tooSlow();
      }
      return passing.read(target, position);
    } finally {
      lock.unlock();
    }
  }

  private IOException tooSlow() {
    return new IOException(crate + " cannot be stored, and this client was too slow for it");
  }

  /// Tells the writer that a reader has read on.
  void progressed() {
    if (window != null) {
      lock.lock();
      try {
        readOn.signal();
      } finally {
        lock.unlock();
      }
    }
  }

  /// Removes a reader. The last of writer and readers frees everything.
  void leave(FillReader reader) {
    end(() -> readers.remove(reader));
  }

  /// The writer has ended.
  void end() {
    end(() -> writing = false);
  }

  private void end(Runnable departure) {
    boolean last;
    lock.lock();
    try {
      departure.run();
      readOn.signal();
      last = !writing && readers.isEmpty() && !freed;
      freed |= last;
    } finally {
      lock.unlock();
    }
    if (last) {
      freeAll();
    }
  }

  private void freeAll() {
    StagedBlob blob = staged;
    staged = null;
    if (window != null) {
      window = null;
      services.windows().release();
    }
    if (blob != null) {
      try {
        blob.close();
      } catch (IOException e) {
        LOG.log(System.Logger.Level.WARNING, "could not close the staged file of " + crate, e);
      }
    }
  }

  private StagedBlob requireStaged() {
    StagedBlob blob = staged;
    if (blob == null) {
      throw new IllegalStateException("no staged file of " + crate);
    }
    return blob;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256, which every Java must have", e);
    }
  }
}
