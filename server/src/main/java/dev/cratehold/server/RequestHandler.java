package dev.cratehold.server;

import dev.cratehold.proxy.RegistryProxy;
import dev.cratehold.registry.ApiError;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.DownloadTemplate;
import dev.cratehold.registry.RegistryConfig;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.util.Optional;

/// Finds out what a request asks for and has it answered. Runs on event loops and never waits.
final class RequestHandler implements Handler<HttpServerRequest> {
  private static final System.Logger LOG = System.getLogger(RequestHandler.class.getName());

  private final String mount;
  private final PublicUrl publicUrl;
  private final IndexResponder indexes;
  private final CrateResponder crates;

  RequestHandler(RegistryProxy proxy, PublicUrl publicUrl) {
    this.mount = proxy.mount();
    this.publicUrl = publicUrl;
    this.indexes = new IndexResponder(proxy);
    this.crates = new CrateResponder(proxy);
  }

  @Override
  public void handle(HttpServerRequest request) {
    if (LOG.isLoggable(System.Logger.Level.DEBUG)) {
      logWhenAnswered(request);
    }
    if (request.headers().getAll(HttpHeaders.HOST).size() > 1) {
      new Exchange(request).text(400, "The request has more than one Host header.");
      return;
    }
    String path = Optional.ofNullable(request.path()).orElse("");
    answer(new Exchange(request), Route.of(mount, path));
  }

  private void answer(Exchange exchange, Route route) {
    switch (route) {
      case Route.WebApi _ -> webApi(exchange);
      case Route.Nothing(String reason) -> exchange.text(404, reason);
      case Route _ when !exchange.isRead() -> notAllowed(exchange);
      case Route.Home _ -> home(exchange);
      case Route.Config _ -> config(exchange);
      case Route.Index(CrateName name) -> indexes.answer(exchange, name);
      case Route.Crate crate -> crates.answer(exchange, crate);
    }
  }

  private static void notAllowed(Exchange exchange) {
    exchange.header(HttpHeaders.ALLOW, "GET, HEAD");
    exchange.text(405, "This can only be read.");
  }

  private static void webApi(Exchange exchange) {
    String detail =
        exchange.isRead()
            ? "this Cratehold serves the index and the downloads of its registry, not its web API;"
                + " ask the registry itself"
            : "this Cratehold is a read-only cache; to publish, yank or change owners name the"
                + " registry itself, for instance with `--registry crates-io`";
    exchange.json(exchange.isRead() ? 404 : 403, new ApiError(detail).toJson());
  }

  private void home(Exchange exchange) {
    withPublicUrl(exchange, url -> exchange.text(200, HomePage.text(url, mount)));
  }

  private void config(Exchange exchange) {
    withPublicUrl(
        exchange,
        url -> {
          String root = url + "/" + mount;
          String dl = root + "/" + Route.CRATES + "{crate}/{version}/{sha256-checksum}.crate";
          exchange.header(HttpHeaders.CACHE_CONTROL, "no-cache");
          exchange.json(
              200, new RegistryConfig(new DownloadTemplate(dl), Optional.of(root), false).toJson());
        });
  }

  private void withPublicUrl(Exchange exchange, Handler<String> use) {
    HttpServerRequest request = exchange.request();
    PublicUrl.Request asked =
        new PublicUrl.Request(
            InetAddress.ofLiteral(request.remoteAddress().hostAddress()),
            request.isSSL() ? "https" : "http",
            Optional.ofNullable(request.authority()).map(Object::toString),
            name -> Optional.ofNullable(request.getHeader(name)));
    publicUrl
        .of(asked)
        .ifPresentOrElse(
            use::handle,
            () -> exchange.text(400, "The request names no valid host in its Host header."));
  }

  private static void logWhenAnswered(HttpServerRequest request) {
    HttpMethod method = request.method();
    long start = System.nanoTime();
    request
        .response()
        .endHandler(_ ->
            LOG.log(
                System.Logger.Level.DEBUG,
                "{0} {1} {2} {3} {4} us",
                method,
                request.path(),
                request.response().getStatusCode(),
                Optional.ofNullable(request.response().headers().get(Exchange.X_CACHE)).orElse("-"),
                (System.nanoTime() - start) / 1000));
  }
}
