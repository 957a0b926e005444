package dev.cratehold.server;

import dev.cratehold.proxy.RegistryProxy;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/// A running HTTP server for one registry: HTTP/1.1, and HTTP/2 in clear text by upgrade or by
/// prior knowledge. Closing it stops listening and closes its connections; it does not close the
/// proxy.
///
/// Safe for use by several threads.
public final class CrateholdServer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(CrateholdServer.class.getName());
  private static final int EVENT_LOOPS =
      Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 8);
  private static final long START_SECONDS = 30;
  private static final long STOP_SECONDS = 10;
  private static final int IDLE_SECONDS = 120;
  private static final int MAX_REQUEST_LINE = 4096;

  /// cargo asks for everything at once on one connection.
  private static final long MAX_STREAMS = 1024;

  private final Vertx vertx;
  private final int port;

  private CrateholdServer(Vertx vertx, int port) {
    this.vertx = vertx;
    this.port = port;
  }

  /// Starts to listen.
  ///
  /// @param sources how the parts behind the proxy do
  /// @param accessLog where answered requests are noted
  /// @param clock for the times in that log
  /// @throws IOException if that cannot be done, for instance because the port is taken
  public static CrateholdServer start(
      ServerConfig config,
      RegistryProxy proxy,
      ServerSources sources,
      AccessLog accessLog,
      InstantSource clock)
      throws IOException {
    Objects.requireNonNull(sources);
    Objects.requireNonNull(accessLog);
    Objects.requireNonNull(clock);
    Vertx vertx =
        Vertx.builder()
            .with(
                new VertxOptions()
                    .setEventLoopPoolSize(EVENT_LOOPS)
                    .setFileSystemOptions(
                        new FileSystemOptions()
                            .setClassPathResolvingEnabled(false)
                            .setFileCachingEnabled(false)))
            .withTransport(FilteredTransport.create())
            .build();
    RequestHandler handler =
        new RequestHandler(proxy, new PublicUrl(config.publicUrl(), config.trustedProxies()));
    AtomicInteger port = new AtomicInteger();
    Future<String> deployed =
        vertx.deployVerticle(
            () -> new Listener(address(config), handler, port),
            new DeploymentOptions().setInstances(EVENT_LOOPS));
    try {
      await(deployed, START_SECONDS);
    } catch (IOException e) {
      vertx.close();
      throw e;
    }
    return new CrateholdServer(vertx, port.get());
  }

  private static SocketAddress address(ServerConfig config) {
    return config.port() == 0
        ? SocketAddress.sharedRandomPort(1, config.bind())
        : SocketAddress.inetSocketAddress(config.port(), config.bind());
  }

  private static HttpServerOptions options() {
    return new HttpServerOptions()
        .setHttp2ClearTextEnabled(true)
        .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(MAX_STREAMS))
        .setMaxInitialLineLength(MAX_REQUEST_LINE)
        .setIdleTimeout(IDLE_SECONDS);
  }

  /// One of the event loops that share the port.
  private static final class Listener extends VerticleBase {
    private final SocketAddress address;
    private final RequestHandler handler;
    private final AtomicInteger port;

    Listener(SocketAddress address, RequestHandler handler, AtomicInteger port) {
      this.address = address;
      this.handler = handler;
      this.port = port;
    }

    @Override
    public Future<?> start() {
      return vertx
          .createHttpServer(options())
          .requestHandler(handler)
          .listen(address)
          .map(HttpServer::actualPort)
          .onSuccess(port::set);
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

  @Override
  public void close() {
    try {
      await(vertx.close(), STOP_SECONDS);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "the server did not stop cleanly", e);
    }
  }
}
