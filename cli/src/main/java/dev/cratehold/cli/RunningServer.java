package dev.cratehold.cli;

import dev.cratehold.cli.config.Environment;
import dev.cratehold.cli.config.Mirroring;
import dev.cratehold.cli.config.ServeConfig;
import dev.cratehold.cli.logging.AccessLogWriter;
import dev.cratehold.cli.mirror.BackgroundCatalogFill;
import dev.cratehold.cli.mirror.BackgroundMirror;
import dev.cratehold.cli.mirror.BackgroundPrefetch;
import dev.cratehold.cli.mirror.PrefetchQueue;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.gitindex.Completeness;
import dev.cratehold.gitindex.GitIndex;
import dev.cratehold.mirror.catalog.CatalogFill;
import dev.cratehold.mirror.prefetch.Prefetch;
import dev.cratehold.mirror.prefetch.RegistrySources;
import dev.cratehold.mirror.refresh.IndexRefresh;
import dev.cratehold.proxy.RegistryProxy;
import dev.cratehold.server.AccessLog;
import dev.cratehold.server.CrateholdServer;
import dev.cratehold.store.Store;
import dev.cratehold.store.StoreStatus;
import dev.cratehold.upstream.Catalog;
import dev.cratehold.upstream.Upstream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// A server with everything that it stands on: the store, the upstream, the registry between them.
/// Closing it closes all of them; idempotent.
///
/// Safe for use by several threads.
final class RunningServer implements AutoCloseable {
  /// The path under which the registry is served.
  static final String MOUNT = "crates-io";

  /// A background scrub reads no faster, so that clients do not wait for the disk.
  private static final long SCRUB_BYTES_PER_SECOND = 20L << 20;

  /// How often a catalog is looked at if index files are not refreshed on a timer.
  private static final Duration CATALOG_INTERVAL = Duration.ofMinutes(10);

  private final OpenParts parts;
  private final Store store;
  private final Upstream upstream;
  private final CrateholdServer server;

  private RunningServer(OpenParts parts, Store store, Upstream upstream, CrateholdServer server) {
    this.parts = parts;
    this.store = store;
    this.upstream = upstream;
    this.server = server;
  }

  /// Starts a server as it is configured.
  ///
  /// @param out where an access log goes that is wanted on standard output
  /// @throws Failure that says which part could not be started, and what to do
  static RunningServer start(ServeConfig config, Environment environment, PrintStream out)
      throws Failure {
    OpenParts parts = new OpenParts();
    try {
      return start(config, environment, out, parts);
    } catch (Failure | RuntimeException e) {
      parts.closeAfter(e);
      throw e;
    }
  }

  private static RunningServer start(
      ServeConfig config, Environment environment, PrintStream out, OpenParts parts)
      throws Failure {
    Store store = parts.add(StoreOpening.open(config));
    Upstream upstream = parts.add(UpstreamOpening.open(config, environment));
    Optional<AccessLogWriter> accessLog =
        AccessLogOpening.open(config.logging(), out).map(parts::add);
    RegistryProxy proxy = ServerOpening.proxy(config.upstreams(), store, upstream);
    GitIndex git =
        parts.add(
            ServerOpening.gitIndex(store, completeness(config, parts, store, upstream, proxy)));
    Prefetch prefetch = new Prefetch(proxy, store, RegistrySources.ofCratesIo(upstream.urls()));
    PrefetchQueue queue = parts.add(PrefetchQueue.start(prefetch, InstantSource.system()));
    CrateholdServer server =
        parts.add(
            ServerOpening.listen(
                config.listening(),
                proxy,
                git,
                new ServerOpening.Sources(store, upstream, queue),
                accessLog.<AccessLog>map(log -> log).orElse(AccessLog.none())));
    parts.add(
        store.keepCollecting(StoreOpening.limits(config.storage()), config.storage().gcInterval()));
    Optional<Duration> scrubInterval = config.storage().scrubInterval();
    if (scrubInterval.isPresent()) {
      parts.add(store.keepScrubbing(scrubInterval.get(), SCRUB_BYTES_PER_SECOND));
    }
    refresh(config.mirroring(), parts, store, upstream, proxy);
    if (!config.mirroring().prefetch().isEmpty()) {
      parts.add(BackgroundPrefetch.start(config.mirroring().prefetch(), prefetch));
    }
    if (config.mirroring().enabled()) {
      parts.add(
          BackgroundMirror.start(
              config.mirroring(), new OpenRegistry(new OpenParts(), store, upstream, proxy)));
    }
    return new RunningServer(parts, store, upstream, server);
  }

  /// What brings all index files here once a git client wants them; without a catalog nothing does.
  private static Completeness completeness(
      ServeConfig config, OpenParts parts, Store store, Upstream upstream, RegistryProxy proxy) {
    Optional<Catalog> catalog = upstream.catalog();
    if (catalog.isEmpty()) {
      return _ -> Completeness.State.PARTIAL;
    }
    String url = upstream.urls().getFirst().toString();
    CatalogFill fill = new CatalogFill(proxy, store, catalog.get(), url, InstantSource.system());
    Duration interval = config.mirroring().refresh().orElse(CATALOG_INTERVAL);
    return parts.add(new BackgroundCatalogFill(fill, interval));
  }

  private static void refresh(
      Mirroring config, OpenParts parts, Store store, Upstream upstream, RegistryProxy proxy) {
    if (config.refresh().isPresent()) {
      IndexRefresh.Plan plan = new IndexRefresh.Plan(config.refresh().get(), config.newer());
      parts.add(IndexRefresh.start(plan, proxy, store, upstream, InstantSource.system()));
    }
  }

  /// The port that it listens on.
  int port() {
    return server.port();
  }

  /// Whether its store can take more.
  StoreStatus storeStatus() {
    return store.status();
  }

  /// Asks the upstream for its configuration.
  void greetUpstream() {
    UpstreamOpening.greet(upstream);
  }

  @Override
  public void close() throws IOException {
    parts.close();
  }
}
