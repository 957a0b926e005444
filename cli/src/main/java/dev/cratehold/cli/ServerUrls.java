package dev.cratehold.cli;

import dev.cratehold.cli.config.Listening;
import java.net.Inet6Address;
import java.net.InetAddress;

/// The URLs that a server of this machine is reached under.
final class ServerUrls {
  private ServerUrls() {}

  /// The URL to give to clients: the public one, or the address that the server listens on. A
  /// server that listens on every address is reached on loopback from here.
  ///
  /// @param port the port that it listens on
  static String local(Listening config, int port) {
    return config
        .publicUrl()
        .map(Object::toString)
        .orElseGet(() -> config.scheme() + "://" + authority(reachable(config.bind()), port));
  }

  /// Address and port as a URL has them.
  static String authority(String address, int port) {
    return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
  }

  /// Whether `0.0.0.0` or `::` is meant.
  static boolean isEveryAddress(String bind) {
    return InetAddress.ofLiteral(bind).isAnyLocalAddress();
  }

  private static String reachable(String bind) {
    InetAddress address = InetAddress.ofLiteral(bind);
    if (address.isAnyLocalAddress()) {
      return address instanceof Inet6Address ? "::1" : "127.0.0.1";
    }
    return bind;
  }
}
