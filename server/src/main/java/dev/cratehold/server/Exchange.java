package dev.cratehold.server;

import dev.cratehold.proxy.CacheStatus;
import dev.cratehold.proxy.WrongBytesException;
import dev.cratehold.upstream.UpstreamException;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;

/// One request and its answer. For use on the request's event loop.
final class Exchange {
  /// How the answer came about; cargo prints it in its errors.
  static final String X_CACHE = "x-cache";

  private static final System.Logger LOG = System.getLogger(Exchange.class.getName());
  private static final String RETRY_AFTER_SECONDS = "2";

  private final HttpServerRequest request;
  private final Context context;

  Exchange(HttpServerRequest request) {
    this.request = request;
    this.context = Objects.requireNonNull(Vertx.currentContext(), "not on an event loop");
    request.response().putHeader("x-served-by", "cratehold");
  }

  HttpServerRequest request() {
    return request;
  }

  HttpServerResponse response() {
    return request.response();
  }

  Context context() {
    return context;
  }

  boolean isHead() {
    return HttpMethod.HEAD.equals(request.method());
  }

  /// True if the request changes nothing.
  boolean isRead() {
    return isHead() || HttpMethod.GET.equals(request.method());
  }

  void header(CharSequence name, CharSequence value) {
    response().putHeader(name, value);
  }

  void cacheStatus(CacheStatus status) {
    header(X_CACHE, status.name());
  }

  /// Answers with a line of text.
  void text(int status, String text) {
    header(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8");
    response().setStatusCode(status);
    body(Buffer.buffer(text.endsWith("\n") ? text : text + "\n"));
  }

  /// Answers with JSON in UTF-8.
  void json(int status, byte[] json) {
    header(HttpHeaders.CONTENT_TYPE, "application/json");
    response().setStatusCode(status);
    body(Buffer.buffer(json));
  }

  /// Ends the answer with this body, or, to a HEAD request, with its length.
  void body(Buffer bytes) {
    if (isHead()) {
      header(HttpHeaders.CONTENT_LENGTH, Integer.toString(bytes.length()));
      response().end();
    } else {
      response().end(bytes);
    }
  }

  /// Does on a virtual thread what may wait, and goes on with its result on the event loop. A
  /// failure of either is answered.
  <T> void offLoop(Callable<T> work, Handler<T> then) {
    Thread.ofVirtual()
        .name("request")
        .start(() -> {
          try {
            T result = work.call();
            context.runOnContext(_ -> guarded(then, result));
          } catch (Exception | Error e) {
            context.runOnContext(_ -> failed(e));
          }
        });
  }

  private <T> void guarded(Handler<T> then, T result) {
    try {
      then.handle(result);
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  private void failed(Throwable failure) {
    if (response().headWritten()) {
      response().reset();
      return;
    }
    int status = statusOf(failure);
    if (isUpstreams(failure)) {
      LOG.log(System.Logger.Level.DEBUG, "answered {0}: {1}", status, failure.getMessage());
    } else {
      LOG.log(System.Logger.Level.ERROR, "could not answer " + request.path(), failure);
    }
    header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
    header(X_CACHE, CacheStatus.MISS.name());
    text(status, explanation(failure));
  }

  private static String explanation(Throwable failure) {
    String message = failure instanceof IOException ? failure.getMessage() : null;
    return message == null ? "Cratehold could not answer; its log says why." : message;
  }

  /// 5xx in every case: a failure must never look like an answer of the registry.
  private static int statusOf(Throwable failure) {
    return switch (failure) {
      case WrongBytesException _ -> 502;
      case UpstreamException upstream ->
          switch (upstream.kind()) {
            case TIMED_OUT -> 504;
            case UNREACHABLE, STATUS -> 503;
            case TLS, MALFORMED, INCONSISTENT -> 502;
          };
      default -> 500;
    };
  }

  /// True if whoever runs the server has heard of it already, in the upstream's own words.
  private static boolean isUpstreams(Throwable failure) {
    return failure instanceof UpstreamException || failure instanceof WrongBytesException;
  }
}
