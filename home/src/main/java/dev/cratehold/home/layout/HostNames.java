package dev.cratehold.home.layout;

import java.net.IDN;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Hosts as the URL standard writes them.
final class HostNames {
  private HostNames() {}

  /// A domain in ASCII and lower case.
  static String domain(String written) {
    return IDN.toASCII(written, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
  }

  /// An address such as `[::1]`: its longest run of zeros, the first of equals, left out.
  static String ipv6(String written) {
    InetAddress address = Inet6Address.ofLiteral(written.substring(1, written.length() - 1));
    byte[] bytes = address.getAddress();
    int[] pieces =
        IntStream.range(0, bytes.length / 2)
            .map(i -> (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff))
            .toArray();
    return "[" + shortened(pieces) + "]";
  }

  private static String shortened(int[] pieces) {
    int start = 0;
    int length = 0;
    for (int i = 0; i < pieces.length; i++) {
      int zeros = zerosFrom(pieces, i);
      if (zeros > length) {
        start = i;
        length = zeros;
      }
    }
    if (length < 2) {
      return text(pieces, 0, pieces.length);
    }
    return text(pieces, 0, start) + "::" + text(pieces, start + length, pieces.length);
  }

  private static int zerosFrom(int[] pieces, int start) {
    int end = start;
    while (end < pieces.length && pieces[end] == 0) {
      end++;
    }
    return end - start;
  }

  private static String text(int[] pieces, int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> Integer.toHexString(pieces[i]))
        .collect(Collectors.joining(":"));
  }
}
