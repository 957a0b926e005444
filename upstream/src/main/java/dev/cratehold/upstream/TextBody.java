package dev.cratehold.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/// Reads a whole text, decoded. A file of the index has at most [#LIMIT] bytes: the largest one of
/// crates.io has less than a tenth of that.
final class TextBody {
  private static final int LIMIT = 64 << 20;

  private TextBody() {}

  static byte[] read(Answer answer) throws UpstreamException {
    return read(answer, LIMIT);
  }

  /// @param limit the most bytes that the decoded text may have
  static byte[] read(Answer answer, int limit) throws UpstreamException {
    if (answer.header("content-type").orElse("").toLowerCase(Locale.ROOT).startsWith("text/html")) {
      throw Failures.malformed(
          answer.asked(),
          "a web page came instead, perhaps the log-in page of a network or proxy; open it in a"
              + " browser",
          null);
    }
    try (InputStream decoded = decoded(answer)) {
      byte[] body = decoded.readNBytes(limit + 1);
      if (body.length > limit) {
        throw Failures.malformed(answer.asked(), "it is larger than " + limit + " bytes", null);
      }
      return body;
    } catch (UpstreamException e) {
      throw e;
    } catch (IOException e) {
      throw Failures.malformed(
          answer.asked(), "its compressed form is damaged (" + e.getMessage() + ")", e);
    }
  }

  private static InputStream decoded(Answer answer) throws IOException {
    String coding = answer.header("content-encoding").orElse("identity").toLowerCase(Locale.ROOT);
    return switch (coding) {
      case "identity", "" -> answer.body();
      case "gzip", "x-gzip" -> new GZIPInputStream(answer.body(), 16 * 1024);
      default ->
          throw Failures.malformed(
              answer.asked(), "it is encoded as " + coding + ", which was not asked for", null);
    };
  }
}
