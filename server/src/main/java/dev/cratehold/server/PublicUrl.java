package dev.cratehold.server;

import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The URL under which a client reaches this server: the configured one; else what a trusted proxy
/// in front of it says in `Forwarded` (RFC 7239) or `X-Forwarded-Proto` and `X-Forwarded-Host`;
/// else the authority that the request names. It goes into `config.json`, so that a client which
/// came through a proxy downloads through the proxy.
final class PublicUrl {
  /// A host name or IPv4 address, or an IPv6 address in brackets, and perhaps a port. Nothing else
  /// can get from a header into an answer.
  private static final Pattern AUTHORITY =
      Pattern.compile("([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(:[0-9]{1,5})?");

  private static final Pattern FORWARDED_PAIR =
      Pattern.compile("(?i)\\b(host|proto)=(?:\"([^\"]*)\"|([^;,\\s]*))");

  private final Optional<String> fixed;
  private final List<AddressRange> trustedProxies;

  PublicUrl(Optional<URI> fixed, List<AddressRange> trustedProxies) {
    this.fixed = fixed.map(url -> url.toString().replaceAll("/+$", ""));
    this.trustedProxies = trustedProxies;
  }

  /// What is known of a request.
  ///
  /// @param remote who sent it
  /// @param scheme http or https
  /// @param authority its `Host` or `:authority`, if it has one
  /// @param header its other headers by name
  record Request(
      InetAddress remote,
      String scheme,
      Optional<String> authority,
      Function<String, Optional<String>> header) {
    /// What is known of a request that has come. A header that stands there several times is a
    /// list.
    static Request of(HttpServerRequest request) {
      return new Request(
          InetAddress.ofLiteral(request.remoteAddress().hostAddress()),
          request.isSSL() ? "https" : "http",
          Optional.ofNullable(request.authority()).map(Object::toString),
          name ->
              request.headers().contains(name)
                  ? Optional.of(String.join(",", request.headers().getAll(name)))
                  : Optional.empty());
    }
  }

  /// The URL, without a slash at its end; empty if the request names no valid authority.
  Optional<String> of(Request request) {
    if (fixed.isPresent()) {
      return fixed;
    }
    boolean trusted = trustedProxies.stream().anyMatch(range -> range.contains(request.remote()));
    return trusted
        ? forwarded(request)
        : request.authority().flatMap(host -> url(request.scheme(), host));
  }

  /// What a trusted proxy says, the request itself filling in what it does not say.
  private static Optional<String> forwarded(Request request) {
    Optional<String> forwarded = request.header().apply("Forwarded");
    Optional<String> host =
        forwarded.isPresent()
            ? forwarded.flatMap(value -> pair(value, "host"))
            : request.header().apply("X-Forwarded-Host").map(PublicUrl::first);
    Optional<String> proto =
        forwarded.isPresent()
            ? forwarded.flatMap(value -> pair(value, "proto"))
            : request.header().apply("X-Forwarded-Proto").map(PublicUrl::first);
    return host.or(request::authority).flatMap(h -> url(proto.orElse(request.scheme()), h));
  }

  /// A parameter of the first element of a `Forwarded` header, which the proxy nearest to the
  /// client wrote.
  private static Optional<String> pair(String forwarded, String name) {
    Matcher pair = FORWARDED_PAIR.matcher(first(forwarded));
    while (pair.find()) {
      if (pair.group(1).equalsIgnoreCase(name)) {
        return Optional.of(pair.group(2) != null ? pair.group(2) : pair.group(3));
      }
    }
    return Optional.empty();
  }

  private static String first(String list) {
    int comma = list.indexOf(',');
    return (comma < 0 ? list : list.substring(0, comma)).strip();
  }

  private static Optional<String> url(String scheme, String authority) {
    String lower = scheme.toLowerCase(Locale.ROOT);
    boolean valid =
        (lower.equals("http") || lower.equals("https")) && AUTHORITY.matcher(authority).matches();
    return valid ? Optional.of(lower + "://" + authority) : Optional.empty();
  }
}
