package dev.cratehold.cli.config;

import dev.cratehold.server.ClearTextHttp2;
import dev.cratehold.server.ClientAddresses;
import dev.cratehold.server.TlsFiles;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Where and how a server listens.
///
/// @param port 0 for any free port
/// @param bind the literal IP address to listen on
/// @param open whether other machines may use the server; demanded unless `bind` is loopback
/// @param publicUrl without a slash at its end
/// @param trustedProxies addresses, each with or without `/bits`
/// @param maxConnections how many connections there may be at once
/// @param drain how long answers that are under way may take to end when the server stops
/// @param clientAddresses what becomes of the addresses of clients in statistics
/// @param adminTokenFile where the token stands that lets clients order prefetches
public record Listening(
    int port,
    String bind,
    boolean open,
    Optional<URI> publicUrl,
    List<String> trustedProxies,
    Optional<TlsFiles> tls,
    ClearTextHttp2 h2c,
    int maxConnections,
    Duration drain,
    ClientAddresses clientAddresses,
    Optional<Path> adminTokenFile) {
  public Listening {
    if (!open && !isLoopback(bind)) {
      throw new IllegalArgumentException("not loopback and not open: " + bind);
    }
    trustedProxies = List.copyOf(trustedProxies);
  }

  /// Whether only this machine can reach the literal IP address `bind`.
  static boolean isLoopback(String bind) {
    return InetAddress.ofLiteral(bind).isLoopbackAddress();
  }

  /// How URLs of this server begin.
  public String scheme() {
    return tls.isPresent() ? "https" : "http";
  }
}
