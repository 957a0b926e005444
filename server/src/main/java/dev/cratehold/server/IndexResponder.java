package dev.cratehold.server;

import dev.cratehold.proxy.CacheStatus;
import dev.cratehold.proxy.IndexReply;
import dev.cratehold.proxy.RegistryProxy;
import dev.cratehold.proxy.Wish;
import dev.cratehold.registry.CrateName;
import dev.cratehold.store.IndexCopy;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Answers requests for index files: the bytes of the registry, gzipped where the request offers
/// that, with an entity tag of our own over the bytes, which is the same whatever the coding.
final class IndexResponder {
  private final RegistryProxy proxy;

  IndexResponder(RegistryProxy proxy) {
    this.proxy = proxy;
  }

  /// An index file in the coding that the client takes.
  private record Coded(IndexReply reply, Buffer body) {}

  void answer(Exchange exchange, CrateName name) {
    boolean gzip = acceptsGzip(exchange.request().getHeader(HttpHeaders.ACCEPT_ENCODING));
    Wish wish = wish(exchange.request().getHeader(HttpHeaders.CACHE_CONTROL));
    Optional<IndexReply> now =
        gzip && wish == Wish.AS_KEPT ? proxy.indexFromMemory(name) : Optional.empty();
    if (now.isPresent() && exchange.tryReserve(room(exchange, now.get(), gzip))) {
      send(exchange, code(exchange, now.get(), gzip), gzip);
    } else {
      exchange.offLoop(
          () -> {
            IndexReply reply = now.isPresent() ? now.get() : proxy.index(name, wish);
            exchange.reserve(room(exchange, reply, gzip));
            return code(exchange, reply, gzip);
          },
          coded -> send(exchange, coded, gzip));
    }
  }

  private static long room(Exchange exchange, IndexReply reply, boolean gzip) {
    return switch (reply) {
      case IndexReply.Found(IndexCopy copy, CacheStatus _, Duration _)
          when !isKnown(exchange, copy) ->
          gzip ? copy.gzip().length : copy.length();
      case IndexReply.Found _, IndexReply.Missing _ -> 0;
    };
  }

  private static Coded code(Exchange exchange, IndexReply reply, boolean gzip) {
    return switch (reply) {
      case IndexReply.Found(IndexCopy copy, CacheStatus _, Duration _)
          when !isKnown(exchange, copy) ->
          new Coded(reply, Buffer.buffer(gzip ? copy.gzip() : copy.body()));
      case IndexReply.Found _, IndexReply.Missing _ -> new Coded(reply, Buffer.buffer());
    };
  }

  /// True if the client has this very file.
  private static boolean isKnown(Exchange exchange, IndexCopy copy) {
    return matches(exchange.request().getHeader(HttpHeaders.IF_NONE_MATCH), copy.etag());
  }

  private static void send(Exchange exchange, Coded coded, boolean gzip) {
    switch (coded.reply()) {
      case IndexReply.Missing(CacheStatus status) -> {
        exchange.cacheStatus(status);
        exchange.text(404, "The registry has no such crate.");
      }
      case IndexReply.Found(IndexCopy copy, CacheStatus status, Duration age) -> {
        exchange.cacheStatus(status);
        exchange.header(HttpHeaders.AGE, Long.toString(age.toSeconds()));
        sendFound(exchange, copy, coded.body(), gzip);
      }
    }
  }

  private static void sendFound(Exchange exchange, IndexCopy copy, Buffer body, boolean gzip) {
    exchange.header(HttpHeaders.ETAG, copy.etag());
    exchange.header(HttpHeaders.CACHE_CONTROL, "no-cache");
    exchange.header(HttpHeaders.VARY, "accept-encoding");
    if (isKnown(exchange, copy)) {
      exchange.response().setStatusCode(304);
      exchange.end();
      return;
    }
    exchange.header(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8");
    if (gzip) {
      exchange.header(HttpHeaders.CONTENT_ENCODING, "gzip");
    }
    exchange.body(body);
  }

  /// RFC 9111, section 5.2.1: a client that says `no-cache` wants the upstream to be asked.
  static Wish wish(@Nullable String cacheControl) {
    if (cacheControl == null) {
      return Wish.AS_KEPT;
    }
    boolean refreshed =
        Arrays.stream(cacheControl.split(",", -1))
            .map(String::strip)
            .anyMatch(directive -> directive.equalsIgnoreCase("no-cache"));
    return refreshed ? Wish.REFRESHED : Wish.AS_KEPT;
  }

  /// RFC 9110, section 13.1.2: a list of entity tags or `*`, compared weakly.
  static boolean matches(@Nullable String ifNoneMatch, String etag) {
    if (ifNoneMatch == null) {
      return false;
    }
    for (String candidate : ifNoneMatch.split(",", -1)) {
      String tag = candidate.strip();
      if (tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag)) {
        return true;
      }
    }
    return false;
  }

  /// RFC 9110, section 12.5.3: true if the field names gzip, or everything, without refusing it.
  static boolean acceptsGzip(@Nullable String acceptEncoding) {
    if (acceptEncoding == null) {
      return false;
    }
    boolean all = false;
    for (String element : acceptEncoding.toLowerCase(Locale.ROOT).split(",", -1)) {
      String coding = element.strip();
      int semicolon = coding.indexOf(';');
      String name = semicolon < 0 ? coding : coding.substring(0, semicolon).strip();
      boolean refused = semicolon >= 0 && coding.substring(semicolon).matches(";\\s*q=0(\\.0*)?");
      if (name.equals("gzip") || name.equals("x-gzip")) {
        return !refused;
      }
      all |= name.equals("*") && !refused;
    }
    return all;
  }
}
