package dev.cratehold.server;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Sends a body piece by piece, as fast as the client takes it and as far as it is there. Runs on
/// the response's event loop; only [#wake()] may be called from elsewhere.
///
/// A body that cannot be read to its end resets the stream, or closes an HTTP/1.1 connection: the
/// client sees a broken transfer, never a complete one.
final class BodySender {
  private static final System.Logger LOG = System.getLogger(BodySender.class.getName());
  private static final int CHUNK = 32 << 10;

  /// How many bytes of a body are in memory at most. Vert.x's own limit for what it queues on an
  /// HTTP/2 stream counts pieces, not bytes.
  static final int ROOM = 2 * CHUNK;

  /// Where a body comes from.
  interface Source extends AutoCloseable {
    /// Reads from `position` on: the number of bytes, 0 if none are there yet, -1 at the end.
    int read(ByteBuffer target, long position) throws IOException;

    @Override
    void close();
  }

  private final Exchange exchange;
  private final HttpServerResponse response;
  private final Source source;
  private long position;
  private int unsent;
  private boolean sending;
  private boolean ended;

  BodySender(Exchange exchange, Source source) {
    this.exchange = exchange;
    this.response = exchange.response();
    this.source = source;
    exchange.onEnd(this::finish);
    response.drainHandler(_ -> send());
  }

  /// More can be read.
  void wake() {
    exchange.context().runOnContext(_ -> send());
  }

  /// Sends what can be read now.
  void send() {
    if (sending) {
      return; // a piece was taken at once; the loop below sees that
    }
    sending = true;
    try {
      while (!ended && unsent + CHUNK <= ROOM && !response.writeQueueFull() && sendNext()) {
        // on to the next piece
      }
    } finally {
      sending = false;
    }
  }

  /// Sends the next piece, or the end; returns whether there was one.
  private boolean sendNext() {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    int n;
    try {
      n = source.read(chunk, position);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "broke off an answer: {0}", e.getMessage());
      finish();
      exchange.reset();
      return false;
    }
    if (n < 0) {
      finish();
      exchange.end();
    } else if (n > 0) {
      send(Buffer.buffer(n).appendBytes(chunk.array(), 0, n));
    }
    return n > 0;
  }

  private void send(Buffer piece) {
    int length = piece.length();
    position += length;
    unsent += length;
    exchange.sent(length);
    response
        .write(piece)
        .onFailure(_ -> finish())
        .onComplete(_ -> {
          unsent -= length;
          exchange.connection().account().progressed();
          send();
        });
  }

  private void finish() {
    if (!ended) {
      ended = true;
      source.close();
    }
  }
}
