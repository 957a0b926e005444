package dev.cratehold.upstream;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The servers that `NO_PROXY` exempts: a list separated by commas or spaces of host names (which
/// also cover their subdomains, with or without a leading dot), addresses, address ranges
/// (`10.0.0.0/8`), any of the names with `:port`, or `*` for all.
///
/// @param patterns in lower case
public record NoProxy(List<String> patterns) {
  public NoProxy {
    patterns = List.copyOf(patterns);
  }

  static NoProxy parse(String list) {
    return new NoProxy(
        Stream.of(list.toLowerCase(Locale.ROOT).split("[,\\s]+"))
            .filter(pattern -> !pattern.isEmpty())
            .toList());
  }

  boolean covers(String host, int port) {
    String bare = host.toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
    return patterns.stream().anyMatch(pattern -> covers(pattern, bare, port));
  }

  private static boolean covers(String pattern, String host, int port) {
    if (pattern.equals("*")) {
      return true;
    }
    if (pattern.contains("/")) {
      return inRange(pattern, host);
    }
    String name = pattern.replaceFirst("^\\*?\\.", "").replaceAll("[\\[\\]]", "");
    return matches(name, host)
        || (name.endsWith(":" + port) && matches(name.substring(0, name.lastIndexOf(':')), host));
  }

  private static boolean matches(String name, String host) {
    return host.equals(name) || host.endsWith("." + name);
  }

  private static boolean inRange(String range, String host) {
    int slash = range.indexOf('/');
    Optional<byte[]> network = literal(range.substring(0, slash));
    Optional<byte[]> address = literal(host);
    String bits = range.substring(slash + 1);
    return network.isPresent()
        && address.isPresent()
        && bits.matches("[0-9]{1,3}")
        && samePrefix(network.get(), address.get(), Integer.parseInt(bits));
  }

  private static Optional<byte[]> literal(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text).getAddress());
    } catch (IllegalArgumentException _) {
      return Optional.empty(); // a name, which no range covers
    }
  }

  private static boolean samePrefix(byte[] network, byte[] address, int bits) {
    if (network.length != address.length || bits > network.length * 8) {
      return false;
    }
    for (int i = 0; i < bits; i++) {
      int mask = 0x80 >> (i % 8);
      if ((network[i / 8] & mask) != (address[i / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
