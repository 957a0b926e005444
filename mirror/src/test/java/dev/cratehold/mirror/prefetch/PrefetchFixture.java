package dev.cratehold.mirror.prefetch;

import dev.cratehold.mirror.prefetch.PrefetchOptions.Dependencies;
import dev.cratehold.mirror.prefetch.PrefetchOptions.Mode;
import dev.cratehold.proxy.ProxyConfig;
import dev.cratehold.proxy.RegistryProxy;
import dev.cratehold.registry.CrateVersion;
import dev.cratehold.store.CrateId;
import dev.cratehold.store.Store;
import dev.cratehold.store.StoreOptions;
import dev.cratehold.testing.FakeClock;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.TestCrate;
import dev.cratehold.upstream.Upstream;
import dev.cratehold.upstream.UpstreamOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/// A prefetch between a store on the disk and a fake registry.
final class PrefetchFixture implements AutoCloseable {
  static final String DOWNLOADS = "/dl/.*";

  final FakeClock clock = new FakeClock();
  final FakeRegistry registry = FakeRegistry.start();
  final Store store;
  final Upstream upstream;
  final RegistryProxy proxy;
  final RegistrySources sources;
  final Prefetch prefetch;

  PrefetchFixture(Path data) throws IOException {
    this(data, StoreOptions.defaults());
  }

  PrefetchFixture(Path data, StoreOptions options) throws IOException {
    store = Store.open(data, options, clock);
    upstream =
        new Upstream(
            List.of(registry.sparseUrl()),
            UpstreamOptions.defaults("test").withRetryPause(Duration.ofMillis(1)),
            clock);
    ProxyConfig patient = ProxyConfig.defaults();
    proxy = new RegistryProxy("crates-io", store, upstream, patient, clock);
    sources = RegistrySources.ofCratesIo(upstream.urls());
    prefetch = new Prefetch(proxy, store, sources);
  }

  PrefetchReport list(String... lines) throws IOException, InterruptedException {
    return run(prefetch.reader().list("list", String.join("\n", lines)), Mode.FETCH);
  }

  PrefetchReport run(PrefetchOrder order, Mode mode) throws InterruptedException {
    return prefetch.run(
        order, new PrefetchOptions(mode, Dependencies.FOLLOWED, 4), PrefetchListener.NONE);
  }

  PrefetchReport lock(String entries) throws IOException, InterruptedException {
    return run(lockOrder(entries), Mode.FETCH);
  }

  PrefetchOrder lockOrder(String entries) throws IOException {
    return prefetch.reader().lockFile("Cargo.lock", "version = 4\n\n" + entries);
  }

  static String entry(TestCrate crate) {
    return entry(crate, crate.checksum().hex());
  }

  static String entry(TestCrate crate, String checksum) {
    return """
    [[package]]
    name = "%s"
    version = "%s"
    source = "registry+https://github.com/rust-lang/crates.io-index"
    checksum = "%s"

    """
        .formatted(crate.name(), crate.version(), checksum);
  }

  static CrateId id(TestCrate crate) {
    return new CrateId("crates-io", crate.name(), crate.version(), crate.checksum());
  }

  static List<String> names(Collection<CrateId> crates) {
    return crates.stream().map(c -> c.name() + " " + version(c.version())).toList();
  }

  private static String version(CrateVersion version) {
    return version.value();
  }

  int downloads() {
    return registry.log().matching(DOWNLOADS).size();
  }

  @Override
  public void close() throws IOException {
    upstream.close();
    store.close();
    registry.close();
  }
}
