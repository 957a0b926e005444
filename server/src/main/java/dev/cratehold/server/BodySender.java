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
    while (!ended && !response.writeQueueFull()) {
      ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
      int n;
      try {
        n = source.read(chunk, position);
      } catch (IOException e) {
        LOG.log(System.Logger.Level.DEBUG, "broke off an answer: {0}", e.getMessage());
        finish();
        response.reset();
        return;
      }
      if (n == 0) {
        return;
      }
      if (n < 0) {
        finish();
        response.end();
        return;
      }
      position += n;
      exchange.sent(n);
      response.write(Buffer.buffer(n).appendBytes(chunk.array(), 0, n));
    }
  }

  private void finish() {
    if (!ended) {
      ended = true;
      source.close();
    }
  }
}
