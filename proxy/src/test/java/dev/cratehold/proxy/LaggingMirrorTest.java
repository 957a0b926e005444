package dev.cratehold.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cratehold.store.Store;
import dev.cratehold.store.StoreOptions;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeClock;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.TestCrate;
import dev.cratehold.upstream.Upstream;
import dev.cratehold.upstream.UpstreamException;
import dev.cratehold.upstream.UpstreamOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A second address that does not list yet what the first one, which is down, does.
class LaggingMirrorTest {
  private final FakeClock clock = new FakeClock();
  private final TestCrate old = CrateBuilder.crate("foo", "1.0.0").build();
  private final TestCrate latest = CrateBuilder.crate("foo", "1.0.1").build();
  private final FakeRegistry first = FakeRegistry.start().publish(old, latest);
  private final FakeRegistry mirror = FakeRegistry.start().publish(old);

  @TempDir private Path data;
  private Store store;
  private Upstream upstream;
  private RegistryProxy proxy;

  @BeforeEach
  void open() throws IOException {
    store = Store.open(data, StoreOptions.defaults(), clock);
    upstream =
        new Upstream(
            List.of(first.sparseUrl(), mirror.sparseUrl()),
            UpstreamOptions.defaults("test").withRetryPause(Duration.ofMillis(1)),
            clock);
    proxy = new RegistryProxy("crates-io", store, upstream, ProxyFixture.patient(), clock);
  }

  @AfterEach
  void close() throws IOException {
    upstream.close();
    store.close();
    first.close();
    mirror.close();
  }

  @Test
  void crate_mirrorDoesNotListIt_isAFailureAndNotMissing() throws IOException {
    first.stop();
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> fetch(latest)).isInstanceOf(UpstreamException.class);
      assertThatThrownBy(() -> proxy.crate(latest.name(), latest.version()))
          .isInstanceOf(UpstreamException.class);
    }
    clock.advance(Duration.ofHours(1));
    assertThatThrownBy(() -> fetch(latest)).isInstanceOf(UpstreamException.class);
  }

  @Test
  void crate_mirrorListsIt_isServed() throws IOException {
    first.stop();
    assertThat(fetch(old)).isEqualTo(old.file());
  }

  @Test
  void crate_firstIsBackAndDoesNotListItEither_isMissing() throws Exception {
    first.stop();
    assertThat(fetch(old)).isEqualTo(old.file());
    TestCrate unknown = CrateBuilder.crate("foo", "3.0.0").build();
    assertThatThrownBy(() -> fetch(unknown)).isInstanceOf(UpstreamException.class);

    first.restart();
    clock.advance(Duration.ofHours(1));

    assertThat(proxy.crate(unknown.name(), unknown.version(), unknown.checksum()))
        .isInstanceOf(CrateReply.Missing.class);
    assertThat(fetch(latest)).isEqualTo(latest.file());
  }

  private byte[] fetch(TestCrate crate) throws IOException {
    return Replies.bytes(proxy.crate(crate.name(), crate.version(), crate.checksum()));
  }
}
