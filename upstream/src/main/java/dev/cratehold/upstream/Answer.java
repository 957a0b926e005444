package dev.cratehold.upstream;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/// The head of an answer and its body, still to be read.
///
/// @param asked what was asked for, at the place that answered
record Answer(Asked asked, int status, HttpHeaders headers, BodyStream body)
    implements AutoCloseable {
  private static final int DRAINED = 64 * 1024;
  private static final int QUOTED = 120;

  OptionalLong length() {
    return headers.firstValueAsLong("content-length");
  }

  Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  /// A short piece of a body in plain text, for a message; empty if there is none.
  String quote() {
    if (!header("content-type").orElse("").startsWith("text/plain")) {
      return "";
    }
    try {
      String text = new String(body.readNBytes(QUOTED), StandardCharsets.UTF_8);
      String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
      return line.isEmpty() ? "" : " (" + line + ")";
    } catch (IOException _) {
      return ""; // the status is the failure to report, not that its explanation got lost
    }
  }

  /// Reads a short rest of the body, so that the connection can be used again; gives up a long one.
  @Override
  public void close() {
    try (body) {
      body.skip(DRAINED);
    } catch (IOException _) {
      return; // nobody wanted these bytes, and the connection is given up
    }
  }
}
