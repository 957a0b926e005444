package dev.cratehold.upstream;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The HTTP proxies that requests leave through, as the environment names them for most programs.
///
/// @param http for plain http servers
/// @param https for https servers, reached through a tunnel (CONNECT)
/// @param bypass the servers that are reached directly
public record ProxySettings(Optional<Address> http, Optional<Address> https, NoProxy bypass) {
  /// A user and password. Printed without either.
  public record Credentials(String user, String password) {
    @Override
    public String toString() {
      return "(hidden)";
    }
  }

  /// One proxy.
  public record Address(String host, int port, Optional<Credentials> credentials) {
    /// curl's default, and so cargo's.
    private static final int DEFAULT_PORT = 1080;

    /// Reads `http://user:password@host:port`; only the host is needed.
    ///
    /// @throws IllegalArgumentException with a sentence that does not repeat the text, which may
    ///   hold a password
    static Address parse(String variable, String text) {
      URI uri;
      try {
        uri = new URI(text.contains("://") ? text : "http://" + text);
      } catch (URISyntaxException e) {
        // Without the cause, whose message repeats the text.
        throw new IllegalArgumentException(variable + " is not a URL: " + e.getReason());
      }
      if (!"http".equalsIgnoreCase(uri.getScheme())) {
        throw new IllegalArgumentException(
            variable
                + " names a proxy of the kind "
                + uri.getScheme()
                + "; only http is supported");
      }
      if (uri.getHost() == null) {
        throw new IllegalArgumentException(variable + " names no host");
      }
      int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
      return new Address(uri.getHost(), port, credentials(uri));
    }

    private static Optional<Credentials> credentials(URI uri) {
      return Optional.ofNullable(uri.getRawUserInfo())
          .map(info -> {
            int colon = info.indexOf(':');
            String user = colon < 0 ? info : info.substring(0, colon);
            String password = colon < 0 ? "" : info.substring(colon + 1);
            return new Credentials(decode(user), decode(password));
          });
    }

    /// Host and port.
    @Override
    public String toString() {
      return host + ":" + port;
    }

    private static String decode(String text) {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
  }

  /// Reads `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, each in lower case first; an
  /// empty value counts as none. Empty if no proxy is named.
  ///
  /// @throws IllegalArgumentException if a value is not understood, with a sentence that names the
  ///   variable and holds no password
  public static Optional<ProxySettings> ofEnvironment(Map<String, String> environment) {
    Optional<Address> http = address(environment, "HTTP_PROXY", "ALL_PROXY");
    Optional<Address> https = address(environment, "HTTPS_PROXY", "ALL_PROXY");
    if (http.isEmpty() && https.isEmpty()) {
      return Optional.empty();
    }
    String bypass = value(environment, "NO_PROXY").orElse("");
    return Optional.of(new ProxySettings(http, https, NoProxy.parse(bypass)));
  }

  private static Optional<Address> address(Map<String, String> environment, String... names) {
    return Stream.of(names)
        .flatMap(name -> value(environment, name).map(v -> Address.parse(name, v)).stream())
        .findFirst();
  }

  private static Optional<String> value(Map<String, String> environment, String name) {
    return Stream.of(name.toLowerCase(Locale.ROOT), name)
        .flatMap(n -> Optional.ofNullable(environment.get(n)).stream())
        .map(String::strip)
        .filter(v -> !v.isEmpty())
        .findFirst();
  }

  /// The proxy for a request, or empty if it goes directly.
  Optional<Address> proxyFor(URI target) {
    boolean secure = "https".equalsIgnoreCase(target.getScheme());
    int port = target.getPort() >= 0 ? target.getPort() : secure ? 443 : 80;
    return bypass.covers(target.getHost(), port) ? Optional.empty() : secure ? https : http;
  }

  /// True if a proxy of these has a user and password.
  boolean hasCredentials() {
    return Stream.of(https, http)
        .flatMap(Optional::stream)
        .anyMatch(a -> a.credentials().isPresent());
  }

  /// The proxy that asks for credentials.
  Optional<Address> addressAt(String host, int port) {
    return Stream.of(https, http)
        .flatMap(Optional::stream)
        .filter(a -> a.host().equalsIgnoreCase(host) && a.port() == port)
        .findFirst();
  }
}
