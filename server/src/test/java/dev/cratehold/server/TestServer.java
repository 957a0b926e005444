package dev.cratehold.server;

import dev.cratehold.gitindex.Completeness;
import dev.cratehold.gitindex.GitIndex;
import dev.cratehold.proxy.ProxyConfig;
import dev.cratehold.proxy.RegistryProxy;
import dev.cratehold.store.Store;
import dev.cratehold.store.StoreOptions;
import dev.cratehold.store.statistics.Statistics;
import dev.cratehold.testing.FakeClock;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.upstream.Upstream;
import dev.cratehold.upstream.UpstreamOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A server on loopback with everything behind it: a fake registry, a store in a directory of the
/// test, and a list of what went into the access log.
final class TestServer implements AutoCloseable {
  final FakeClock clock = new FakeClock();
  final FakeRegistry registry = FakeRegistry.start();
  final FakeSources sources = new FakeSources();
  private final LinkedBlockingQueue<AccessRecord> accessLog = new LinkedBlockingQueue<>();
  private final Store store;
  private final Upstream upstream;
  private final GitIndex git;
  private final CrateholdServer server;

  private TestServer(Path data, ServerConfig config, Statistics statistics) throws IOException {
    sources.statisticsAre(statistics);
    store = Store.open(data, StoreOptions.defaults(), clock);
    upstream =
        new Upstream(
            List.of(registry.sparseUrl()),
            UpstreamOptions.defaults("test").withRetryPause(Duration.ofMillis(1)),
            clock);
    RegistryProxy proxy =
        new RegistryProxy("crates-io", store, upstream, ProxyConfig.defaults(), clock);
    git = GitIndex.of(store, "crates-io", _ -> Completeness.State.PARTIAL, clock);
    server = CrateholdServer.start(config, proxy, git, sources, accessLog::add, clock);
  }

  /// Starts one on a free port.
  static TestServer start(Path data, ServerConfig config) throws IOException {
    return new TestServer(data, config, new FakeStatistics());
  }

  /// Starts one on a free port that counts what it serves here.
  static TestServer start(Path data, ServerConfig config, Statistics statistics)
      throws IOException {
    return new TestServer(data, config, statistics);
  }

  static TestServer start(Path data) throws IOException {
    return start(data, ServerConfig.local(0));
  }

  /// The next line of the access log.
  AccessRecord nextRecord() throws InterruptedException {
    return Objects.requireNonNull(accessLog.poll(20, TimeUnit.SECONDS), "nothing was logged");
  }

  CrateholdServer server() {
    return server;
  }

  int port() {
    return server.port();
  }

  RawClient connect() throws IOException {
    return RawClient.connect(port());
  }

  @Override
  public void close() throws IOException {
    server.close();
    git.close();
    upstream.close();
    store.close();
    registry.close();
  }
}
