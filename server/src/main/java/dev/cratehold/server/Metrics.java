package dev.cratehold.server;

import dev.cratehold.proxy.CacheStatus;
import dev.cratehold.proxy.ProxyStatistics;
import dev.cratehold.proxy.RegistryProxy;
import dev.cratehold.store.Alert;
import dev.cratehold.store.StoreStatus;
import dev.cratehold.upstream.Circuit;
import dev.cratehold.upstream.SourceStatus;
import dev.cratehold.upstream.UpstreamException;
import dev.cratehold.upstream.UpstreamStatistics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;

/// The figures at `/metrics`, in the text format of Prometheus; docs/metrics.md lists them. None
/// has a label with the name of a crate or of a client, so their number is fixed.
///
/// Safe for use by several threads.
final class Metrics {
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(10),
    Duration.ofMillis(100),
    Duration.ofSeconds(1),
    Duration.ofSeconds(10)
  };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicInteger running = new AtomicInteger();
  private final Map<String, Timer> durations = new ConcurrentHashMap<>();
  private final Map<String, Counter> counters = new ConcurrentHashMap<>();

  Metrics(Connections connections, ServerSources sources, RegistryProxy proxy) {
    Gauge.builder("cratehold.http.requests.running", running, AtomicInteger::get)
        .description("Requests whose answer has not ended")
        .register(registry);
    for (RequestKind kind : RequestKind.values()) {
      var _ = sentBytes(kind);
      if (kind.isOfRegistry()) {
        var _ = savedBytes(kind);
      }
      var _ = brokenOff(kind);
    }
    connections(connections);
    store(sources);
    upstream(sources);
    fills(proxy);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  private void connections(Connections connections) {
    Gauge.builder("cratehold.connections.open", connections, Connections::count)
        .description("Connections of clients")
        .register(registry);
    gauge(
        "cratehold.http.unsent.bytes",
        "Room taken by bodies of answers that clients have not taken yet",
        connections,
        c -> c.budget().taken());
    counter(
        "cratehold.connections.accepted",
        "Connections accepted",
        connections,
        Connections::accepted);
    counter(
        "cratehold.connections.refused",
        "Connections closed at once because there were too many",
        connections,
        Connections::refused);
    counter(
        "cratehold.connections.timed.out",
        "Connections closed because their time was up",
        connections,
        Connections::timedOutCount);
  }

  private void store(ServerSources sources) {
    for (StoreStatus.State state : StoreStatus.State.values()) {
      Gauge.builder("cratehold.store.state", sources, s -> s.store().state() == state ? 1 : 0)
          .description("1 for the state that the store is in")
          .tag("state", label(state))
          .register(registry);
    }
    gauge(
        "cratehold.store.stored.bytes",
        "Bytes of crate files and database",
        sources,
        s -> s.store().storedBytes());
    gauge(
        "cratehold.store.free.bytes",
        "Bytes left on the disk",
        sources,
        s -> s.store().freeBytes());
    gauge(
        "cratehold.store.max.bytes",
        "The limit for crate files and database; not a number without one",
        sources,
        s ->
            s.store().maxBytes().isPresent()
                ? (double) s.store().maxBytes().getAsLong()
                : Double.NaN);
    for (Alert.Kind kind : Alert.Kind.values()) {
      FunctionCounter.builder("cratehold.alerts", sources, s -> s.alerts().getOrDefault(kind, 0L))
          .description("Alerts raised")
          .tag("kind", label(kind))
          .register(registry);
    }
  }

  private void upstream(ServerSources sources) {
    upstreamCounter(
        "requests", "Requests sent to the upstream", sources, UpstreamStatistics::requests);
    upstreamCounter("retries", "Attempts after a failed one", sources, UpstreamStatistics::retries);
    upstreamCounter(
        "refused",
        "Requests not sent because a circuit was open",
        sources,
        UpstreamStatistics::refused);
    upstreamCounter(
        "failovers",
        "Times that the next source was asked",
        sources,
        UpstreamStatistics::failovers);
    upstreamCounter(
        "received.bytes", "Bytes of bodies received", sources, UpstreamStatistics::bytesReceived);
    for (UpstreamException.Kind kind : UpstreamException.Kind.values()) {
      FunctionCounter.builder(
              "cratehold.upstream.failures",
              sources,
              s -> s.upstreamStatistics().failures().getOrDefault(kind, 0L))
          .description("Requests that failed after all attempts")
          .tag("kind", label(kind))
          .register(registry);
    }
    gauge(
        "cratehold.upstream.requests.running",
        "Requests to the upstream whose answer has not ended",
        sources,
        s -> s.upstreamStatistics().inFlight());
    circuits(sources);
  }

  private void circuits(ServerSources sources) {
    int count = sources.upstreams().size();
    for (int i = 0; i < count; i++) {
      int index = i;
      for (Circuit circuit : Circuit.values()) {
        Gauge.builder(
                "cratehold.upstream.circuit",
                sources,
                s -> s.upstreams().get(index).circuit() == circuit ? 1 : 0)
            .description("1 for the state that the circuit of a source is in")
            .tag("source", host(sources.upstreams().get(index)))
            .tag("state", label(circuit))
            .register(registry);
      }
    }
  }

  private void fills(RegistryProxy proxy) {
    fill("started", "Fetches of crates that were begun", proxy, ProxyStatistics.Fills::started);
    fill("resumed", "Transfers that went on after a break", proxy, ProxyStatistics.Fills::resumed);
    fill("failed", "Fetches of crates that failed", proxy, ProxyStatistics.Fills::failed);
    fill("unstored", "Crates given on unstored", proxy, ProxyStatistics.Fills::unstored);
    fill("received.bytes", "Bytes of crates received", proxy, ProxyStatistics.Fills::bytes);
    gauge(
        "cratehold.fills.running",
        "Fetches of crates under way",
        proxy,
        p -> p.statistics().fills().underWay());
    gauge(
        "cratehold.index.flights",
        "Requests for index files that wait for the upstream",
        proxy,
        p -> p.statistics().indexFlights());
    gauge(
        "cratehold.index.memory.bytes",
        "Memory that index files take",
        proxy,
        p -> p.statistics().indexMemoryBytes());
    gauge(
        "cratehold.index.negative.entries",
        "Names that the upstream does not have",
        proxy,
        p -> p.statistics().negativeEntries());
  }

  private void fill(
      String name,
      String what,
      RegistryProxy proxy,
      ToDoubleFunction<ProxyStatistics.Fills> value) {
    counter(
        "cratehold.fills." + name, what, proxy, p -> value.applyAsDouble(p.statistics().fills()));
  }

  /// The host of a source: its URL may hold a password.
  static String host(SourceStatus source) {
    String host = Objects.requireNonNullElse(source.url().index().getHost(), "-");
    int port = source.url().index().getPort();
    return port < 0 ? host : host + ":" + port;
  }

  static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private <T> void gauge(String name, String what, T source, ToDoubleFunction<T> value) {
    Gauge.builder(name, source, value).description(what).register(registry);
  }

  private <T> void counter(String name, String what, T source, ToDoubleFunction<T> value) {
    FunctionCounter.builder(name, source, value).description(what).register(registry);
  }

  private void upstreamCounter(
      String name, String what, ServerSources sources, ToDoubleFunction<UpstreamStatistics> value) {
    counter(
        "cratehold.upstream." + name,
        what,
        sources,
        s -> value.applyAsDouble(s.upstreamStatistics()));
  }

  void began() {
    running.incrementAndGet();
  }

  void ended(Exchange exchange, Duration duration, AccessRecord.Outcome outcome) {
    running.decrementAndGet();
    String kind = exchange.kind().label();
    String status = Integer.toString(exchange.response().getStatusCode());
    timer(kind, status).record(duration);
    sentBytes(exchange.kind()).increment((double) exchange.bytesSent());
    if (exchange.kind().isOfRegistry()) {
      savedBytes(exchange.kind()).increment((double) Traffic.tally(exchange, outcome).bytesSaved());
    }
    if (outcome == AccessRecord.Outcome.BROKEN_OFF) {
      brokenOff(exchange.kind()).increment();
    }
    exchange.cacheStatus().ifPresent(cache -> cached(kind, cache).increment());
  }

  private Counter sentBytes(RequestKind kind) {
    return counted("cratehold.http.sent.bytes", "Bytes of bodies sent", kind);
  }

  private Counter savedBytes(RequestKind kind) {
    return counted("cratehold.http.saved.bytes", "Bytes of bodies sent from what was kept", kind);
  }

  private Counter brokenOff(RequestKind kind) {
    return counted("cratehold.http.broken.off", "Answers that did not end", kind);
  }

  private Timer timer(String kind, String status) {
    return durations.computeIfAbsent(
        kind + status,
        _ ->
            Timer.builder("cratehold.http.requests")
                .description("Requests, from the first byte to the end of the answer")
                .tag("kind", kind)
                .tag("status", status)
                .serviceLevelObjectives(BUCKETS)
                .register(registry));
  }

  private Counter counted(String name, String what, RequestKind kind) {
    return counters.computeIfAbsent(
        name + kind,
        _ -> Counter.builder(name).description(what).tag("kind", kind.label()).register(registry));
  }

  private Counter cached(String kind, CacheStatus cache) {
    return counters.computeIfAbsent(
        kind + cache,
        _ ->
            Counter.builder("cratehold.answers")
                .description("Answers by how they came about")
                .tag("kind", kind)
                .tag("cache", label(cache))
                .register(registry));
  }

  /// All of them, in the text format of Prometheus. May take a while.
  String scrape() {
    return registry.scrape();
  }
}
