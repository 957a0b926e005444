package dev.cratehold.server;

import java.net.InetAddress;

/// A range of IP addresses, written `10.0.0.0/8`, `fd00::/8` or as a single address.
///
/// @param address the address that the others share their first bits with
/// @param bits how many bits they share
public record AddressRange(InetAddress address, int bits) {
  public AddressRange {
    if (bits < 0 || bits > address.getAddress().length * Byte.SIZE) {
      throw new IllegalArgumentException("an address has no " + bits + " bits");
    }
  }

  /// Reads `address` or `address/bits`; never asks a name server.
  ///
  /// @throws IllegalArgumentException with a sentence if `text` is neither
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    try {
      InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
      int all = address.getAddress().length * Byte.SIZE;
      int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
      return new AddressRange(address, bits);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "it is no IP address, nor a range such as 10.0.0.0/8: " + text, e);
    }
  }

  /// True if `other` lies in this range.
  public boolean contains(InetAddress other) {
    byte[] mine = address.getAddress();
    byte[] theirs = other.getAddress();
    if (mine.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> bit % Byte.SIZE;
      if ((mine[bit / Byte.SIZE] & mask) != (theirs[bit / Byte.SIZE] & mask)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return address.getHostAddress() + "/" + bits;
  }
}
