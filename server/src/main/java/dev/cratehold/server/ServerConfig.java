package dev.cratehold.server;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Where and how to listen.
///
/// @param bind the address or host name to listen on
/// @param port the TCP port; 0 picks a free one
/// @param publicUrl the URL under which clients reach this server, if it is known beforehand: http
///   or https, without query; a slash at its end does not matter
/// @param trustedProxies whose `Forwarded` and `X-Forwarded-*` headers are believed
/// @param tls the certificate and its key where TLS is spoken, and then nothing else
/// @param clearTextHttp2 whether HTTP/2 is spoken without TLS
/// @param limits what a client may use up
/// @param drain how long running answers may take to end when the server is closed
/// @param clientAddresses what becomes of the addresses of clients in statistics
/// @param adminToken what gives a client the right to have crates prefetched; without it none has
public record ServerConfig(
    String bind,
    int port,
    Optional<URI> publicUrl,
    List<AddressRange> trustedProxies,
    Optional<TlsFiles> tls,
    ClearTextHttp2 clearTextHttp2,
    Limits limits,
    Duration drain,
    ClientAddresses clientAddresses,
    Optional<AdminToken> adminToken) {

  /// How long a drain takes at most, if nothing else is said.
  public static final Duration DEFAULT_DRAIN = Duration.ofSeconds(30);

  private static final int MAX_PORT = 65_535;

  public ServerConfig {
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("a port is a number from 0 to 65535, not " + port);
    }
    if (drain.isNegative()) {
      throw new IllegalArgumentException("a drain cannot take a negative time");
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

  /// Listening on loopback, believing no proxy, without TLS, with the default limits.
  public static ServerConfig local(int port) {
    return new ServerConfig(
        "127.0.0.1",
        port,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        ClearTextHttp2.OFFERED,
        Limits.defaults(),
        DEFAULT_DRAIN,
        ClientAddresses.ON,
        Optional.empty());
  }

  /// The same with TLS.
  public ServerConfig withTls(TlsFiles files) {
    return new ServerConfig(
        bind,
        port,
        publicUrl,
        trustedProxies,
        Optional.of(files),
        clearTextHttp2,
        limits,
        drain,
        clientAddresses,
        adminToken);
  }

  /// The same with or without HTTP/2 in clear text.
  public ServerConfig withClearTextHttp2(ClearTextHttp2 other) {
    return new ServerConfig(
        bind,
        port,
        publicUrl,
        trustedProxies,
        tls,
        other,
        limits,
        drain,
        clientAddresses,
        adminToken);
  }

  /// The same with other limits.
  public ServerConfig withLimits(Limits other) {
    return new ServerConfig(
        bind,
        port,
        publicUrl,
        trustedProxies,
        tls,
        clearTextHttp2,
        other,
        drain,
        clientAddresses,
        adminToken);
  }

  /// The same with another limit for the drain.
  public ServerConfig withDrain(Duration limit) {
    return new ServerConfig(
        bind,
        port,
        publicUrl,
        trustedProxies,
        tls,
        clearTextHttp2,
        limits,
        limit,
        clientAddresses,
        adminToken);
  }

  /// The same with other trusted proxies.
  public ServerConfig withTrustedProxies(List<AddressRange> other) {
    return new ServerConfig(
        bind,
        port,
        publicUrl,
        other,
        tls,
        clearTextHttp2,
        limits,
        drain,
        clientAddresses,
        adminToken);
  }

  /// The same with another use of the addresses of clients.
  public ServerConfig withClientAddresses(ClientAddresses other) {
    return new ServerConfig(
        bind,
        port,
        publicUrl,
        trustedProxies,
        tls,
        clearTextHttp2,
        limits,
        drain,
        other,
        adminToken);
  }

  /// The same with a token that gives a client the right to have crates prefetched.
  public ServerConfig withAdminToken(AdminToken token) {
    return new ServerConfig(
        bind,
        port,
        publicUrl,
        trustedProxies,
        tls,
        clearTextHttp2,
        limits,
        drain,
        clientAddresses,
        Optional.of(token));
  }
}
