package dev.cratehold.server;

import dev.cratehold.proxy.CacheStatus;
import dev.cratehold.registry.CrateName;
import dev.cratehold.store.statistics.Outcome;
import dev.cratehold.store.statistics.ServedRequest;
import dev.cratehold.store.statistics.Statistics;
import dev.cratehold.store.statistics.Tally;
import java.time.Duration;
import java.util.Optional;

/// Counts requests for what the registry serves in the statistics; those for health, metrics or the
/// page are none of its traffic. Runs on event loops and never waits.
final class Traffic {
  private final String mount;
  private final Statistics statistics;
  private final ClientAddresses clientAddresses;
  private final ClientAddress clientAddress;

  Traffic(String mount, Statistics statistics, ServerConfig config) {
    this.mount = mount;
    this.statistics = statistics;
    this.clientAddresses = config.clientAddresses();
    this.clientAddress = new ClientAddress(config.trustedProxies());
  }

  void ended(Exchange exchange, Duration duration, AccessRecord.Outcome end) {
    if (exchange.kind().isOfRegistry()) {
      statistics.served(
          new ServedRequest(
              mount,
              outcome(exchange, end),
              exchange.bytesSent(),
              duration,
              crate(exchange),
              client(exchange)));
    }
  }

  /// What a request counts for.
  static Tally tally(Exchange exchange, AccessRecord.Outcome end) {
    return Tally.of(outcome(exchange, end), exchange.bytesSent());
  }

  private static Outcome outcome(Exchange exchange, AccessRecord.Outcome end) {
    boolean failed =
        end == AccessRecord.Outcome.BROKEN_OFF || exchange.response().getStatusCode() >= 500;
    return failed
        ? Outcome.FAILED
        : exchange.cacheStatus().map(Traffic::outcome).orElse(Outcome.OTHER);
  }

  private static Outcome outcome(CacheStatus status) {
    return switch (status) {
      case HIT, REVALIDATED, NEGATIVE -> Outcome.HIT;
      case STALE -> Outcome.STALE;
      case MISS -> Outcome.MISS;
    };
  }

  /// The crate, if there is one: names that somebody made up are not kept. In lower case, as its
  /// index file is asked for.
  private static Optional<String> crate(Exchange exchange) {
    return exchange.response().getStatusCode() < 400
        ? exchange.route().crateName().map(CrateName::lowerCase)
        : Optional.empty();
  }

  private Optional<String> client(Exchange exchange) {
    return clientAddresses == ClientAddresses.OFF
        ? Optional.empty()
        : Optional.of(
            ClientAddress.label(clientAddress.of(PublicUrl.Request.of(exchange.request()))));
  }
}
