package dev.cratehold.server;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;

/// Answers requests for the page at `/`, what it looks like, and the statistics that it shows. All
/// is made off the event loops.
final class PageResponder {
  /// Nothing but the style sheet and the icon is loaded, no script runs, and nobody shows the page
  /// within another one.
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none';"
          + " form-action 'none'; frame-ancestors 'none'";

  private final String mount;
  private final Overviews overviews;
  private final ClientAddresses clientAddresses;
  private final Buffer style = Buffer.buffer(styleSheet());
  private final String stylePath = "style.css?" + checksum(style.getBytes());

  PageResponder(String mount, Overviews overviews, ClientAddresses clientAddresses) {
    this.mount = mount;
    this.overviews = overviews;
    this.clientAddresses = clientAddresses;
  }

  private static byte[] styleSheet() {
    try (InputStream in = PageResponder.class.getResourceAsStream("style.css")) {
      if (in == null) {
        throw new IllegalStateException("the style sheet is not in the jar");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the style sheet", e);
    }
  }

  private static String checksum(byte[] bytes) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    return Long.toHexString(checksum.getValue());
  }

  /// @param url the URL of this server, without a slash at its end
  void home(Exchange exchange, String url) {
    exchange.header(HttpHeaders.VARY, "accept");
    if (!isForBrowser(Optional.ofNullable(exchange.request().getHeader(HttpHeaders.ACCEPT)))) {
      exchange.text(200, HomePage.text(url, mount));
      return;
    }
    StatisticsJson.Clients clients = clients(exchange);
    exchange.offLoop(
        () -> {
          String page = HtmlPage.of(overviews.current(), url, mount, stylePath, clients);
          return reserved(exchange, Buffer.buffer(page));
        },
        page -> {
          exchange.header("content-security-policy", POLICY);
          exchange.header("x-content-type-options", "nosniff");
          exchange.header("referrer-policy", "no-referrer");
          exchange.header(HttpHeaders.CACHE_CONTROL, "no-store");
          exchange.header(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8");
          exchange.body(page);
        });
  }

  /// True if a request names `text/html` and does not refuse it (RFC 9110, section 12.5.1).
  static boolean isForBrowser(Optional<String> accept) {
    return accept.stream()
        .flatMap(list -> Arrays.stream(list.split(",", -1)))
        .map(range -> range.strip().toLowerCase(Locale.ROOT))
        .anyMatch(
            range -> range.matches("text/html(\\s*;.*)?") && !range.matches(".*;\\s*q=0(\\.0*)?"));
  }

  private StatisticsJson.Clients clients(Exchange exchange) {
    boolean shown =
        switch (clientAddresses) {
          case PUBLIC -> true;
          case ON -> ClientAddress.isOfThisMachine(PublicUrl.Request.of(exchange.request()));
          case OFF -> false;
        };
    return shown ? StatisticsJson.Clients.SHOWN : StatisticsJson.Clients.HIDDEN;
  }

  private static Buffer reserved(Exchange exchange, Buffer body) throws IOException {
    exchange.reserve(body.length());
    return body;
  }

  void style(Exchange exchange) {
    exchange.header(HttpHeaders.CONTENT_TYPE, "text/css; charset=utf-8");
    exchange.header("x-content-type-options", "nosniff");
    exchange.header(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000, immutable");
    exchange.body(style);
  }

  void statistics(Exchange exchange) {
    StatisticsJson.Clients clients = clients(exchange);
    exchange.header(HttpHeaders.CACHE_CONTROL, "no-store");
    exchange.offLoop(
        () -> {
          Optional<byte[]> json =
              overviews.current().statistics().map(report -> StatisticsJson.of(report, clients));
          exchange.reserve(json.map(bytes -> bytes.length).orElse(0));
          return json;
        },
        json ->
            json.ifPresentOrElse(
                bytes -> exchange.json(200, bytes),
                () -> exchange.text(503, "The statistics cannot be read; the log says why.")));
  }
}
