package dev.cratehold.testing;

import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.Map;

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

  Answer notModified() {
    return new Answer(304, headers, Buffer.buffer());
  }
}
