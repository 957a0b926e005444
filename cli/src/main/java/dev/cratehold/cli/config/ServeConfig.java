package dev.cratehold.cli.config;

import dev.cratehold.registry.SparseUrl;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Everything that `cratehold serve` can be told, complete and valid.
///
/// @param port 0 for any free port
/// @param bind the literal IP address to listen on
/// @param open whether other machines may use the server; demanded unless `bind` is loopback
/// @param data the data directory, absolute
/// @param publicUrl without a slash at its end
/// @param trustedProxies addresses, each with or without `/bits`
public record ServeConfig(
    int port,
    String bind,
    boolean open,
    Path data,
    SparseUrl upstream,
    Optional<URI> publicUrl,
    List<String> trustedProxies,
    Duration indexTtl,
    List<Path> upstreamCa,
    LogLevel logLevel,
    LogFormat logFormat) {
  public ServeConfig {
    if (!open && !isLoopback(bind)) {
      throw new IllegalArgumentException("not loopback and not open: " + bind);
    }
    trustedProxies = List.copyOf(trustedProxies);
    upstreamCa = List.copyOf(upstreamCa);
  }

  /// Whether only this machine can reach the literal IP address `bind`.
  static boolean isLoopback(String bind) {
    return InetAddress.ofLiteral(bind).isLoopbackAddress();
  }
}
