package dev.cratehold.server;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/// Answers what whoever runs the server asks it: whether it lives, whether it is ready, its
/// figures.
final class OperationResponder {
  private final Connections connections;
  private final ServerSources sources;
  private final Metrics metrics;

  OperationResponder(Connections connections, ServerSources sources, Metrics metrics) {
    this.connections = connections;
    this.sources = sources;
    this.metrics = metrics;
  }

  /// The event loop that this runs on answers, so it lives.
  void health(Exchange exchange) {
    exchange.header(HttpHeaders.CACHE_CONTROL, "no-store");
    exchange.text(200, "ok");
  }

  void ready(Exchange exchange) {
    exchange.header(HttpHeaders.CACHE_CONTROL, "no-store");
    exchange.offLoop(
        this::readiness, readiness -> exchange.json(readiness.httpStatus(), readiness.toJson()));
  }

  private Readiness readiness() {
    return new Readiness(
        sources.store(),
        sources.upstreams(),
        connections.isDraining() ? Readiness.Phase.DRAINING : Readiness.Phase.SERVING);
  }

  void figures(Exchange exchange) {
    exchange.header(HttpHeaders.CACHE_CONTROL, "no-store");
    exchange.offLoop(
        () -> {
          Buffer text = Buffer.buffer(metrics.scrape());
          exchange.reserve(text.length());
          return text;
        },
        text -> {
          exchange.header(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
          exchange.body(text);
        });
  }
}
