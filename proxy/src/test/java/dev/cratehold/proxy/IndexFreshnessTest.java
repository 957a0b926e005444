package dev.cratehold.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cratehold.registry.CrateName;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.Fault;
import dev.cratehold.testing.TestCrate;
import dev.cratehold.upstream.UpstreamException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How old an index file may be that is served, by the settings and by the client's wish.
class IndexFreshnessTest {
  private static final CrateName FOO = new CrateName("foo");
  private static final String FOO_INDEX = "/index/3/f/foo";

  private final TestCrate foo = CrateBuilder.crate("foo", "1.0.0").build();
  private final TestCrate newer = CrateBuilder.crate("foo", "2.0.0").build();

  @TempDir private Path data;

  @Test
  void index_ofAnyKind_saysHowLongAgoTheUpstreamVouchedForIt() throws IOException {
    try (ProxyFixture fixture = ProxyFixture.open(data)) {
      fixture.registry.publish(foo);
      assertThat(fixture.index(foo).age()).isZero();
      fixture.clock.advance(Duration.ofSeconds(50));
      assertThat(fixture.index(foo).age()).hasSeconds(50);
      fixture.clock.advance(Duration.ofSeconds(50));
      assertThat(fixture.index(foo).age()).isZero();
      fixture.registry.when(FOO_INDEX).then(Fault.status(500));
      fixture.clock.advance(Duration.ofHours(3));
      assertThat(fixture.index(foo).age()).hasHours(3);
      fixture.clock.advance(Duration.ofHours(-30));
      assertThat(fixture.index(foo).age()).isZero();
    }
  }

  @Test
  void index_olderThanTheHardLimitAndUpstreamFails_isNotServed() throws IOException {
    ProxyConfig config = ProxyFixture.patient().withMaxStale(Duration.ofHours(1));
    try (ProxyFixture fixture = ProxyFixture.open(data, config)) {
      fixture.registry.publish(foo);
      fixture.index(foo);
      fixture.registry.when(FOO_INDEX).then(Fault.status(500));
      fixture.clock.advance(Duration.ofHours(1));
      assertThat(fixture.index(foo).status()).isEqualTo(CacheStatus.STALE);

      fixture.clock.advance(Duration.ofSeconds(1));
      assertThatThrownBy(() -> fixture.index(foo)).isInstanceOf(UpstreamException.class);
      assertThatThrownBy(() -> fixture.index(foo)).isInstanceOf(UpstreamException.class);
      assertThat(fixture.fetch(foo)).isEqualTo(foo.file());

      fixture.registry.heal();
      fixture.clock.advance(Duration.ofMinutes(1));
      assertThat(fixture.index(foo).status()).isEqualTo(CacheStatus.REVALIDATED);
    }
  }

  @Test
  void index_upstreamRefusesAnotherOne_isRevalidatedAllTheSame() throws IOException {
    try (ProxyFixture fixture = ProxyFixture.open(data)) {
      fixture.registry.publish(foo);
      fixture.index(foo);
      fixture.registry.when("/index/3/b/bar").then(Fault.status(403));
      fixture.clock.advance(Duration.ofMinutes(1));

      assertThatThrownBy(() -> fixture.proxy.index(new CrateName("bar"), Wish.AS_KEPT))
          .isInstanceOf(UpstreamException.class);

      assertThat(fixture.index(foo).status()).isEqualTo(CacheStatus.REVALIDATED);
    }
  }

  @Test
  void index_upstreamRefusesThisClient_isServedStaleAndUpstreamLeftAlone() throws IOException {
    try (ProxyFixture fixture = ProxyFixture.open(data)) {
      fixture.registry.publish(foo);
      fixture.index(foo);
      fixture.registry.when("/index/.*").then(Fault.status(401));
      fixture.clock.advance(Duration.ofMinutes(1));

      assertThat(fixture.index(foo).status()).isEqualTo(CacheStatus.STALE);
      assertThat(fixture.index(foo).status()).isEqualTo(CacheStatus.STALE);

      assertThat(fixture.registry.log().count(FOO_INDEX)).isEqualTo(2);
    }
  }

  @Test
  void index_refreshed_isAskedForAtMostOnceASecond() throws IOException {
    try (ProxyFixture fixture = ProxyFixture.open(data)) {
      fixture.registry.publish(foo);
      fixture.index(foo);
      fixture.registry.publish(newer);
      assertThat(refreshed(fixture)).doesNotContain(newer.indexLine());
      fixture.clock.advance(Duration.ofSeconds(1));
      assertThat(refreshed(fixture)).contains(newer.indexLine());
      assertThat(refreshed(fixture)).contains(newer.indexLine());
      assertThat(fixture.registry.log().count(FOO_INDEX)).isEqualTo(2);
    }
  }

