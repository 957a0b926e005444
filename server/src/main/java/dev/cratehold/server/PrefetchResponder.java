package dev.cratehold.server;

import dev.cratehold.server.PrefetchDesk.Receipt;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Answers clients that order a prefetch, or ask what became of one, if they have the right.
final class PrefetchResponder {
  /// What the body of an order may have: the lock files of large workspaces have a tenth of it.
  static final int LARGEST_ORDER = 4 << 20;

  private final PrefetchDesk desk;
  private final Optional<AdminToken> token;

  PrefetchResponder(PrefetchDesk desk, ServerConfig config) {
    this.desk = desk;
    this.token = config.adminToken();
  }

  void answer(Exchange exchange) {
    Optional<Refusal> refusal = refusal(exchange);
    if (refusal.isPresent()) {
      refuse(exchange, refusal.get());
    } else if (exchange.isRead()) {
      list(exchange);
    } else {
      RequestBody.read(exchange, LARGEST_ORDER, body -> take(exchange, body));
    }
  }

  private Optional<Refusal> refusal(Exchange exchange) {
    if (token.isEmpty()) {
      return Optional.of(
          new Refusal(
              403,
              "This server takes no orders to prefetch; --admin-token-file FILE, with a token in"
                  + " FILE, allows them to whoever has the token."));
    }
    if (!hasRight(exchange, token.get())) {
      return Optional.of(
          new Refusal(401, "To prefetch, send the server's token: `Authorization: Bearer TOKEN`."));
    }
    if (!exchange.isRead() && !HttpMethod.POST.equals(exchange.request().method())) {
      return Optional.of(
          new Refusal(
              405, "An order to prefetch comes by POST; GET says what became of the last."));
    }
    return exchange.isRead() ? Optional.empty() : misfit(exchange);
  }

  /// What keeps the body of an order from being read.
  private static Optional<Refusal> misfit(Exchange exchange) {
    if (exchange.request().query() != null) {
      return Optional.of(new Refusal(400, "An order to prefetch takes no query."));
    }
    String coding = exchange.request().getHeader(HttpHeaders.CONTENT_ENCODING);
    return coding == null || coding.equalsIgnoreCase("identity")
        ? Optional.empty()
        : Optional.of(new Refusal(415, "The body of this request may not be compressed."));
  }

  private static boolean hasRight(Exchange exchange, AdminToken token) {
    List<String> given = exchange.request().headers().getAll(HttpHeaders.AUTHORIZATION);
    return given.size() == 1 && token.isIn(given.getFirst());
  }

  private static void refuse(Exchange exchange, Refusal refusal) {
    if (refusal.status() == 401) {
      exchange.header("www-authenticate", "Bearer");
    } else if (refusal.status() == 405) {
      exchange.header(HttpHeaders.ALLOW, "GET, HEAD, POST");
    }
    if (!exchange.isRead()) {
      exchange.lastOnItsConnection();
    }
    exchange.text(refusal.status(), refusal.reason());
  }

  private void take(Exchange exchange, Buffer body) {
    exchange.offLoop(() -> receipt(body.getBytes()), receipt -> send(exchange, receipt));
  }

  private Receipt receipt(byte[] body) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(body);
      return desk.take(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException _) {
      return new Receipt.Malformed("body: it is not UTF-8");
    }
  }

  private static void send(Exchange exchange, Receipt receipt) {
    switch (receipt) {
      case Receipt.Accepted accepted -> exchange.json(202, PrefetchesJson.of(accepted));
      case Receipt.Malformed(String reason) -> exchange.text(400, reason);
      case Receipt.Full full -> {
        exchange.header(HttpHeaders.RETRY_AFTER, Long.toString(full.retryAfter().toSeconds()));
        exchange.text(503, full.waiting() + " orders to prefetch wait already; try again later.");
      }
    }
  }

  private void list(Exchange exchange) {
    exchange.offLoop(
        () -> {
          byte[] json = PrefetchesJson.of(desk.latest());
          exchange.reserve(json.length);
          return json;
        },
        json -> {
          exchange.header(HttpHeaders.CACHE_CONTROL, "no-store");
          exchange.json(200, json);
        });
  }
}
