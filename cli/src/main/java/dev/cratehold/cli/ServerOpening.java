package dev.cratehold.cli;

import dev.cratehold.cli.config.Listening;
import dev.cratehold.cli.config.Upstreams;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.gitindex.Completeness;
import dev.cratehold.gitindex.GitIndex;
import dev.cratehold.proxy.ProxyConfig;
import dev.cratehold.proxy.RegistryProxy;
import dev.cratehold.server.AccessLog;
import dev.cratehold.server.AddressRange;
import dev.cratehold.server.AdminToken;
import dev.cratehold.server.CrateholdServer;
import dev.cratehold.server.Limits;
import dev.cratehold.server.PrefetchDesk;
import dev.cratehold.server.ServerConfig;
import dev.cratehold.server.ServerSources;
import dev.cratehold.store.Alert;
import dev.cratehold.store.HeldCrate;
import dev.cratehold.store.Store;
import dev.cratehold.store.StoreStatus;
import dev.cratehold.store.statistics.Statistics;
import dev.cratehold.upstream.SourceStatus;
import dev.cratehold.upstream.Upstream;
import dev.cratehold.upstream.UpstreamStatistics;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes a server listen.
final class ServerOpening {
  /// Index files in memory take an eighth of the heap.
  private static final int HEAP_PARTS = 8;

  private ServerOpening() {}

  /// How much memory index files may take.
  static long indexMemory() {
    return Runtime.getRuntime().maxMemory() / HEAP_PARTS;
  }

  static RegistryProxy proxy(Upstreams config, Store store, Upstream upstream) {
    ProxyConfig defaults =
        ProxyConfig.defaults().withIndexTtl(config.indexTtl()).withIndexMemory(indexMemory());
    ProxyConfig proxy = config.indexMaxStale().map(defaults::withMaxStale).orElse(defaults);
    return new RegistryProxy(RunningServer.MOUNT, store, upstream, proxy, InstantSource.system());
  }

  /// The registry's index for clients that know git alone.
  static GitIndex gitIndex(Store store, Completeness completeness) {
    return GitIndex.of(store, RunningServer.MOUNT, completeness, InstantSource.system());
  }

  /// Demands that the certificate can be used, if there is one. Returns what clients will hold
  /// against it, if anything.
  static Optional<String> requireCertificate(Listening config) throws Failure {
    if (config.tls().isPresent()) {
      try {
        return config.tls().get().check(Instant.now());
      } catch (IOException e) {
        throw Failure.failed(
            "cannot serve https",
            e,
            "--tls-cert names a PEM file with the certificate and those that lead to its authority,"
                + " --tls-key one with its key, not encrypted: RSA or EC");
      }
    }
    return Optional.empty();
  }

  /// The token of clients that may order prefetches, if there is one.
  static Optional<AdminToken> adminToken(Listening config) throws Failure {
    if (config.adminTokenFile().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(AdminToken.read(config.adminTokenFile().get()));
    } catch (IOException e) {
      throw Failure.failed(
          "cannot take the token of --admin-token-file",
          e,
          "it names a file whose first line is the token, at least 16 characters, such as"
              + " `openssl rand -hex 32` makes; whoever runs the server must be able to read it");
    }
  }

  static CrateholdServer listen(
      Listening config,
      RegistryProxy proxy,
      GitIndex git,
      ServerSources sources,
      AccessLog accessLog)
      throws Failure {
    var _ = requireCertificate(config);
    ServerConfig plain = config(config);
    ServerConfig server = adminToken(config).map(plain::withAdminToken).orElse(plain);
    try {
      return CrateholdServer.start(server, proxy, git, sources, accessLog, InstantSource.system());
    } catch (IOException e) {
      throw ListenFailure.of(config, e);
    }
  }

  static ServerConfig config(Listening config) {
    List<AddressRange> proxies = config.trustedProxies().stream().map(AddressRange::parse).toList();
    return new ServerConfig(
        config.bind(),
        config.port(),
        config.publicUrl(),
        proxies,
        config.tls(),
        config.h2c(),
        Limits.defaults().withConnections(config.maxConnections()),
        config.drain(),
        config.clientAddresses(),
        Optional.empty());
  }

  /// What the server tells about the parts that stand behind it.
  record Sources(Store kept, Upstream upstream, PrefetchDesk prefetches) implements ServerSources {
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
}
