package dev.cratehold.cas.integrity;

import com.dynatrace.hash4j.hashing.HashStream128;
import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;

/// XXH3 with 128 bits and seed 0; the digest is in canonical (big-endian) order.
final class Xxh3Digest extends MessageDigest {
  private final HashStream128 stream = Hashing.xxh3_128().hashStream();

  Xxh3Digest() {
    super("XXH3-128");
  }

  @Override
  protected void engineUpdate(byte input) {
    stream.putByte(input);
  }

  @Override
  protected void engineUpdate(byte[] input, int offset, int length) {
    stream.putBytes(input, offset, length);
  }

  /// All at once, without the stream's buffers.
  static byte[] digestOf(byte[] bytes) {
    return canonical(Hashing.xxh3_128().hashBytesTo128Bits(bytes));
  }

  @Override
  protected byte[] engineDigest() {
    HashValue128 value = stream.get();
    stream.reset();
    return canonical(value);
  }

  private static byte[] canonical(HashValue128 value) {
    return ByteBuffer.allocate(HashAlgorithm.XXH3.digestBytes())
        .order(ByteOrder.BIG_ENDIAN)
        .putLong(value.getMostSignificantBits())
        .putLong(value.getLeastSignificantBits())
        .array();
  }

  @Override
  protected void engineReset() {
    stream.reset();
  }
}
