package dev.cratehold.cli.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.cratehold.mirror.prefetch.Prefetch;
import dev.cratehold.mirror.prefetch.RegistrySources;
import dev.cratehold.proxy.ProxyConfig;
import dev.cratehold.proxy.RegistryProxy;
import dev.cratehold.server.PrefetchDesk.Receipt;
import dev.cratehold.server.PrefetchProgress;
import dev.cratehold.server.PrefetchProgress.Stage;
import dev.cratehold.store.Store;
import dev.cratehold.store.StoreOptions;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeClock;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.Fault;
import dev.cratehold.testing.Hook;
import dev.cratehold.upstream.Upstream;
import dev.cratehold.upstream.UpstreamOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrefetchQueueTest {
  private final FakeRegistry registry =
      FakeRegistry.start().publish(CrateBuilder.crate("foo", "1.0.0").build());
  private final FakeClock clock = new FakeClock();

  @TempDir Path data;
  private Store store;
  private Upstream upstream;
  private PrefetchQueue queue;

  @BeforeEach
  void start() throws IOException {
    store = Store.open(data, StoreOptions.defaults(), clock);
    upstream = new Upstream(registry.sparseUrl(), UpstreamOptions.defaults("test"), clock);
    RegistryProxy proxy =
        new RegistryProxy("crates-io", store, upstream, ProxyConfig.defaults(), clock);
    queue =
        PrefetchQueue.start(
            new Prefetch(proxy, store, RegistrySources.ofCratesIo(upstream.urls())), clock);
  }

  @AfterEach
  void stop() throws IOException {
    queue.close();
    upstream.close();
    store.close();
    registry.close();
  }

  private static void await(BooleanSupplier condition) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
          }
        });
  }

  private List<Long> ids() {
    return queue.latest().stream().map(PrefetchProgress::id).toList();
  }

  private Stage stage(long id) {
    return queue.latest().stream()
        .filter(order -> order.id() == id)
        .map(PrefetchProgress::stage)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void take_whileOneIsCarriedOut_waitsUntilTooManyDo() {
    Hook hang = registry.when("/index/.*").then(Fault.hang());
    assertThat(queue.take("foo\n")).isEqualTo(new Receipt.Accepted(1, 1));
    await(() -> stage(1) instanceof Stage.Running);
    for (int id = 2; id <= 17; id++) {
      assertThat(queue.take("foo\n")).isEqualTo(new Receipt.Accepted(id, 1));
    }
    assertThat(queue.take("foo\n")).isEqualTo(new Receipt.Full(16, Duration.ofMinutes(1)));
    assertThat(stage(17)).isEqualTo(new Stage.Waiting());

    hang.close();
    await(() -> stage(17) instanceof Stage.Done);
    assertThat(stage(1)).isInstanceOfSatisfying(Stage.Done.class, done -> fetchedOne(done));
  }

  private static void fetchedOne(Stage.Done done) {
    assertThat(done.fetched()).isEqualTo(1);
    assertThat(done.failed()).isZero();
  }

  @Test
  void latest_moreOrdersThanAreRemembered_areTheLast() {
    for (long id = 1; id <= 40; id++) {
      long each = id;
      assertThat(queue.take("foo\n")).isEqualTo(new Receipt.Accepted(each, 1));
      await(() -> stage(each) instanceof Stage.Done);
    }

    assertThat(ids()).isEqualTo(LongStream.rangeClosed(9, 40).boxed().toList().reversed());
  }

  @Test
  void take_noOrder_isMalformedAndNotRemembered() {
    for (String text : List.of("", "# nothing\n", "no/crate\n", "foo\n".repeat(200_001))) {
      assertThat(queue.take(text)).isInstanceOf(Receipt.Malformed.class);
    }
    assertThat(ids()).isEmpty();
  }
}
