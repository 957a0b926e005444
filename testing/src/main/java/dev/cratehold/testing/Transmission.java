package dev.cratehold.testing;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/// One answer on its way out, with the faults that struck it. Lives on its event loop.
final class Transmission {
  /// Time between two writes of a body whose bandwidth is limited, in ms.
  private static final long TICK = 20;

  private final Vertx vertx;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final List<Hook> hooks;
  private final IntConsumer onStatus;

  /// @param hooks those whose faults strike this request
  /// @param onStatus hears the status once it is known
  Transmission(Vertx vertx, HttpServerRequest request, List<Hook> hooks, IntConsumer onStatus) {
    this.vertx = vertx;
    this.request = request;
    this.response = request.response();
    this.hooks = hooks;
    this.onStatus = onStatus;
  }

  /// @param ordinary computes the proper answer, once it is due
  void run(Supplier<Answer> ordinary) {
    Duration delay =
        faults(Fault.Latency.class).stream()
            .map(Fault.Latency::delay)
            .reduce(Duration.ZERO, Duration::plus);
    Future<?> due = delay.isZero() ? Future.succeededFuture() : vertx.timer(delay.toMillis());
    due.compose(ignored -> released(Fault.Hang.class)).onComplete(ignored -> begin(ordinary));
  }

  private Future<?> released(Class<? extends Fault> kind) {
    return hooks.stream()
        .filter(hook -> kind.isInstance(hook.fault()))
        .findFirst()
        .map(Hook::released)
        .orElseGet(Future::succeededFuture);
  }

  private void begin(Supplier<Answer> ordinary) {
    if (response.closed()) {
      return;
    }
    if (has(Fault.Reset.class)) {
      reset();
    } else if (has(Fault.HangUp.class)) {
      hangUp();
    } else {
      send(changed(ordinary));
    }
  }

  private Answer changed(Supplier<Answer> ordinary) {
    Answer answer =
        faults(Fault.Answer.class).stream()
            .findFirst()
            .map(own -> new Answer(own.status(), own.headers(), own.body()))
            .orElseGet(ordinary);
    for (Fault.Header header : faults(Fault.Header.class)) {
      answer = answer.with(header.name(), header.value());
    }
    if (has(Fault.Corrupt.class)) {
      answer = answer.withBody(corrupted(answer.body()));
    }
    if (has(Fault.Gzip.class)) {
      answer = answer.gzipped();
    }
    for (Fault.Shorten shorten : faults(Fault.Shorten.class)) {
      int length = part(answer.body().length(), shorten.fraction());
      answer = answer.withBody(answer.body().slice(0, length));
    }
    return answer;
  }

  private static Buffer corrupted(Buffer body) {
    Buffer copy = body.copy();
    int middle = copy.length() / 2;
    if (copy.length() > 0) {
      copy.setByte(middle, (byte) (copy.getByte(middle) ^ 0x55));
    }
    return copy;
  }

  private void send(Answer answer) {
    onStatus.accept(answer.status());
    response.setStatusCode(answer.status());
    answer.headers().forEach(response::putHeader);
    if (answer.headers().containsKey("transfer-encoding")) {
      response.setChunked(true);
    } else if (answer.status() != 304) {
      response.putHeader("content-length", Integer.toString(answer.body().length()));
    }
    if (answer.status() == 304 || request.method().name().equals("HEAD")) {
      ignore(response.end());
      return;
    }
    int length = answer.body().length();
    int limit = limit(length);
    Buffer body = answer.body().slice(0, limit);
    write(body).onSuccess(ignored -> finish(limit < length));
  }

  private int limit(int length) {
    Optional<Double> fraction =
        hooks.stream().map(Hook::fault).flatMap(f -> fraction(f).stream()).findFirst();
    return fraction.map(f -> part(length, f)).orElse(length);
  }

  private static Optional<Double> fraction(Fault fault) {
    return switch (fault) {
      case Fault.ResetAfter(double fraction) -> Optional.of(fraction);
      case Fault.TruncateAfter(double fraction) -> Optional.of(fraction);
      case Fault.StallAfter(double fraction) -> Optional.of(fraction);
      case Fault.Latency _,
          Fault.Bandwidth _,
          Fault.Hang _,
          Fault.Header _,
          Fault.Reset _,
          Fault.HangUp _,
          Fault.Answer _,
          Fault.Shorten _,
          Fault.Corrupt _,
          Fault.Gzip _ ->
          Optional.empty();
    };
  }

  private static int part(int length, double fraction) {
    return (int) (length * fraction);
  }

  private Future<?> write(Buffer body) {
    long rate =
        faults(Fault.Bandwidth.class).stream()
            .mapToLong(Fault.Bandwidth::bytesPerSecond)
            .min()
            .orElse(Long.MAX_VALUE);
    if (rate == Long.MAX_VALUE) {
      return body.length() == 0 ? response.writeHead() : response.write(body);
    }
    long pause = Math.max(TICK, 1000 / rate);
    int step = Math.clamp(rate * pause / 1000, 1, Integer.MAX_VALUE);
    return response.writeHead().compose(ignored -> drip(body, 0, step, pause));
  }

  private Future<?> drip(Buffer body, int from, int step, long pause) {
    if (from >= body.length() || response.closed()) {
      return Future.succeededFuture();
    }
    int to = Math.min(body.length(), from + step);
    return response
        .write(body.slice(from, to))
        .compose(ignored -> vertx.timer(pause))
        .compose(ignored -> drip(body, to, step, pause));
  }

  private void finish(boolean cutShort) {
    if (response.closed()) {
      return;
    }
    if (!cutShort) {
      ignore(response.end());
    } else if (has(Fault.ResetAfter.class)) {
      reset();
    } else if (has(Fault.TruncateAfter.class)) {
      hangUp();
    } else {
      released(Fault.StallAfter.class).onComplete(ignored -> hangUp());
    }
  }

  /// A TCP reset, or a stream reset in HTTP/2.
  private void reset() {
    if (request.version() == HttpVersion.HTTP_2) {
      ignore(response.reset(2));
      return;
    }
    Channel channel =
        ((HttpServerConnection) request.connection()).channelHandlerContext().channel();
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    var _ = channel.close();
  }

  private void hangUp() {
    ignore(request.connection().close());
  }

  /// A client that went away is part of what is tested: what could not be sent any more is lost.
  private static void ignore(Future<Void> sent) {
    sent.onFailure(gone -> {});
  }

  private boolean has(Class<? extends Fault> kind) {
    return !faults(kind).isEmpty();
  }

  private <F extends Fault> List<F> faults(Class<F> kind) {
    return hooks.stream().map(Hook::fault).filter(kind::isInstance).map(kind::cast).toList();
  }
}
