package dev.cratehold.server;

import dev.cratehold.proxy.ApiReply;
import dev.cratehold.proxy.CacheStatus;
import dev.cratehold.proxy.RegistryProxy;
import dev.cratehold.registry.ApiError;
import dev.cratehold.registry.ApiLookup;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/// Answers requests of the web API: look-ups from the registry, or from what is kept; whatever
/// would change something with a sentence that says where to go instead.
final class ApiResponder {
  private static final String READ_ONLY =
      "this Cratehold is a read-only cache; to publish, yank or change owners name the registry"
          + " itself, for instance with `--registry crates-io`";
  private static final String NO_LOOK_UP =
      "this Cratehold passes on searches and look-ups of crates, versions and owners, and nothing"
          + " else of its registry's web API; ask the registry itself";

  private final RegistryProxy proxy;

  ApiResponder(RegistryProxy proxy) {
    this.proxy = proxy;
  }

  /// @param path from `/api/v1/` on
  void answer(Exchange exchange, String path) {
    if (!exchange.isRead()) {
      refuse(exchange, 403, READ_ONLY);
      return;
    }
    Optional<ApiLookup> lookup;
    try {
      String query = Optional.ofNullable(exchange.request().query()).orElse("");
      lookup = ApiLookup.parse(path, query);
    } catch (IllegalArgumentException e) {
      refuse(exchange, 400, Objects.requireNonNullElse(e.getMessage(), NO_LOOK_UP));
      return;
    }
    lookup.ifPresentOrElse(
        asked -> exchange.offLoop(() -> look(exchange, asked), reply -> send(exchange, reply)),
        () -> refuse(exchange, 404, NO_LOOK_UP));
  }

  private ApiReply look(Exchange exchange, ApiLookup lookup) throws IOException {
    ApiReply reply = proxy.api(lookup);
    if (reply instanceof ApiReply.Found(byte[] json, CacheStatus _)) {
      exchange.reserve(json.length);
    }
    return reply;
  }

  private static void send(Exchange exchange, ApiReply reply) {
    switch (reply) {
      case ApiReply.Missing(String reason) -> refuse(exchange, 404, reason);
      case ApiReply.Found(byte[] json, CacheStatus status) -> {
        exchange.cacheStatus(status);
        exchange.json(200, json);
      }
    }
  }

  private static void refuse(Exchange exchange, int status, String detail) {
    exchange.json(status, new ApiError(detail).toJson());
  }
}
