package dev.cratehold.acceptance;

import dev.cratehold.gitindex.Completeness;
import dev.cratehold.gitindex.GitIndex;
import dev.cratehold.proxy.ProxyConfig;
import dev.cratehold.proxy.RegistryProxy;
import dev.cratehold.server.AccessLog;
import dev.cratehold.server.CrateholdServer;
import dev.cratehold.server.PrefetchDesk;
import dev.cratehold.server.PrefetchProgress;
import dev.cratehold.server.ServerConfig;
import dev.cratehold.server.ServerSources;
import dev.cratehold.store.Access;
import dev.cratehold.store.Alert;
import dev.cratehold.store.HeldCrate;
import dev.cratehold.store.ScrubMode;
import dev.cratehold.store.ScrubReport;
import dev.cratehold.store.Store;
import dev.cratehold.store.StoreOptions;
import dev.cratehold.store.StoreStatus;
import dev.cratehold.store.statistics.Statistics;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.upstream.SourceStatus;
import dev.cratehold.upstream.Upstream;
import dev.cratehold.upstream.UpstreamOptions;
import dev.cratehold.upstream.UpstreamStatistics;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// The parts of `cratehold serve` within this process, on a directory of any file system: what the
/// real command cannot be given is a disk that fails when the test says so.
final class InProcessCratehold implements AutoCloseable {
  private static final String MOUNT = "crates-io";

  private final Store store;
  private final Upstream upstream;
  private final GitIndex git;
  private final CrateholdServer server;

  private InProcessCratehold(Store store, Upstream upstream, GitIndex git, CrateholdServer server) {
    this.store = store;
    this.upstream = upstream;
    this.git = git;
    this.server = server;
  }

  /// Starts on a free port. Index files are asked for anew each time.
  static InProcessCratehold start(Path data, FakeRegistry registry) throws IOException {
    InstantSource clock = InstantSource.system();
    StoreOptions options = new StoreOptions(Access.READ_IF_NOT_WRITABLE, OptionalLong.empty(), 0);
    Store store = Store.open(data, options, clock);
    store.registry(MOUNT, registry.sparseUrl().toString());
    Upstream upstream =
        new Upstream(List.of(registry.sparseUrl()), UpstreamOptions.defaults("test"), clock);
    ProxyConfig config = ProxyConfig.defaults().withIndexTtl(Duration.ZERO);
    RegistryProxy proxy = new RegistryProxy(MOUNT, store, upstream, config, clock);
    GitIndex git = GitIndex.of(store, MOUNT, _ -> Completeness.State.PARTIAL, clock);
    CrateholdServer server =
        CrateholdServer.start(
            ServerConfig.local(0),
            proxy,
            git,
            new Sources(store, upstream),
            AccessLog.none(),
            clock);
    return new InProcessCratehold(store, upstream, git, server);
  }

  /// Without a token nobody comes to it.
  private static final class ClosedDesk implements PrefetchDesk {
    @Override
    public Receipt take(String order) {
      throw new IllegalStateException("an order came without a right");
    }

    @Override
    public List<PrefetchProgress> latest() {
      return List.of();
    }
  }

  private record Sources(Store kept, Upstream upstream) implements ServerSources {
    @Override
    public PrefetchDesk prefetches() {
      return new ClosedDesk();
    }

    @Override
    public StoreStatus store() {
      return kept.status();
    }

    @Override
    public Map<Alert.Kind, Long> alerts() {
      return kept.alerts().raised();
    }

    @Override
    public List<SourceStatus> upstreams() {
      return upstream.status();
    }

    @Override
    public UpstreamStatistics upstreamStatistics() {
      return upstream.statistics();
    }

    @Override
    public Statistics statistics() {
      return kept.statistics();
    }

    @Override
    public long crates() {
      return kept.crates();
    }

    @Override
    public List<HeldCrate> latestCrates(int limit) throws IOException {
      return kept.holdings().latest(limit);
    }
  }

  URI index() {
    return URI.create("http://127.0.0.1:" + server.port() + "/" + MOUNT + "/");
  }

  /// What `cratehold store verify --dry-run` does.
  ScrubReport verify() throws IOException {
    return store.scrub(ScrubMode.REPORT, (_, _) -> {});
  }

  @Override
  public void close() throws IOException {
    server.close();
    git.close();
    upstream.close();
    store.close();
  }
}
