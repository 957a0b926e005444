package dev.cratehold.server;

import dev.cratehold.gitindex.GitIndex;
import dev.cratehold.proxy.RegistryProxy;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/// A running HTTP server for one registry: HTTP/1.1 and HTTP/2, with TLS, or in clear text, where
/// HTTP/2 comes by upgrade or by prior knowledge. Closing it stops listening, lets the answers that
/// run end within [ServerConfig#drain()], and cuts the rest; it does not close the proxy.
///
/// Safe for use by several threads.
public final class CrateholdServer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(CrateholdServer.class.getName());
  private static final int EVENT_LOOPS =
      Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 8);
  private static final long START_SECONDS = 30;
  private static final long STOP_SECONDS = 10;

  /// What the decoder may take beyond what the gate before it lets pass.
  private static final int SLACK = 4;

  private final Vertx vertx;
  private final Connections connections;
  private final Optional<TlsReload> reload;
  private final int port;
  private final AtomicBoolean closed = new AtomicBoolean();

  private CrateholdServer(
      Vertx vertx, Connections connections, Optional<TlsReload> reload, int port) {
    this.vertx = vertx;
    this.connections = connections;
    this.reload = reload;
    this.port = port;
  }

  /// Starts to listen.
  ///
  /// @param git the registry's index for clients that know git alone
  /// @param sources how the parts behind the proxy do
  /// @param accessLog where answered requests are noted
  /// @param clock for the times in that log
  /// @throws IOException if that cannot be done, for instance because the port is taken
  public static CrateholdServer start(
      ServerConfig config,
      RegistryProxy proxy,
      GitIndex git,
      ServerSources sources,
      AccessLog accessLog,
      InstantSource clock)
      throws IOException {
    Optional<TlsPair> pair = Optional.empty();
    if (config.tls().isPresent()) {
      TlsFiles files = config.tls().get();
      pair = Optional.of(TlsPair.read(files));
      pair.get()
          .objection(clock.instant())
          .ifPresent(text ->
              LOG.log(
                  System.Logger.Level.WARNING,
                  "clients will refuse the certificate in {0}: {1}",
                  files.certificate(),
                  text));
    }
    Connections connections = new Connections(config.limits(), config.drain());
    Metrics metrics = new Metrics(connections, sources, proxy);
    RequestHandler handler =
        new RequestHandler(
            proxy,
            git,
            config,
            new Telemetry(
                metrics,
                new Traffic(proxy.mount(), sources.statistics(), config),
                accessLog,
                clock),
            new OperationResponder(connections, sources, metrics),
            new PageResponder(
                proxy.mount(), new Overviews(sources, clock), config.clientAddresses()),
            new PrefetchResponder(sources.prefetches(), config));
    RequestBodies bodies = RequestBodies.of(proxy.mount());
    return listen(new Binding(config, bodies, pair), connections, handler);
  }

  /// How connections are taken.
  private record Binding(ServerConfig config, RequestBodies bodies, Optional<TlsPair> pair) {}

  private static CrateholdServer listen(
      Binding binding, Connections connections, RequestHandler handler) throws IOException {
    ServerConfig config = binding.config();
    Vertx vertx = vertx(binding, connections);
    List<HttpServer> servers = new CopyOnWriteArrayList<>();
    Future<String> deployed =
        vertx.deployVerticle(
            () -> new Listener(binding, handler, servers),
            new DeploymentOptions().setInstances(EVENT_LOOPS));
    try {
      await(deployed, START_SECONDS);
    } catch (IOException e) {
      vertx.close();
      throw e;
    }
    HttpServer first = servers.getFirst();
    Optional<TlsReload> reload =
        binding.pair().map(p -> new TlsReload(config.tls().orElseThrow(), p, first));
    reload.ifPresent(r -> r.start(vertx));
    return new CrateholdServer(vertx, connections, reload, first.actualPort());
  }

  private static Vertx vertx(Binding binding, Connections connections) {
    return Vertx.builder()
        .with(
            new VertxOptions()
                .setEventLoopPoolSize(EVENT_LOOPS)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)))
        .withTransport(FilteredTransport.create(binding.config(), binding.bodies(), connections))
        .build();
  }

  private static SocketAddress address(ServerConfig config) {
    return config.port() == 0
        ? SocketAddress.sharedRandomPort(1, config.bind())
        : SocketAddress.inetSocketAddress(config.port(), config.bind());
  }

  private static HttpServerOptions options(ServerConfig config, Optional<TlsPair> pair) {
    Limits limits = config.limits();
    HttpServerOptions options =
        new HttpServerOptions()
            .setHttp2ClearTextEnabled(config.clearTextHttp2() == ClearTextHttp2.OFFERED)
            .setInitialSettings(
                new Http2Settings()
                    .setMaxConcurrentStreams(limits.streams())
                    .setMaxHeaderListSize(limits.headers()))
            .setHttp2RstFloodMaxRstFramePerWindow(limits.resets())
            .setMaxInitialLineLength(limits.requestLine() + SLACK)
            .setMaxHeaderSize(limits.headers() + limits.requestLine());
    pair.ifPresent(p ->
        options
            .setSsl(true)
            .setUseAlpn(true)
            .setSslEngineOptions(new JdkSSLEngineOptions())
            .setKeyCertOptions(p.keyCertOptions()));
    return options;
  }

  /// One of the event loops that share the port.
  private static final class Listener extends VerticleBase {
    private final ServerConfig config;
    private final RequestBodies bodies;
    private final Optional<TlsPair> pair;
    private final RequestHandler handler;
    private final List<HttpServer> servers;

    Listener(Binding binding, RequestHandler handler, List<HttpServer> servers) {
      this.config = binding.config();
      this.bodies = binding.bodies();
      this.pair = binding.pair();
      this.handler = handler;
      this.servers = servers;
    }

    @Override
    public Future<?> start() {
      return vertx
          .createHttpServer(options(config, pair))
          .connectionHandler(this::connected)
          .requestHandler(handler)
          .invalidRequestHandler(handler)
          .listen(address(config))
          .onSuccess(servers::add);
    }

    /// Where there is TLS, the bytes of requests can be seen only behind it.
    private void connected(HttpConnection http) {
      ClientConnection connection = ClientConnection.of(http);
      connection.speaks(http);
      if (pair.isPresent() && http.protocolVersion() != HttpVersion.HTTP_2) {
        connection
            .channel()
            .pipeline()
            .addBefore(
                "httpDecoder",
                "gate",
                new RequestGate(config.limits(), bodies, connection, ClearTextHttp2.OFF));
      }
    }
  }

  private static void await(Future<?> future, long seconds) throws IOException {
    try {
      var _ = future.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw cause instanceof IOException io ? io : new IOException(cause.getMessage(), cause);
    } catch (TimeoutException e) {
      throw new IOException("not done after " + seconds + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("stopped meanwhile", e);
    }
  }

  /// The TCP port that is listened on.
  public int port() {
    return port;
  }

  /// Looks now whether the certificate has changed; true if the server went over to another one.
  boolean reloadTls() throws IOException {
    if (reload.isEmpty()) {
      return false;
    }
    Future<Boolean> changed = reload.get().look();
    await(changed, STOP_SECONDS);
    return changed.result();
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      if (!connections.end()) {
        LOG.log(
            System.Logger.Level.WARNING,
            "{0} connections had not ended within {1} s and were cut",
            connections.count(),
            connections.drain().toMillis() / 1000.0);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    try {
      await(vertx.close(), STOP_SECONDS);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "the server did not stop cleanly", e);
    }
  }
}
