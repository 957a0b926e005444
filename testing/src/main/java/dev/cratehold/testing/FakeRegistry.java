package dev.cratehold.testing;

import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import dev.cratehold.registry.SparseUrl;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PfxOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// A registry on 127.0.0.1 that real clients can use and that does what a test says: sparse index,
/// `config.json`, downloads, and faults on request.
///
/// ```java
/// try (FakeRegistry registry = FakeRegistry.start()) {
///   registry.publish(CrateBuilder.crate("foo", "1.0.0").build());
///   registry.when("/dl/.*").times(1).then(Fault.resetAfter(0.5));
///   …
///   assertThat(registry.log().count("/index/3/f/foo")).isEqualTo(1);
/// }
/// ```
///
/// Safe for use by several threads.
public final class FakeRegistry implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final long LIMIT_SECONDS = 30;

  private final FakeRegistryBuilder options;
  private final Vertx vertx;
  private final RegistryContent content;
  private final RequestLog log = new RequestLog();
  private final List<Hook> hooks = new CopyOnWriteArrayList<>();
  private final Door indexDoor;
  private final Optional<Door> otherDoor;
  private final RegistryRoutes routes;
  private final AtomicBoolean closed = new AtomicBoolean();

  private FakeRegistry(FakeRegistryBuilder options) {
    this.options = options;
    this.content = new RegistryContent(options.downloads());
    this.vertx = Vertx.vertx(vertxOptions());
    this.indexDoor = new Door();
    this.otherDoor = options.needsOtherPort() ? Optional.of(new Door()) : Optional.empty();
    this.routes = new RegistryRoutes(options, content, origins());
  }

  /// A registry without crates, with what [FakeRegistryBuilder] does by default.
  public static FakeRegistry start() {
    return builder().start();
  }

  public static FakeRegistryBuilder builder() {
    return new FakeRegistryBuilder();
  }

  static FakeRegistry start(FakeRegistryBuilder options) {
    return new FakeRegistry(options);
  }

  private static VertxOptions vertxOptions() {
    return new VertxOptions()
        .setEventLoopPoolSize(2)
        .setFileSystemOptions(
            new FileSystemOptions()
                .setFileCachingEnabled(false)
                .setClassPathResolvingEnabled(false));
  }

  /// Publishes crates; several versions of one crate stand in its index file in this order.
  public FakeRegistry publish(TestCrate... crates) {
    return publish(List.of(crates));
  }

  public FakeRegistry publish(Collection<TestCrate> crates) {
    crates.forEach(content::publish);
    return this;
  }

  /// Yanks a version: its line says so from now on.
  public void yank(String name, String version) {
    content.change(new CrateName(name), new CrateVersion(version), TestCrate::yanked);
  }

  public void unyank(String name, String version) {
    content.change(new CrateName(name), new CrateVersion(version), TestCrate::unyanked);
  }

  /// Puts another file and line in the place of a version, as a registry does that deletes a
  /// version and lets it be published anew.
  public void replace(TestCrate crate) {
    content.change(crate.name(), crate.version(), old -> crate);
  }

  /// Deletes a crate with all its versions.
  public void remove(String name) {
    content.remove(new CrateName(name));
  }

  /// Gives a crate exactly these bytes as its index file, until its versions change.
  public void putIndexFile(String name, byte[] body) {
    content.putIndexFile(new CrateName(name), body);
  }

  /// Gives every index file other validators, though its bytes stay, as a registry does that moves.
  public void renewValidators() {
    content.renew();
  }

  /// Begins a fault for requests whose whole path matches a regular expression.
  public Hook.Plan when(String regex) {
    Pattern pattern = Pattern.compile(regex);
    return when(request -> pattern.matcher(request.path()).matches());
  }

  /// Begins a fault for downloads of one file.
  public Hook.Plan when(TestCrate downloaded) {
    String path = downloadPath(downloaded);
    return when(request -> request.path().replace("%2B", "+").equals(path));
  }

  /// Begins a fault for requests by any of their properties.
  public Hook.Plan when(Predicate<RecordedRequest> condition) {
    return new Hook.Plan(condition, hooks::add);
  }

  /// Ends all faults and releases what waits.
  public void heal() {
    hooks.forEach(Hook::close);
    hooks.clear();
  }

  /// What was asked so far.
  public RequestLog log() {
    return log;
  }

  /// The URL of the index, which ends in a slash.
  public URI indexUrl() {
    return URI.create(indexDoor.origin(HOST) + options.indexPath());
  }

  /// The same as cargo writes it.
  public SparseUrl sparseUrl() {
    return new SparseUrl(indexUrl());
  }

  /// The port of the index.
  public int port() {
    return indexDoor.port;
  }

  /// The port of downloads or redirects, where that is another one.
  public int otherPort() {
    return otherDoor.orElseThrow().port;
  }

  /// The path at which a crate is downloaded.
  public String downloadPath(TestCrate crate) {
    return content.downloadPath(crate);
  }

  /// Goes away, connections included, and keeps what is published.
  public void stop() {
    indexDoor.shut();
    otherDoor.ifPresent(Door::shut);
  }

  /// Comes back on the same ports.
  public void restart() {
    indexDoor.open();
    otherDoor.ifPresent(Door::open);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      heal();
      await(vertx.close());
    }
  }

  private RegistryRoutes.Origins origins() {
    String index = indexDoor.origin(HOST);
    String downloads =
        switch (options.place()) {
          case SAME_PORT -> index;
          case OTHER_PORT -> otherDoor.orElseThrow().origin(HOST);
          case OTHER_HOST_NAME -> indexDoor.origin("localhost");
        };
    return new RegistryRoutes.Origins(
        index, downloads, otherDoor.map(door -> door.origin(HOST)).orElse(index));
  }

  private void handle(HttpServerRequest request) {
    RecordedRequest recorded = record(request);
    RequestLog.Ticket ticket = log.begin(recorded);
    AtomicBoolean ended = new AtomicBoolean();
    Runnable end =
        () -> {
          if (ended.compareAndSet(false, true)) {
            log.end();
          }
        };
    request.response().endHandler(ignored -> end.run());
    request.response().closeHandler(ignored -> end.run());
    request.response().exceptionHandler(ignored -> end.run());
    List<Hook> striking = hooks.stream().filter(hook -> hook.strikes(recorded)).toList();
    boolean onIndexPort = recorded.localPort() == indexDoor.port;
    new Transmission(vertx, request, striking, status -> log.answered(ticket, status))
        .run(() -> routes.answer(recorded, onIndexPort));
  }

  private static RecordedRequest record(HttpServerRequest request) {
    Map<String, String> headers = new HashMap<>();
    request
        .headers()
        .forEach((name, value) ->
            headers.merge(name.toLowerCase(Locale.ROOT), value, (a, b) -> a + ", " + b));
    return new RecordedRequest(
        request.method().name(),
        request.uri(),
        headers,
        request.version() == HttpVersion.HTTP_2 ? "HTTP/2" : "HTTP/1.1",
        request.remoteAddress().port(),
        request.localAddress().port(),
        Instant.now(),
        0);
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a fake registry started or stopped", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("a fake registry did not start or stop", e);
    }
  }

  /// A port that the registry listens on; the same one each time it is opened.
  private final class Door {
    private HttpServer server;
    private final int port;

    Door() {
      server = listen(0);
      port = server.actualPort();
    }

    private HttpServer listen(int wanted) {
      return await(
          vertx
              .createHttpServer(serverOptions())
              .requestHandler(FakeRegistry.this::handle)
              .listen(wanted, HOST));
    }

    private HttpServerOptions serverOptions() {
      HttpServerOptions http =
          new HttpServerOptions()
              .setHttp2ClearTextEnabled(options.speaksHttp2())
              .setMaxInitialLineLength(64 * 1024);
      http.getInitialSettings().setMaxConcurrentStreams(1000);
      options.certificate().ifPresent(certificate -> addTls(http, certificate));
      return http;
    }

    private void addTls(HttpServerOptions http, TestCertificate certificate) {
      Path keyStore = certificate.keyStore();
      http.setSsl(true)
          .setUseAlpn(options.speaksHttp2())
          .setKeyCertOptions(
              new PfxOptions().setPath(keyStore.toString()).setPassword(certificate.password()));
    }

    String origin(String host) {
      return (options.certificate().isPresent() ? "https://" : "http://") + host + ":" + port;
    }

    synchronized void shut() {
      await(server.close());
    }

    synchronized void open() {
      server = listen(port);
    }
  }
}
