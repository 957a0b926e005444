package dev.cratehold.cli;

import dev.cratehold.cli.config.Environment;
import dev.cratehold.cli.config.ServeConfig;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.cli.terminal.Problem;
import dev.cratehold.proxy.ProxyConfig;
import dev.cratehold.proxy.RegistryProxy;
import dev.cratehold.server.AccessLog;
import dev.cratehold.server.AddressRange;
import dev.cratehold.server.ClearTextHttp2;
import dev.cratehold.server.CrateholdServer;
import dev.cratehold.server.Limits;
import dev.cratehold.server.ServerConfig;
import dev.cratehold.server.ServerSources;
import dev.cratehold.store.Alert;
import dev.cratehold.store.Store;
import dev.cratehold.store.StoreOptions;
import dev.cratehold.store.StoreStatus;
import dev.cratehold.upstream.SourceStatus;
import dev.cratehold.upstream.Upstream;
import dev.cratehold.upstream.UpstreamException;
import dev.cratehold.upstream.UpstreamOptions;
import dev.cratehold.upstream.UpstreamStatistics;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A server with everything that it stands on: the store, the upstream, the registry between them.
/// Closing it closes all of them; idempotent.
///
/// Safe for use by several threads.
final class RunningServer implements AutoCloseable {
  /// The path under which the registry is served.
  static final String MOUNT = "crates-io";

  private static final Logger LOGGER = System.getLogger(RunningServer.class.getName());

  private final Store store;
  private final Upstream upstream;
  private final CrateholdServer server;

  private RunningServer(Store store, Upstream upstream, CrateholdServer server) {
    this.store = store;
    this.upstream = upstream;
    this.server = server;
  }

  /// Starts a server as it is configured.
  ///
  /// @throws Failure that says which part could not be started, and what to do
  static RunningServer start(ServeConfig config, Environment environment) throws Failure {
    UpstreamOptions options = upstreamOptions(config, environment);
    Store store = openStore(config);
    try {
      Upstream upstream = openUpstream(config, options);
      try {
        return new RunningServer(store, upstream, listen(config, store, upstream));
      } catch (Failure | RuntimeException e) {
        upstream.close();
        throw e;
      }
    } catch (Failure | RuntimeException e) {
      closeAfter(store, e);
      throw e;
    }
  }

  private static void closeAfter(Store store, Exception failure) {
    try {
      store.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private static UpstreamOptions upstreamOptions(ServeConfig config, Environment environment)
      throws Failure {
    try {
      return UpstreamOptions.fromEnvironment(Version.NUMBER, environment.variables())
          .withMoreCaFiles(config.upstreamCa());
    } catch (IllegalArgumentException e) {
      throw Failure.usage(
          List.of(Problem.of("the environment variable " + e.getMessage(), "correct or unset it")));
    }
  }

  private static Store openStore(ServeConfig config) throws Failure {
    try {
      Store store = Store.open(config.data(), StoreOptions.defaults(), InstantSource.system());
      try {
        long forgotten = store.registry(MOUNT, config.upstream().toString());
        if (forgotten > 0) {
          LOGGER.log(
              Level.INFO, "the upstream is another one: {0} index files forgotten", forgotten);
        }
        return store;
      } catch (IOException e) {
        closeAfter(store, e);
        throw e;
      }
    } catch (IOException e) {
      throw Failure.failed(
          "cannot open the store in " + config.data(), e, "--data names another directory");
    }
  }

  private static Upstream openUpstream(ServeConfig config, UpstreamOptions options) throws Failure {
    try {
      return new Upstream(List.of(config.upstream()), options, InstantSource.system());
    } catch (IOException e) {
      throw Failure.failed(
          "cannot use the certificates for the upstream",
          e,
          "--upstream-ca and SSL_CERT_FILE name PEM files of certificates");
    }
  }

  private static CrateholdServer listen(ServeConfig config, Store store, Upstream upstream)
      throws Failure {
    RegistryProxy proxy =
        new RegistryProxy(
            MOUNT,
            store,
            upstream,
            ProxyConfig.defaults().withIndexTtl(config.indexTtl()),
            InstantSource.system());
    List<AddressRange> proxies = config.trustedProxies().stream().map(AddressRange::parse).toList();
    try {
      return CrateholdServer.start(
          new ServerConfig(
              config.bind(),
              config.port(),
              config.publicUrl(),
              proxies,
              Optional.empty(),
              ClearTextHttp2.OFFERED,
              Limits.defaults(),
              ServerConfig.DEFAULT_DRAIN),
          proxy,
          new Sources(store, upstream),
          AccessLog.none(),
          InstantSource.system());
    } catch (IOException e) {
      throw ListenFailure.of(config, e);
    }
  }

  /// What the server tells about the parts that stand behind it.
  private record Sources(Store kept, Upstream upstream) implements ServerSources {
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
  }

  /// The port that it listens on.
  int port() {
    return server.port();
  }

  /// Asks the upstream for its configuration, so that the first client does not wait for the
  /// connection, and whoever starts the server learns at once when it cannot be made.
  void greetUpstream() {
    try {
      var _ = upstream.config();
      LOGGER.log(Level.DEBUG, "the upstream {0} answers", upstream.urls().getFirst());
    } catch (UpstreamException e) {
      LOGGER.log(
          Level.WARNING,
          "the upstream cannot be reached; what is stored is served: {0}",
          e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    try (store;
        upstream) {
      server.close();
    }
  }
}
