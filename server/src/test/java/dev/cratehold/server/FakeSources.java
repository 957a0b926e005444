package dev.cratehold.server;

import dev.cratehold.registry.SparseUrl;
import dev.cratehold.store.Alert;
import dev.cratehold.store.HeldCrate;
import dev.cratehold.store.StoreStatus;
import dev.cratehold.store.statistics.Statistics;
import dev.cratehold.upstream.Circuit;
import dev.cratehold.upstream.SourceStatus;
import dev.cratehold.upstream.UpstreamException;
import dev.cratehold.upstream.UpstreamStatistics;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// Sources that say what a test sets.
final class FakeSources implements ServerSources {
  private volatile StoreStatus store = store(StoreStatus.State.WRITABLE, "all is well");
  private volatile List<HeldCrate> latest = List.of();
  private volatile Statistics statistics = new FakeStatistics();
  private final FakeDesk desk = new FakeDesk();
  private volatile Optional<RuntimeException> failure = Optional.empty();
  private volatile Map<Alert.Kind, Long> alerts = Map.of();
  private volatile List<SourceStatus> upstreams =
      List.of(
          new SourceStatus(
              SparseUrl.parse("sparse+https://index.example/"),
              Circuit.CLOSED,
              Optional.empty(),
              Optional.empty()));

  private static StoreStatus store(StoreStatus.State state, String sentence) {
    return new StoreStatus(state, sentence, 1000, OptionalLong.empty(), 500);
  }

  void storeIs(StoreStatus.State state, String sentence) {
    store = store(state, sentence);
  }

  /// Has [#store()] fail.
  void failWith(RuntimeException defect) {
    failure = Optional.of(defect);
  }

  void alertsAre(Map<Alert.Kind, Long> now) {
    alerts = now;
  }

  @Override
  public FakeDesk prefetches() {
    return desk;
  }

  void upstreamsAre(SourceStatus... now) {
    upstreams = List.of(now);
  }

  @Override
  public StoreStatus store() {
    if (failure.isPresent()) {
      throw failure.get();
    }
    return store;
  }

  @Override
  public Map<Alert.Kind, Long> alerts() {
    return alerts;
  }

  @Override
  public List<SourceStatus> upstreams() {
    return upstreams;
  }

  void statisticsAre(Statistics now) {
    statistics = now;
  }

  void latestAre(List<HeldCrate> now) {
    latest = List.copyOf(now);
  }

  @Override
  public Statistics statistics() {
    return statistics;
  }

  @Override
  public long crates() {
    return 12_345;
  }

  @Override
  public List<HeldCrate> latestCrates(int limit) {
    return latest.stream().limit(limit).toList();
  }

  @Override
  public UpstreamStatistics upstreamStatistics() {
    return new UpstreamStatistics(
        0,
        0,
        Arrays.stream(UpstreamException.Kind.values())
            .collect(Collectors.toMap(kind -> kind, _ -> 0L)),
        0,
        0,
        0,
        0);
  }
}
