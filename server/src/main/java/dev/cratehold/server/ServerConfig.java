package dev.cratehold.server;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/// Where and how to listen.
///
/// @param bind the address or host name to listen on
/// @param port the TCP port; 0 picks a free one
/// @param publicUrl the URL under which clients reach this server, if it is known beforehand: http
///   or https, without query; a slash at its end does not matter
/// @param trustedProxies whose `Forwarded` and `X-Forwarded-*` headers are believed
public record ServerConfig(
    String bind, int port, Optional<URI> publicUrl, List<AddressRange> trustedProxies) {

  private static final int MAX_PORT = 65_535;

  public ServerConfig {
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("a port is a number from 0 to 65535, not " + port);
    }
    publicUrl.ifPresent(ServerConfig::requirePublic);
    trustedProxies = List.copyOf(trustedProxies);
  }

  private static void requirePublic(URI url) {
    boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!web || url.getHost() == null) {
      throw new IllegalArgumentException("the public URL is an http or https URL with a host");
    }
    if (url.getRawQuery() != null || url.getRawFragment() != null || url.getUserInfo() != null) {
      throw new IllegalArgumentException("the public URL has no query, fragment or user name");
    }
  }

  /// Listening on loopback, believing no proxy.
  public static ServerConfig local(int port) {
    return new ServerConfig("127.0.0.1", port, Optional.empty(), List.of());
  }
}
