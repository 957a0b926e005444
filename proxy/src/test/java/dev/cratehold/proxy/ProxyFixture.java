package dev.cratehold.proxy;

import dev.cratehold.store.Alert;
import dev.cratehold.store.CrateId;
import dev.cratehold.store.RaisedAlert;
import dev.cratehold.store.Store;
import dev.cratehold.store.StoreOptions;
import dev.cratehold.testing.FakeClock;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.FakeRegistryBuilder;
import dev.cratehold.testing.TestCrate;
import dev.cratehold.upstream.Upstream;
import dev.cratehold.upstream.UpstreamOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A proxy between a store on the disk and a registry that does what the test says, on a clock that
/// stands still.
final class ProxyFixture implements AutoCloseable {
  static final String MOUNT = "crates-io";

  final FakeClock clock = new FakeClock();
  final FakeRegistry registry;
  final Store store;
  final Upstream upstream;
  final RegistryProxy proxy;

  private ProxyFixture(Path data, FakeRegistryBuilder builder, ProxyConfig config)
      throws IOException {
    registry = builder.start();
    store = Store.open(data, StoreOptions.defaults(), clock);
    upstream =
        new Upstream(
            List.of(registry.sparseUrl()),
            UpstreamOptions.defaults("test").withRetryPause(Duration.ofMillis(1)),
            clock);
    proxy = new RegistryProxy(MOUNT, store, upstream, config, clock);
  }

  static ProxyFixture open(Path data) throws IOException {
    return open(data, patient());
  }

  static ProxyFixture open(Path data, ProxyConfig config) throws IOException {
    return new ProxyFixture(data, FakeRegistry.builder(), config);
  }

  static ProxyFixture open(Path data, FakeRegistryBuilder builder) throws IOException {
    return new ProxyFixture(data, builder, patient());
  }

  /// The defaults, but with so much patience that a slow machine makes no answer stale.
  static ProxyConfig patient() {
    return ProxyConfig.defaults().withStaleAfter(Duration.ofSeconds(20));
  }

  static CrateId id(TestCrate crate) {
    return new CrateId(MOUNT, crate.name(), crate.version(), crate.checksum());
  }

  CrateReply reply(TestCrate crate) throws IOException {
    return proxy.crate(crate.name(), crate.version(), crate.checksum());
  }

  byte[] fetch(TestCrate crate) throws IOException {
    return Replies.bytes(reply(crate));
  }

  IndexReply.Found index(TestCrate crate) throws IOException {
    return (IndexReply.Found) proxy.index(crate.name(), Wish.AS_KEPT);
  }

  /// The alerts of a kind.
  List<Alert> alerts(Alert.Kind kind) throws IOException {
    return store.alerts().recent(100).stream()
        .map(RaisedAlert::alert)
        .filter(alert -> alert.kind() == kind)
        .toList();
  }

  @Override
  public void close() throws IOException {
    upstream.close();
    store.close();
    registry.close();
  }
}
