package dev.cratehold.mirror.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.proxy.CacheStatus;
import dev.cratehold.proxy.IndexReply;
import dev.cratehold.proxy.ProxyConfig;
import dev.cratehold.proxy.RegistryProxy;
import dev.cratehold.proxy.Wish;
import dev.cratehold.registry.CrateVersion;
import dev.cratehold.store.CrateId;
import dev.cratehold.store.Store;
import dev.cratehold.store.StoreOptions;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeClock;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.Fault;
import dev.cratehold.testing.TestCrate;
import dev.cratehold.upstream.Upstream;
import dev.cratehold.upstream.UpstreamOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpstreamComparisonTest {
  private static final String INDEX = "/index/3/f/foo";
  private static final TestCrate OLD = CrateBuilder.crate("foo", "1.0.0").build();
  private static final TestCrate NEW = CrateBuilder.crate("foo", "1.1.0").build();
  private static final TestCrate PRE = CrateBuilder.crate("foo", "2.0.0-rc.1").build();

  @TempDir private Path data;

  private final FakeClock clock = new FakeClock();
  private FakeRegistry registry;
  private Store store;
  private Upstream upstream;
  private RegistryProxy proxy;

  @BeforeEach
  void open() throws IOException {
    registry = FakeRegistry.start().publish(OLD);
    store = Store.open(data, StoreOptions.defaults(), clock);
    upstream =
        new Upstream(
            List.of(registry.sparseUrl()),
            UpstreamOptions.defaults("test").withRetryPause(Duration.ofMillis(1)),
            clock);
    proxy = new RegistryProxy("crates-io", store, upstream, ProxyConfig.defaults(), clock);
  }

  @AfterEach
  void close() throws IOException {
    upstream.close();
    store.close();
    registry.close();
  }

  private UpstreamComparison comparison(NewerVersions newer) {
    return new UpstreamComparison(proxy, store, upstream, newer, clock);
  }

  private static UsedCrate used(String version) {
    return new UsedCrate(OLD.name(), Optional.of(new CrateVersion(version)));
  }

  private static CrateId id(TestCrate crate) {
    return new CrateId("crates-io", crate.name(), crate.version(), crate.checksum());
  }

  @Test
  void crates_askedForByAClient_isInUseForADay() throws Exception {
    assertThat(comparison(NewerVersions.LEFT).crates()).isEmpty();

    proxy.index(OLD.name(), Wish.AS_KEPT);

    assertThat(comparison(NewerVersions.LEFT).crates())
        .containsExactly(new UsedCrate(OLD.name(), Optional.empty()));
    clock.advance(Duration.ofHours(25));
    assertThat(comparison(NewerVersions.LEFT).crates()).isEmpty();
  }

  @Test
  void refresh_oldCopy_isConfirmedAndThenServedWithoutAsking() throws Exception {
    proxy.index(OLD.name(), Wish.AS_KEPT);
    clock.advance(Duration.ofMinutes(10));

    comparison(NewerVersions.LEFT).refresh(used("1.0.0"));

    assertThat(registry.log().count(INDEX)).isEqualTo(2);
    IndexReply.Found found = (IndexReply.Found) proxy.index(OLD.name(), Wish.AS_KEPT);
    assertThat(found.status()).isEqualTo(CacheStatus.HIT);
    assertThat(registry.log().count(INDEX)).isEqualTo(2);
  }

  @Test
  void refresh_newVersion_isLeftOrFetched() throws Exception {
    registry.publish(NEW, PRE);

    comparison(NewerVersions.LEFT).refresh(used("1.0.0"));
    assertThat(store.holds(id(NEW))).isFalse();

    clock.advance(Duration.ofMinutes(10));
    comparison(NewerVersions.FETCHED).refresh(used("1.0.0"));
    assertThat(store.holds(id(NEW))).isTrue();
    assertThat(store.holds(id(PRE))).isFalse();
    assertThat(store.holds(id(OLD))).isFalse();
  }

  @Test
  void refresh_nothingNewOrNoneHere_fetchesNothing() {
    registry.publish(NEW);

    comparison(NewerVersions.FETCHED).refresh(used("1.1.0"));
    clock.advance(Duration.ofMinutes(10));
    comparison(NewerVersions.FETCHED).refresh(new UsedCrate(OLD.name(), Optional.empty()));

    assertThat(registry.log().matching("/dl/.*")).isEmpty();
  }

  @Test
  void refresh_upstreamFails_keepsTheCopy() throws Exception {
    proxy.index(OLD.name(), Wish.AS_KEPT);
    clock.advance(Duration.ofMinutes(10));
    registry.when("/index/.*").then(Fault.status(500));

    comparison(NewerVersions.FETCHED).refresh(used("1.0.0"));

    assertThat(proxy.index(OLD.name(), Wish.AS_KEPT)).isInstanceOf(IndexReply.Found.class);
  }

  @Test
  void isPaused_upstreamIsLeftAlone_isTrue() {
    UpstreamComparison comparison = comparison(NewerVersions.LEFT);
    assertThat(comparison.isPaused()).isFalse();

    registry.stop();
    for (int i = 0; i < 20; i++) {
      clock.advance(Duration.ofSeconds(3));
      comparison.refresh(used("1.0.0"));
    }

    assertThat(comparison.isPaused()).isTrue();
  }

  @Test
  void start_andClose_refreshesWhatIsInUse() throws Exception {
    proxy.index(OLD.name(), Wish.AS_KEPT);
    clock.advance(Duration.ofMinutes(2));
    IndexRefresh.Plan plan = new IndexRefresh.Plan(Duration.ofMillis(20), NewerVersions.LEFT);

    IndexRefresh refresh = IndexRefresh.start(plan, proxy, store, upstream, clock);
    try (refresh) {
      registry.log().await(INDEX, 2, Duration.ofSeconds(30));
    }

    refresh.close();
  }
}
