package dev.cratehold.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Who sent a request: the peer, or, if that is a trusted proxy, whom it names in `Forwarded` (RFC
/// 7239) or `X-Forwarded-For`. Each proxy appends the address that it sees, so the list is read
/// from its end, and the first address that is no trusted proxy is the client; what stands before
/// that anybody may have written.
final class ClientAddress {
  private static final List<String> HEADERS =
      List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via");
  private static final Pattern FOR =
      Pattern.compile("(?i)(?:^|;)\\s*for=(?:\"([^\"]*)\"|([^;\\s]*))");
  private static final Pattern WITH_PORT =
      Pattern.compile("\\[([^\\]]*)](?::[0-9]{1,5})?|([0-9.]+):[0-9]{1,5}");
  private static final Pattern LOCAL_HOST =
      Pattern.compile("(?i)(localhost|127\\.[0-9.]+|\\[::1])(:[0-9]{1,5})?");
  private static final int NETWORK_BYTES = 8;

  private final List<AddressRange> trustedProxies;

  ClientAddress(List<AddressRange> trustedProxies) {
    this.trustedProxies = trustedProxies;
  }

  /// Who sent the request. A proxy that sets one of the headers may pass the other on as the client
  /// wrote it: where the two tell of different clients, neither is believed.
  InetAddress of(PublicUrl.Request request) {
    InetAddress peer = request.remote();
    if (!isTrusted(peer)) {
      return peer;
    }
    Optional<InetAddress> forwarded =
        request.header().apply("Forwarded").map(list -> last(peer, forwarded(list)));
    Optional<InetAddress> older =
        request
            .header()
            .apply("X-Forwarded-For")
            .map(list -> last(peer, List.of(list.split(",", -1))));
    if (forwarded.isPresent() && older.isPresent() && !forwarded.equals(older)) {
      return peer;
    }
    return forwarded.or(() -> older).orElse(peer);
  }

  /// The last of these that is no trusted proxy, or how far they can be followed.
  private InetAddress last(InetAddress peer, List<String> named) {
    InetAddress client = peer;
    for (String text : named.reversed()) {
      Optional<InetAddress> address = parse(text);
      if (address.isEmpty()) {
        return client;
      }
      client = address.get();
      if (!isTrusted(client)) {
        return client;
      }
    }
    return client;
  }

  private boolean isTrusted(InetAddress address) {
    return trustedProxies.stream().anyMatch(range -> range.contains(address));
  }

  /// The clients that a header `Forwarded` names.
  private static List<String> forwarded(String header) {
    List<String> named = new ArrayList<>();
    for (String element : header.split(",", -1)) {
      Matcher pair = FOR.matcher(element);
      if (pair.find()) {
        named.add(pair.group(1) != null ? pair.group(1) : pair.group(2));
      }
    }
    return named;
  }

  private static Optional<InetAddress> parse(String text) {
    Matcher port = WITH_PORT.matcher(text.strip());
    String plain = text.strip();
    if (port.matches()) {
      plain = port.group(1) != null ? port.group(1) : port.group(2);
    }
    try {
      return Optional.of(InetAddress.ofLiteral(plain));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// True if the request comes from this machine and, as far as can be told, through no proxy on
  /// it: it names this machine and has no header that proxies add. A page from elsewhere that has a
  /// browser here ask under another name is not of this machine.
  static boolean isOfThisMachine(PublicUrl.Request request) {
    return request.remote().isLoopbackAddress()
        && request.authority().filter(host -> LOCAL_HOST.matcher(host).matches()).isPresent()
        && HEADERS.stream().allMatch(name -> request.header().apply(name).isEmpty());
  }

  /// How statistics name an address: IPv4 addresses and those of this machine or link whole, of
  /// others of IPv6 the network, since each machine has many of them and changes them daily.
  static String label(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (!(address instanceof Inet6Address)
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()) {
      String text = address.getHostAddress();
      int zone = text.indexOf('%');
      return zone < 0 ? text : text.substring(0, zone);
    }
    StringBuilder network = new StringBuilder();
    for (int i = 0; i < NETWORK_BYTES; i += 2) {
      int group = ((bytes[i] & 0xff) << 8) | (bytes[i + 1] & 0xff);
      network.append(Integer.toHexString(group)).append(':');
    }
    return network.append(":/64").toString();
  }
}
