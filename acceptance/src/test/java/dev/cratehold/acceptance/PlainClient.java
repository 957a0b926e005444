package dev.cratehold.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// A client that is no cargo: it shows what a server answers, header by header, and retries
/// nothing. HTTP/1.1. Safe for use by several threads.
final class PlainClient implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /// Asks for something.
  ///
  /// @param headers names and values in turn
  /// @throws IOException if the answer breaks off
  HttpResponse<byte[]> get(URI url, String... headers) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(url).timeout(LIMIT);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  /// Asks for something whose body the caller reads as it comes, and closes.
  HttpResponse<InputStream> open(URI url) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(url).timeout(LIMIT).build(), BodyHandlers.ofInputStream());
  }

  /// What `x-cache` says, or `none`.
  static String cache(HttpResponse<?> answer) {
    return answer.headers().firstValue("x-cache").orElse("none");
  }

  static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.close();
  }
}
