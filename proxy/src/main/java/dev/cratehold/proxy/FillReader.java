package dev.cratehold.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// One client's view of a `.crate` file that is still arriving. Reading never waits: it gives what
/// is released so far.
///
/// For use by one thread at a time, except [#close()], which may come from any.
public final class FillReader implements AutoCloseable {
  private final Fill fill;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile @Nullable Runnable listener;
  private volatile long position;

  FillReader(Fill fill) {
    this.fill = fill;
  }

  /// The length of the whole file in bytes, if the upstream said it or the file is complete.
  public OptionalLong length() {
    return fill.length();
  }

  /// True if the whole file is verified and can be read.
  public boolean isComplete() {
    return fill.isComplete();
  }

  /// Reads into `target` what is released `from` this position on. Of a crate that cannot be stored
  /// what was read once may be gone: positions must not go back.
  ///
  /// @return the number of bytes read; 0 if nothing is released yet; -1 at the end of the file
  /// @throws IOException if the transfer failed: what was read so far must not be completed
  public int read(ByteBuffer target, long from) throws IOException {
    int n = fill.read(target, from);
    if (n > 0) {
      position = from + n;
      fill.progressed();
    }
    return n;
  }

  /// The position behind the last byte that was read.
  long position() {
    return position;
  }

  /// Has `wake` called, on another thread, whenever more can be read or the transfer has ended. May
  /// be set once.
  public void onProgress(Runnable wake) {
    if (listener != null) {
      throw new IllegalStateException("onProgress was called before");
    }
    listener = wake;
    fill.listen(wake);
  }

  Fill fill() {
    return fill;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      fill.leave(this, listener);
    }
  }
}
