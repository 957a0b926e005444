package dev.cratehold.testing;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/// A whole answer to one request, before any fault. The body is shared: for reading only.
record Answer(int status, Map<String, String> headers, Buffer body) {
  static Answer ok(String type, Buffer body) {
    return new Answer(200, Map.of("content-type", type), body);
  }

  static Answer text(int status, String text) {
    return new Answer(status, Map.of("content-type", "text/plain"), Buffer.buffer(text));
  }

  static Answer redirect(String location) {
    return new Answer(302, Map.of("location", location), Buffer.buffer());
  }

  Answer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Answer(status, more, body);
  }

  Answer withBody(Buffer other) {
    return new Answer(status, headers, other);
  }

  /// The same, compressed, with the header that says so.
  Answer gzipped() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(body.getBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("compressing in memory failed", e);
    }
    return withBody(Buffer.buffer(out.toByteArray())).with("content-encoding", "gzip");
  }

  /// The part of this from an offset on.
  Answer from(int offset) {
    int length = body.length();
    String range = "bytes %d-%d/%d".formatted(offset, length - 1, length);
    Answer part = with("content-range", range);
    return new Answer(206, part.headers, body.slice(offset, length));
  }

  Answer notModified() {
    return new Answer(304, headers, Buffer.buffer());
  }
}
