package dev.cratehold.testing;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Map;

/// Something that a [FakeRegistry] does instead of, or besides, answering a request properly. When
/// several apply to one request, delays add up, the least bandwidth counts, and of those that
/// decide the answer the one whose hook is oldest.
///
/// Fractions are of the length of the body, from 0 to 1.
public sealed interface Fault {
  /// Waits before it answers.
  record Latency(Duration delay) implements Fault {}

  /// Sends the body at this rate.
  record Bandwidth(long bytesPerSecond) implements Fault {}

  /// Waits until [Hook#release()], then answers properly.
  record Hang() implements Fault {}

  /// Answers properly, with one header added or changed.
  record Header(String name, String value) implements Fault {}

  /// Breaks the connection (HTTP/2: the stream) before it answers, by a TCP reset.
  record Reset() implements Fault {}

  /// Closes the connection in an orderly way before it answers.
  record HangUp() implements Fault {}

  /// Gives an answer of its own.
  record Answer(int status, Map<String, String> headers, Buffer body) implements Fault {
    public Answer {
      headers = Map.copyOf(headers);
    }
  }

  /// Announces the whole body, sends this part of it and breaks the connection by a TCP reset.
  record ResetAfter(double fraction) implements Fault {}

  /// Announces the whole body, sends this part of it and closes in an orderly way.
  record TruncateAfter(double fraction) implements Fault {}

  /// Announces the whole body, sends this part of it and nothing more until [Hook#release()].
  record StallAfter(double fraction) implements Fault {}

  /// Sends only this part of the body, as if that were all.
  record Shorten(double fraction) implements Fault {}

  /// Changes one byte in the middle of the body.
  record Corrupt() implements Fault {}

  /// Compresses the body by gzip, asked for or not, and says so.
  record Gzip() implements Fault {}

  static Fault latency(Duration delay) {
    return new Latency(delay);
  }

  static Fault bandwidth(long bytesPerSecond) {
    return new Bandwidth(bytesPerSecond);
  }

  static Fault hang() {
    return new Hang();
  }

  static Fault header(String name, String value) {
    return new Header(name, value);
  }

  static Fault reset() {
    return new Reset();
  }

  static Fault hangUp() {
    return new HangUp();
  }

  static Fault status(int status) {
    return new Answer(
        status, Map.of("content-type", "text/plain"), Buffer.buffer("fault " + status));
  }

  /// A status with `Retry-After` in seconds.
  static Fault retryAfter(int status, int seconds) {
    return new Answer(status, Map.of("retry-after", Integer.toString(seconds)), Buffer.buffer());
  }

  static Fault redirect(int status, String location) {
    return new Answer(status, Map.of("location", location), Buffer.buffer());
  }

  /// The log-in page of a captive portal: 200, HTML.
  static Fault html() {
    return new Answer(
        200,
        Map.of("content-type", "text/html"),
        Buffer.buffer("<!DOCTYPE html><html><body>Please log in.</body></html>\n"));
  }

  /// 200 with nothing in it.
  static Fault empty() {
    return new Answer(200, Map.of(), Buffer.buffer());
  }

  /// 200 with these bytes.
  static Fault body(byte[] body) {
    return new Answer(200, Map.of(), Buffer.buffer(body));
  }

  static Fault resetAfter(double fraction) {
    return new ResetAfter(fraction);
  }

  static Fault truncateAfter(double fraction) {
    return new TruncateAfter(fraction);
  }

  static Fault stallAfter(double fraction) {
    return new StallAfter(fraction);
  }

  static Fault shorten(double fraction) {
    return new Shorten(fraction);
  }

  static Fault gzip() {
    return new Gzip();
  }

  static Fault corrupt() {
    return new Corrupt();
  }
}