  @Test
  void index_refreshedAndUpstreamFails_isServedStale() throws IOException {
    try (ProxyFixture fixture = ProxyFixture.open(data)) {
      fixture.registry.publish(foo);
      fixture.index(foo);
      fixture.registry.when(FOO_INDEX).then(Fault.status(500));
      fixture.clock.advance(Duration.ofSeconds(5));
      assertThat(fixture.proxy.index(FOO, Wish.REFRESHED))
          .isInstanceOfSatisfying(
              IndexReply.Found.class,
              found -> assertThat(found.status()).isEqualTo(CacheStatus.STALE));
      assertThat(fixture.index(foo).status()).isEqualTo(CacheStatus.HIT);
    }
  }

  @Test
  void index_refreshed_doesNotBelieveThatThereIsNone() throws IOException {
    try (ProxyFixture fixture = ProxyFixture.open(data)) {
      assertThat(fixture.proxy.index(FOO, Wish.AS_KEPT)).isInstanceOf(IndexReply.Missing.class);
      fixture.registry.publish(foo);
      assertThat(fixture.proxy.index(FOO, Wish.REFRESHED))
          .isEqualTo(new IndexReply.Missing(CacheStatus.NEGATIVE));
      fixture.clock.advance(Duration.ofSeconds(1));
      assertThat(fixture.proxy.index(FOO, Wish.AS_KEPT))
          .isEqualTo(new IndexReply.Missing(CacheStatus.NEGATIVE));
      assertThat(refreshed(fixture)).contains(foo.indexLine());
      assertThat(fixture.proxy.statistics().negativeEntries()).isZero();
    }
  }

  @Test
  void statistics_ofIndexFiles_countWhatClientsWereTold() throws IOException {
    try (ProxyFixture fixture = ProxyFixture.open(data)) {
      fixture.registry.publish(foo);
      fixture.index(foo);
      fixture.index(foo);
      fixture.proxy.indexFromMemory(FOO);
      fixture.proxy.index(new CrateName("bar"), Wish.AS_KEPT);
      fixture.registry.when("/index/.*").then(Fault.status(500));
      assertThatThrownBy(() -> fixture.proxy.index(new CrateName("qux"), Wish.AS_KEPT))
          .isInstanceOf(UpstreamException.class);

      ProxyStatistics statistics = fixture.proxy.statistics();
      assertThat(statistics.index().found())
          .containsEntry(CacheStatus.MISS, 1L)
          .containsEntry(CacheStatus.HIT, 2L)
          .containsEntry(CacheStatus.STALE, 0L);
      assertThat(statistics.index().missing()).isEqualTo(1);
      assertThat(statistics.index().failed()).isEqualTo(1);
      assertThat(statistics.negativeEntries()).isEqualTo(1);
      assertThat(statistics.indexMemoryBytes()).isPositive();
      assertThat(statistics.indexFlights()).isZero();
    }
  }

  @Test
  void statistics_ofCrates_countHitsMissesAndFills() throws IOException {
    try (ProxyFixture fixture = ProxyFixture.open(data)) {
      fixture.registry.publish(foo, newer);
      fixture.fetch(foo);
      fixture.fetch(foo);
      fixture.proxy.crate(FOO, newer.version(), foo.checksum());
      fixture.registry.when(newer).then(Fault.corrupt());
      assertThatThrownBy(() -> fixture.fetch(newer)).isInstanceOf(IOException.class);

      ProxyStatistics statistics = fixture.proxy.statistics();
      assertThat(statistics.crates().found())
          .containsEntry(CacheStatus.MISS, 1L)
          .containsEntry(CacheStatus.HIT, 1L);
      assertThat(statistics.crates().missing()).isEqualTo(1);
      assertThat(statistics.crates().failed()).isEqualTo(1);
      assertThat(statistics.fills().started()).isEqualTo(2);
      assertThat(statistics.fills().failed()).isEqualTo(1);
      assertThat(statistics.fills().unstored()).isZero();
    }
  }

  private static String refreshed(ProxyFixture fixture) throws IOException {
    IndexReply.Found found = (IndexReply.Found) fixture.proxy.index(FOO, Wish.REFRESHED);
    return new String(found.copy().body(), StandardCharsets.UTF_8);
  }
}
