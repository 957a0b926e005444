package dev.cratehold.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cratehold.store.Store;
import dev.cratehold.store.StoreOptions;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeClock;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.FakeRegistryBuilder;
import dev.cratehold.testing.Fault;
import dev.cratehold.testing.Hook;
import dev.cratehold.testing.IndexValidators;
import dev.cratehold.testing.RecordedRequest;
import dev.cratehold.testing.TestCrate;
import dev.cratehold.upstream.Upstream;
import dev.cratehold.upstream.UpstreamOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Downloads that break off.
class TransferTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final FakeClock clock = new FakeClock();
  private final TestCrate large = CrateBuilder.crate("foo", "1.0.0").payload(300_000, 1).build();
  private final TestCrate other = CrateBuilder.crate("foo", "1.0.0").payload(300_000, 2).build();
  private final TestCrate small = CrateBuilder.crate("foo", "1.0.0").payload(9_000, 1).build();
  private final TestCrate otherSmall = CrateBuilder.crate("foo", "1.0.0").payload(9_000, 2).build();

  @TempDir private Path data;

  @FunctionalInterface
  private interface Scenario {
    void run(FakeRegistry registry, RegistryProxy proxy) throws Exception;
  }

  private void with(FakeRegistryBuilder builder, Scenario scenario) throws Exception {
    try (FakeRegistry registry = builder.start();
        Store store = Store.open(data, StoreOptions.defaults(), clock);
        Upstream upstream =
            new Upstream(
                registry.sparseUrl(),
                UpstreamOptions.defaults("test").withRetryPause(Duration.ofMillis(1)),
                clock)) {
      registry.publish(large);
      scenario.run(
          registry, new RegistryProxy("crates-io", store, upstream, ProxyConfig.defaults(), clock));
    }
  }

  @Test
  void crate_transferBreaks_goesOnWhereItStopped() throws Exception {
    with(
        FakeRegistry.builder(),
        (registry, proxy) -> {
          registry.when(large).times(1).then(Fault.truncateAfter(0.5));

          assertThat(fetch(proxy, large)).isEqualTo(large.file());

          List<RecordedRequest> asked = registry.log().matching(registry.downloadPath(large));
          assertThat(asked).hasSize(2);
          assertThat(asked.getFirst().header("range")).isEmpty();
          assertThat(asked.getLast().header("range"))
              .hasValueSatisfying(range -> assertThat(range).matches("bytes=1[0-9]{5}-"));
          assertThat(asked.getLast().header("if-range")).isPresent();
          assertThat(proxy.statistics().fills().resumed()).isEqualTo(1);
          assertThat(proxy.statistics().fills().bytes()).isEqualTo(large.size());
        });
  }

  @Test
  void crate_upstreamSendsNoParts_isPassedOverAndCompleted() throws Exception {
    with(
        FakeRegistry.builder().withoutRanges(),
        (registry, proxy) -> {
          registry.when(large).times(2).then(Fault.truncateAfter(0.5));

          assertThat(fetch(proxy, large)).isEqualTo(large.file());

          assertThat(registry.log().count(registry.downloadPath(large))).isEqualTo(3);
        });
  }

  @Test
  void crate_addressFailsInTheMiddle_isCompletedFromTheNext() throws Exception {
    try (FakeRegistry first = FakeRegistry.start();
        FakeRegistry second = FakeRegistry.start();
        Store store = Store.open(data, StoreOptions.defaults(), clock);
        Upstream upstream =
            new Upstream(
                List.of(first.sparseUrl(), second.sparseUrl()),
                UpstreamOptions.defaults("test").withRetryPause(Duration.ofMillis(1)),
                clock)) {
      first.publish(large);
      second.publish(large);
      first.when(large).times(1).then(Fault.truncateAfter(0.5));
      first.when(large).after(1).then(Fault.status(500));

      RegistryProxy proxy =
          new RegistryProxy("crates-io", store, upstream, ProxyConfig.defaults(), clock);
      assertThat(fetch(proxy, large)).isEqualTo(large.file());

      assertThat(second.log().count(second.downloadPath(large))).isEqualTo(1);
    }
  }

  @Test
  void crate_everyTransferBringsABit_isCompleted() throws Exception {
    with(
        FakeRegistry.builder(),
        (registry, proxy) -> {
          registry.when(large).times(6).then(Fault.truncateAfter(0.3));
          assertThat(fetch(proxy, large)).isEqualTo(large.file());
        });
  }

  @Test
  void crate_rangeIsAnsweredWithRubbish_isFetchedFromTheBeginning() throws Exception {
    with(
        FakeRegistry.builder(),
        (registry, proxy) -> {
          registry.when(large).times(1).then(Fault.truncateAfter(0.5));
          registry.when(request -> request.header("range").isPresent()).then(Fault.status(416));
          assertThat(fetch(proxy, large)).isEqualTo(large.file());
        });
  }

  @Test
  void crate_fileChangesWhileItIsFetched_isNeverCompleted() throws Exception {
    with(
        FakeRegistry.builder().downloadValidators(IndexValidators.NONE),
        (registry, proxy) -> {
          assertThatThrownBy(() -> fetchWhileTheFileChanges(registry, proxy, large, other))
              .hasCauseInstanceOf(IOException.class);
          assertThat(proxy.statistics().fills().failed()).isEqualTo(1);
        });
  }

  @Test
  void crate_smallFileChangesWhileItIsFetched_isFetchedOnceMore() throws Exception {
    with(
        FakeRegistry.builder().downloadValidators(IndexValidators.NONE),
        (registry, proxy) -> {
          registry.replace(small);
          assertThat(fetchWhileTheFileChanges(registry, proxy, small, otherSmall))
              .isEqualTo(small.file());
          assertThat(registry.log().count(registry.downloadPath(small))).isEqualTo(3);
        });
  }

  @Test
  void crate_fileChangesAndKeepsItsLength_isNeverCompleted() throws Exception {
    with(
        FakeRegistry.builder().downloadValidators(IndexValidators.NONE),
        (registry, proxy) -> {
          TestCrate wrong = ofEqualLength(large, 300_000);
          assertThatThrownBy(() -> fetchWhileTheFileChanges(registry, proxy, large, wrong))
              .hasCauseInstanceOf(IOException.class);
          assertThat(registry.log().count(registry.downloadPath(large))).isEqualTo(2);
          assertThat(fetch(proxy, large)).isEqualTo(large.file());
        });
  }

  @Test
  void crate_smallFileChangesAndKeepsItsLength_isFetchedOnceMore() throws Exception {
    with(
        FakeRegistry.builder().downloadValidators(IndexValidators.NONE),
        (registry, proxy) -> {
          registry.replace(small);
          TestCrate wrong = ofEqualLength(small, 9_000);
          assertThat(fetchWhileTheFileChanges(registry, proxy, small, wrong))
              .isEqualTo(small.file());
          assertThat(registry.log().count(registry.downloadPath(small))).isEqualTo(3);
        });
  }

  private static TestCrate ofEqualLength(TestCrate crate, int payload) {
    return LongStream.range(2, 1000)
        .mapToObj(seed -> CrateBuilder.crate("foo", "1.0.0").payload(payload, seed).build())
        .filter(candidate -> candidate.size() == crate.size())
        .findFirst()
        .orElseThrow();
  }

  /// Asks for `listed`, of which the upstream sends the first half of `wrong`.
  private static byte[] fetchWhileTheFileChanges(
      FakeRegistry registry, RegistryProxy proxy, TestCrate listed, TestCrate wrong)
      throws Exception {
    proxy.index(listed.name(), Wish.AS_KEPT);
    registry.replace(wrong);
    registry.when(listed).times(1).then(Fault.truncateAfter(0.5));
    Hook hang = registry.when(listed).after(1).times(1).then(Fault.hang());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<byte[]> fetched = threads.submit(() -> fetch(proxy, listed));
      registry.log().await(registry.downloadPath(listed), 2, LIMIT);
      registry.replace(listed);
      hang.release();
      return fetched.get();
    }
  }

  private static byte[] fetch(RegistryProxy proxy, TestCrate crate) throws IOException {
    return Replies.bytes(proxy.crate(crate.name(), crate.version(), crate.checksum()));
  }
}
