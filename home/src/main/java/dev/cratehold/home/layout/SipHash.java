package dev.cratehold.home.layout;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// SipHash (Aumasson and Bernstein, 2012) with the key zero: the 2-4 variant of 64 bits and the 1-3
/// variant of 128 bits, the two that cargo has named directories with. It resists nobody with a
/// known key; it is here because the names on disk are made with it.
final class SipHash {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int WORD = Long.BYTES;

  private final int compressionRounds;
  private long v0 = 0x736f6d6570736575L;
  private long v1 = 0x646f72616e646f6dL;
  private long v2 = 0x6c7967656e657261L;
  private long v3 = 0x7465646279746573L;

  private SipHash(int compressionRounds) {
    this.compressionRounds = compressionRounds;
  }

  /// SipHash-2-4, 64 bits.
  static long hash64(byte[] message) {
    SipHash hash = new SipHash(2);
    hash.compress(message);
    hash.v2 ^= 0xff;
    hash.rounds(4);
    return hash.folded();
  }

  /// Both halves of a hash of 128 bits.
  record Halves(long first, long second) {}

  /// SipHash-1-3, 128 bits.
  static Halves hash128(byte[] message) {
    SipHash hash = new SipHash(1);
    hash.v1 ^= 0xee;
    hash.compress(message);
    hash.v2 ^= 0xee;
    hash.rounds(3);
    long first = hash.folded();
    hash.v1 ^= 0xdd;
    hash.rounds(3);
    return new Halves(first, hash.folded());
  }

  private void compress(byte[] message) {
    int whole = message.length / WORD * WORD;
    for (int i = 0; i < whole; i += WORD) {
      compress((long) LONG.get(message, i));
    }
    long last = (long) message.length << 56;
    for (int i = whole; i < message.length; i++) {
      last |= (message[i] & 0xffL) << (WORD * (i - whole));
    }
    compress(last);
  }

  private void compress(long word) {
    v3 ^= word;
    rounds(compressionRounds);
    v0 ^= word;
  }

  private void rounds(int count) {
    for (int i = 0; i < count; i++) {
      v0 += v1;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v3;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 += v3;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 += v1;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v2 = Long.rotateLeft(v2, 32);
    }
  }

  private long folded() {
    return v0 ^ v1 ^ v2 ^ v3;
  }
}
