package dev.cratehold.server;

import dev.cratehold.gitindex.GitIndexUnavailableException;
import dev.cratehold.gitindex.MalformedGitRequestException;
import dev.cratehold.proxy.CacheStatus;
import dev.cratehold.proxy.NoWindowException;
import dev.cratehold.proxy.WrongBytesException;
import dev.cratehold.registry.ApiError;
import dev.cratehold.upstream.UpstreamException;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;

/// One request and its answer. For use on the request's event loop.
final class Exchange {
  /// How the answer came about; cargo prints it in its errors.
  static final String X_CACHE = "x-cache";

  private static final System.Logger LOG = System.getLogger(Exchange.class.getName());
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(10);

  private final HttpServerRequest request;
  private final Route route;
  private final RequestKind kind;
  private final Context context;
  private final Telemetry telemetry;
  private final ClientConnection connection;
  private final long began = System.nanoTime();
  private final List<Runnable> atEnd = new ArrayList<>(1);
  private Optional<CacheStatus> cacheStatus = Optional.empty();
  private volatile Optional<SendBudget.Reservation> reservation = Optional.empty();
  private long bytesSent;
  private boolean ended;

  Exchange(HttpServerRequest request, Route route, Telemetry telemetry) {
    this.request = request;
    this.route = route;
    this.kind = route.kind();
    this.telemetry = telemetry;
    this.context = Objects.requireNonNull(Vertx.currentContext(), "not on an event loop");
    this.connection = ClientConnection.of(request.connection());
    connection.requestBegan();
    telemetry.began();
    HttpServerResponse response = request.response();
    response.endHandler(_ -> ended(AccessRecord.Outcome.SENT));
    response.exceptionHandler(_ -> brokenOff());
    response.closeHandler(_ -> brokenOff());
    response.putHeader("x-served-by", "cratehold");
  }

  /// The connection or the stream has ended. A client that has all of the bytes may go before the
  /// answer has ended here.
  void brokenOff() {
    release();
    String length = response().headers().get(HttpHeaders.CONTENT_LENGTH);
    boolean whole = response().headWritten() && Long.toString(bytesSent).equals(length);
    ended(whole ? AccessRecord.Outcome.SENT : AccessRecord.Outcome.BROKEN_OFF);
  }

  private void ended(AccessRecord.Outcome outcome) {
    if (ended) {
      return;
    }
    ended = true;
    atEnd.forEach(Runnable::run);
    connection.requestEnded();
    telemetry.ended(this, Duration.ofNanos(System.nanoTime() - began), outcome);
  }

