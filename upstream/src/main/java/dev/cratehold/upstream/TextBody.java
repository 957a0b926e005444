package dev.cratehold.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/// Reads a whole file of the index, decoded. At most [#LIMIT] bytes: the largest file of crates.io
/// has less than a tenth of that.
final class TextBody {
  private static final int LIMIT = 64 << 20;

  private TextBody() {}

  static byte[] read(Answer answer) throws UpstreamException {
    if (answer.header("content-type").orElse("").toLowerCase(Locale.ROOT).startsWith("text/html")) {
      throw Failures.malformed(
          answer.asked(),
          "a web page came instead, perhaps the log-in page of a network or proxy; open it in a"
              + " browser",
          null);
    }
    try (InputStream decoded = decoded(answer)) {
      byte[] body = decoded.readNBytes(LIMIT + 1);
      if (body.length > LIMIT) {
        throw Failures.malformed(answer.asked(), "it is larger than " + LIMIT + " bytes", null);
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
