package dev.cratehold.store;

import dev.cratehold.registry.Validators;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// One index file as it is kept: compressed, with what is needed to answer a client and to ask the
/// upstream whether it changed.
///
/// @param gzip the bytes of the file, compressed; not copied, and not to be changed
/// @param length how many bytes the file has when it is not compressed
/// @param etag our entity tag over the uncompressed bytes, with its quotes; equal bytes have equal
///   tags, on every machine
/// @param upstream what the upstream said about the file
/// @param checkedAt when the upstream last said that this is the file, in whole milliseconds
@SuppressWarnings(
    "ArrayRecordComponent") // Copies of up to megabytes on the way to a client: shared
public record IndexCopy(
    byte[] gzip, int length, String etag, Validators upstream, Instant checkedAt) {
  private static final int ETAG_BYTES = 16;

  public IndexCopy {
    checkedAt = checkedAt.truncatedTo(ChronoUnit.MILLIS);
  }

  /// A copy of the index file whose uncompressed bytes are `body`.
  public static IndexCopy of(byte[] body, Validators upstream, Instant checkedAt) {
    return new IndexCopy(compressed(body), body.length, etag(body), upstream, checkedAt);
  }

  /// True if this is a copy of these uncompressed bytes.
  public boolean isOf(byte[] body) {
    return length == body.length && etag.equals(etag(body));
  }

  /// The uncompressed bytes, newly inflated at each call.
  ///
  /// @throws IllegalStateException if they are damaged
  public byte[] body() {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip), 8192)) {
      byte[] body = in.readNBytes(length);
      if (body.length != length || in.read() >= 0) {
        throw new IllegalStateException("an index file of " + length + " bytes has another length");
      }
      return body;
    } catch (IOException e) {
      throw new IllegalStateException("the copy of an index file is damaged", e);
    }
  }

  /// True if the bytes are those that the entity tag was made of.
  boolean isIntact() {
    return isReadable() && etag.equals(etag(body()));
  }

  /// True if the bytes can be inflated and have the length and the CRC-32 that they had. Costs a
  /// fraction of [#isIntact()] and finds what a disk does to them.
  boolean isReadable() {
    try {
      return body().length == length;
    } catch (IllegalStateException _) {
      return false;
    }
  }

  /// The same bytes, checked at `instant`, for which the upstream gave `validators`.
  public IndexCopy withUpstream(Validators validators, Instant instant) {
    return new IndexCopy(gzip, length, etag, validators, instant);
  }

  private static byte[] compressed(byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.length / 4 + 64);
    try (FastGzip gzip = new FastGzip(out)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException("compressing in memory failed", e);
    }
    return out.toByteArray();
  }

  private static String etag(byte[] body) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
      return '"' + HexFormat.of().formatHex(digest, 0, ETAG_BYTES) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256, which every Java must have", e);
    }
  }

  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IndexCopy that
        && length == that.length
        && etag.equals(that.etag)
        && upstream.equals(that.upstream)
        && checkedAt.equals(that.checkedAt)
        && Arrays.equals(gzip, that.gzip);
  }

  @Override
  public int hashCode() {
    return Objects.hash(length, etag, upstream, checkedAt);
  }

  @Override
  public String toString() {
    return "IndexCopy[%d bytes, etag %s, checked at %s]".formatted(length, etag, checkedAt);
  }
}
