package dev.cratehold.server;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/// The body of a request that may have one, read whole into memory for which there is room. Runs on
/// the request's event loop.
final class RequestBody {
  private final Exchange exchange;
  private final HttpServerRequest request;
  private final int limit;
  private final Handler<Buffer> then;
  private final Buffer bytes = Buffer.buffer();
  private boolean tooLong;

  private RequestBody(Exchange exchange, int limit, Handler<Buffer> then) {
    this.exchange = exchange;
    this.request = exchange.request();
    this.limit = limit;
    this.then = then;
  }

  /// Reads it; a body that is too long is answered with 413. What is left unread when the answer
  /// has ended is thrown away.
  ///
  /// @param limit how many bytes it may have
  static void read(Exchange exchange, int limit, Handler<Buffer> then) {
    new RequestBody(exchange, limit, then).read();
  }

  private void read() {
    request.pause(); // until there is room
    long length = announced();
    exchange.onEnd(request::resume);
    if (length > limit) {
      refuse();
      return;
    }
    SendBudget.Account account = exchange.connection().account();
    exchange.offLoop(
        () -> account.reserve(length),
        room -> {
          exchange.onEnd(room::release);
          receive();
        });
  }

  /// Over HTTP/2 a body need not say how long it is.
  private long announced() {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length != null && length.matches("[0-9]{1,18}") ? Long.parseLong(length) : limit;
  }

  private void receive() {
    String expect = request.getHeader(HttpHeaders.EXPECT);
    if (expect != null && expect.equalsIgnoreCase("100-continue")) {
      var _ = exchange.response().writeContinue();
    }
    request.handler(this::take);
    request.endHandler(_ -> {
      if (!tooLong) {
        then.handle(bytes);
      }
    });
    request.resume();
  }

  private void take(Buffer piece) {
    exchange.connection().account().progressed();
    if (tooLong) {
      return;
    }
    if (bytes.length() + piece.length() > limit) {
      tooLong = true;
      refuse();
      return;
    }
    bytes.appendBuffer(piece);
  }

  private void refuse() {
    exchange.lastOnItsConnection();
    exchange.text(413, tooLong(limit));
  }

  /// What is said of a body that is too long.
  static String tooLong(int limit) {
    return "The body of this request may have " + limit + " bytes.";
  }
}
