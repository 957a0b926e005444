package dev.cratehold.server;

import dev.cratehold.gitindex.GitForm;
import dev.cratehold.gitindex.GitIndex;
import dev.cratehold.proxy.RegistryProxy;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.DownloadTemplate;
import dev.cratehold.registry.RegistryConfig;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/// Finds out what a request asks for and has it answered. Runs on event loops and never waits.
final class RequestHandler implements Handler<HttpServerRequest> {
  private final String mount;
  private final PublicUrl publicUrl;
  private final Limits limits;
  private final Telemetry telemetry;
  private final IndexResponder indexes;
  private final CrateResponder crates;
  private final ApiResponder api;
  private final GitResponder git;
  private final OperationResponder operation;
  private final PageResponder page;
  private final PrefetchResponder prefetches;

  RequestHandler(
      RegistryProxy proxy,
      GitIndex git,
      ServerConfig config,
      Telemetry telemetry,
      OperationResponder operation,
      PageResponder page,
      PrefetchResponder prefetches) {
    this.mount = proxy.mount();
    this.publicUrl = new PublicUrl(config.publicUrl(), config.trustedProxies());
    this.limits = config.limits();
    this.telemetry = telemetry;
    this.indexes = new IndexResponder(proxy);
    this.crates = new CrateResponder(proxy);
    this.api = new ApiResponder(proxy);
    this.git = new GitResponder(git, RequestBodies.of(mount));
    this.operation = operation;
    this.page = page;
    this.prefetches = prefetches;
  }

  @Override
  public void handle(HttpServerRequest request) {
    Route route = Route.of(mount, Optional.ofNullable(request.path()).orElse(""));
    Exchange exchange = new Exchange(request, route, telemetry);
    if (exchange.isHttp2() && !exchange.isRead()) {
      request.pause(); // its body is not wanted, and flow control stops the client from sending it
    }
    refusal(exchange)
        .ifPresentOrElse(refusal -> refuse(exchange, refusal), () -> answer(exchange, route));
  }

  /// Why a request is not answered, whatever it asks for.
  private Optional<Refusal> refusal(Exchange exchange) {
    HttpServerRequest request = exchange.request();
    Optional<Refusal> refusal =
        request.method().name().equals(RequestGate.STAND_IN_METHOD)
            ? exchange.connection().refusal()
            : Optional.empty();
    if (refusal.isPresent()) {
      return refusal;
    }
    if (!request.decoderResult().isSuccess()) {
      return Optional.of(new Refusal(400, "The request is no HTTP that is understood here."));
    }
    if (request.headers().getAll(HttpHeaders.HOST).size() > 1) {
      return Optional.of(new Refusal(400, "The request has more than one Host header."));
    }
    return Optional.ofNullable(request.uri()).orElse("").length() > limits.requestLine()
        ? Optional.of(
            new Refusal(414, "The path has more than " + limits.requestLine() + " bytes."))
        : Optional.empty();
  }

  private static void refuse(Exchange exchange, Refusal refusal) {
    exchange.lastOnItsConnection();
    exchange.text(refusal.status(), refusal.reason());
  }

  private void answer(Exchange exchange, Route route) {
    switch (route) {
      case Route.WebApi(String path) -> api.answer(exchange, path);
      case Route.Nothing(String reason) -> exchange.text(404, reason);
      case Route.Malformed(String reason) -> exchange.text(400, reason);
      case Route.GitPush _ -> exchange.text(403, "This index can only be fetched, not pushed to.");
      case Route.GitPack(GitForm form) when GitResponder.isPost(exchange) ->
          withPublicUrl(exchange, url -> git.pack(exchange, form, registryConfig(url)));
      case Route.GitPack _ -> notAllowed(exchange, "POST", "A pack is asked for by POST.");
      case Route.Prefetches _ -> prefetches.answer(exchange);
      case Route _ when !exchange.isRead() ->
          notAllowed(exchange, "GET, HEAD", "This can only be read.");
      case Route.Home _ -> home(exchange);
      case Route.Style _ -> page.style(exchange);
      case Route.Statistics _ -> page.statistics(exchange);
      case Route.Health _ -> operation.health(exchange);
      case Route.Ready _ -> operation.ready(exchange);
      case Route.Figures _ -> operation.figures(exchange);
      case Route.GitReferences(GitForm form) ->
          withPublicUrl(exchange, url -> git.references(exchange, form, registryConfig(url)));
      case Route _ when exchange.request().query() != null ->
          exchange.text(400, "What a registry serves takes no query.");
      case Route.Config _ -> config(exchange);
      case Route.Index(CrateName name) -> indexes.answer(exchange, name);
      case Route.Crate crate -> crates.answer(exchange, crate);
    }
  }

  private static void notAllowed(Exchange exchange, String allowed, String sentence) {
    exchange.header(HttpHeaders.ALLOW, allowed);
    exchange.text(405, sentence);
  }

  private void home(Exchange exchange) {
    withPublicUrl(exchange, url -> page.home(exchange, url));
  }

  private void config(Exchange exchange) {
    withPublicUrl(
        exchange,
        url -> {
          exchange.header(HttpHeaders.CACHE_CONTROL, "no-cache");
          exchange.json(200, registryConfig(url).toJson());
        });
  }

  private RegistryConfig registryConfig(String url) {
    String root = url + "/" + mount;
    String dl = root + "/" + Route.CRATES + "{crate}/{version}/{sha256-checksum}.crate";
    return new RegistryConfig(new DownloadTemplate(dl), Optional.of(root), false);
  }

  private void withPublicUrl(Exchange exchange, Handler<String> use) {
    publicUrl
        .of(PublicUrl.Request.of(exchange.request()))
        .ifPresentOrElse(
            use::handle,
            () -> exchange.text(400, "The request names no valid host in its Host header."));
  }
}
