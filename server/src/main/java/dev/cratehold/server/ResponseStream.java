package dev.cratehold.server;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.Semaphore;

/// The body of an answer as a stream that a virtual thread writes, no faster than the client takes
/// it. The answer's head goes out with the first piece, so that a failure before it can still be
/// answered. Ending the answer is left to the event loop.
///
/// Made on the event loop; then for one thread at a time.
final class ResponseStream extends OutputStream {
  private static final int PIECE = 16 << 10;

  /// How many bytes are in memory at most.
  static final int ROOM = 4 * PIECE;

  private final Exchange exchange;
  private final String contentType;
  private final Semaphore room = new Semaphore(ROOM);
  private final byte[] piece = new byte[PIECE];
  private int filled;
  private volatile boolean gone;

  ResponseStream(Exchange exchange, String contentType) {
    this.exchange = exchange;
    this.contentType = contentType;
    exchange.onEnd(this::clientGone);
  }

  private void clientGone() {
    gone = true;
    room.release(ROOM);
  }

  @Override
  public void write(int b) throws IOException {
    piece[filled++] = (byte) b;
    if (filled == PIECE) {
      flush();
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int from = offset;
    int end = offset + length;
    while (from < end) {
      int taken = Math.min(end - from, PIECE - filled);
      System.arraycopy(bytes, from, piece, filled, taken);
      filled += taken;
      from += taken;
      if (filled == PIECE) {
        flush();
      }
    }
  }

  /// Sends what was written, when there is room for it.
  @Override
  public void flush() throws IOException {
    if (filled == 0) {
      return;
    }
    Buffer bytes = Buffer.buffer(filled).appendBytes(piece, 0, filled);
    filled = 0;
    awaitRoom(bytes.length());
    exchange.context().runOnContext(_ -> send(bytes));
  }

  private void awaitRoom(int bytes) throws IOException {
    try {
      room.acquire(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException stopped = new InterruptedIOException("stopped while sending");
      stopped.initCause(e);
      throw stopped;
    }
    if (gone) {
      throw new IOException("the client has gone");
    }
  }

  private void send(Buffer bytes) {
    if (gone) {
      return;
    }
    if (!exchange.response().headWritten()) {
      exchange.header(HttpHeaders.CONTENT_TYPE, contentType);
      exchange.header(HttpHeaders.CACHE_CONTROL, "no-cache");
      exchange.response().setChunked(true);
    }
    exchange.sent(bytes.length());
    exchange
        .response()
        .write(bytes)
        .onComplete(_ -> {
          exchange.connection().account().progressed();
          room.release(bytes.length());
        });
  }
}
