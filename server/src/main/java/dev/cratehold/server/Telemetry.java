package dev.cratehold.server;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Where the end of every request is noted: in the figures, in the statistics and in the access
/// log.
final class Telemetry {
  private final Metrics metrics;
  private final Traffic traffic;
  private final AccessLog accessLog;
  private final InstantSource clock;

  Telemetry(Metrics metrics, Traffic traffic, AccessLog accessLog, InstantSource clock) {
    this.metrics = metrics;
    this.traffic = traffic;
    this.accessLog = accessLog;
    this.clock = clock;
  }

  void began() {
    metrics.began();
  }

  void ended(Exchange exchange, Duration duration, AccessRecord.Outcome outcome) {
    metrics.ended(exchange, duration, outcome);
    traffic.ended(exchange, duration, outcome);
    accessLog.record(
        new AccessRecord(
            clock.instant().minus(duration),
            exchange.request().remoteAddress().hostAddress(),
            exchange.protocol(),
            exchange.request().method().name(),
            Optional.ofNullable(exchange.request().uri()).orElse("-"),
            exchange.response().getStatusCode(),
            exchange.bytesSent(),
            duration,
            outcome,
            exchange.cacheStatus(),
            Optional.ofNullable(exchange.request().getHeader("User-Agent")).orElse("")));
  }
}