  /// Does something when the answer has ended, whole or not.
  void onEnd(Runnable action) {
    if (ended) {
      action.run();
    } else {
      atEnd.add(action);
    }
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

  Route route() {
    return route;
  }

  RequestKind kind() {
    return kind;
  }

  ClientConnection connection() {
    return connection;
  }

  boolean isHttp2() {
    return request.version() == HttpVersion.HTTP_2;
  }

  /// How the access log names the protocol.
  String protocol() {
    return switch (request.version()) {
      case HTTP_1_0 -> "HTTP/1.0";
      case HTTP_1_1 -> "HTTP/1.1";
      case HTTP_2 -> "HTTP/2";
      case HTTP_3 -> "HTTP/3";
    };
  }

  /// So many bytes more of the body were written.
  void sent(long bytes) {
    bytesSent += bytes;
  }

  long bytesSent() {
    return bytesSent;
  }

  Optional<CacheStatus> cacheStatus() {
    return cacheStatus;
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
    cacheStatus = Optional.of(status);
    header(X_CACHE, status.name());
  }

  /// Tells the client that the connection ends with this answer.
  void lastOnItsConnection() {
    if (!isHttp2()) {
      header(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
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
      end();
    } else {
      sent(bytes.length());
      response().end(bytes).onComplete(_ -> release());
    }
  }

  /// Ends the answer with what was written of it.
  void end() {
    response().end().onComplete(_ -> release());
  }

  /// Breaks the answer off, so that the client cannot take it for a whole one.
  void reset() {
    release();
    response().reset();
  }

  /// Takes room for a body of so many bytes, to be called once and before the body is in memory.
  /// The room is given back when the answer has been written, or was broken off. For use on a
  /// virtual thread: it may wait.
  ///
  /// @throws SendBudget.ExhaustedException if there is none for too long
  void reserve(long bytes) throws IOException {
    reservation = Optional.of(connection.account().reserve(bytes));
  }

  /// The same if that needs no waiting; returns whether the room is taken.
  boolean tryReserve(long bytes) {
    reservation = connection.account().tryReserve(bytes);
    return reservation.isPresent();
  }

  private void release() {
    reservation.ifPresent(SendBudget.Reservation::release);
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
    releaseIfBrokenOff();
    try {
      then.handle(result);
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  /// Gives back room that was taken when nobody waited for the answer any more.
  private void releaseIfBrokenOff() {
    if (ended) {
      release();
    }
  }

  private void failed(Throwable failure) {
    if (ended) {
      release();
      return;
    }
    if (response().headWritten()) {
      reset();
      return;
    }
    int status = statusOf(failure);
    if (isExplained(failure)) {
      LOG.log(System.Logger.Level.DEBUG, "answered {0}: {1}", status, failure.getMessage());
    } else {
      LOG.log(System.Logger.Level.ERROR, "could not answer " + request.path(), failure);
    }
    header(HttpHeaders.RETRY_AFTER, Long.toString(retryAfter(failure).toSeconds()));
    cacheStatus(CacheStatus.MISS);
    if (kind == RequestKind.API) {
      json(status, new ApiError(explanation(failure)).toJson());
    } else {
      text(status, explanation(failure));
    }
  }

  private static Duration retryAfter(Throwable failure) {
    return retryAfter(
        switch (failure) {
          case UpstreamException upstream -> upstream.retryAfter();
          case GitIndexUnavailableException unavailable -> Optional.of(unavailable.retryAfter());
          default -> Optional.empty();
        });
  }

  /// What the upstream asked for, rounded up, within what cargo waits.
  static Duration retryAfter(Optional<Duration> asked) {
    long seconds = asked.orElse(RETRY_AFTER).plusNanos(999_999_999).toSeconds();
    return Duration.ofSeconds(Math.clamp(seconds, 1, LONGEST_RETRY_AFTER.toSeconds()));
  }

  /// What the client may know: everything about the upstream, nothing about where things are on
  /// this machine.
  private static String explanation(Throwable failure) {
    String message = isExplained(failure) ? failure.getMessage() : null;
    return message == null ? "Cratehold could not answer; its log says why." : message;
  }

  /// 5xx, or 400 for what no client of a registry sends: a failure must never look like an answer
  /// of the registry.
  static int statusOf(Throwable failure) {
    return switch (failure) {
      case WrongBytesException _ -> 502;
      case NoWindowException _ -> 503;
      case SendBudget.ExhaustedException _ -> 503;
      case GitIndexUnavailableException _ -> 503;
      case MalformedGitRequestException _ -> 400;
      case UpstreamException upstream ->
          switch (upstream.kind()) {
            case TIMED_OUT -> 504;
            case UNREACHABLE, STATUS -> 503;
            case TLS, MALFORMED, INCONSISTENT -> 502;
          };
      default -> 500;
    };
  }

  /// True if its message is for the client, and no news for whoever runs the server.
  private static boolean isExplained(Throwable failure) {
    return failure instanceof UpstreamException
        || failure instanceof WrongBytesException
        || failure instanceof NoWindowException
        || failure instanceof SendBudget.ExhaustedException
        || failure instanceof GitIndexUnavailableException
        || failure instanceof MalformedGitRequestException;
  }
}
