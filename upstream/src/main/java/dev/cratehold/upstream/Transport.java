package dev.cratehold.upstream;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/// Sends requests: HTTP/2 over TLS, HTTP/1.1 without; follows no redirect.
///
/// Safe for use by several threads.
final class Transport implements AutoCloseable {
  private final HttpClient client;
  private final String userAgent;
  private final Duration patience;
  private final Duration stallTimeout;
  private final Optional<ProxySettings> proxy;
  private final InstantSource clock;
  private final Counters counters;
  private final Map<String, Origin> origins = new ConcurrentHashMap<>();

  /// @param patience how long an answer is waited for
  Transport(UpstreamOptions options, Duration patience, InstantSource clock, Counters counters)
      throws IOException {
    this.client = Clients.create(options);
    this.userAgent = options.userAgent();
    this.patience = patience;
    this.stallTimeout = options.stallTimeout();
    this.proxy = options.proxy();
    this.clock = clock;
    this.counters = counters;
  }

  /// The server that is to be asked.
  Origin origin(Asked asked) throws UpstreamException {
    URI uri = asked.uri();
    if (uri.getScheme() == null || uri.getHost() == null) {
      throw Failures.malformed(asked, "that is no URL with a host", null);
    }
    return origin(uri);
  }

  Origin origin(URI uri) {
    return origins.computeIfAbsent(
        Origin.key(uri),
        key -> new Origin(key, new CircuitBreaker(clock, new SplittableRandom()), counters));
  }

  /// One answer, whatever it is, with its body still to be read.
  Answer send(Origin origin, Asked asked) throws UpstreamException, InterruptedException {
    Duration wait = asked.deadline().cap(patience);
    Origin.Turn turn = origin.enter(asked, wait);
    boolean answered = false;
    try {
      HttpResponse<BodyStream> response =
          client.send(request(asked, wait), head -> body(asked, head, turn));
      turn.answered();
      answered = true;
      return new Answer(asked, response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      origin.disconnected();
      throw failure(asked, e, wait);
    } catch (IllegalArgumentException e) {
      // The client's way to say that a length in the answer, or a port in the URL, is no number.
      origin.disconnected();
      throw Failures.malformed(asked, "that is not proper HTTP (" + e.getMessage() + ")", e);
    } finally {
      if (!answered) {
        turn.end();
      }
    }
  }

  private UpstreamException failure(Asked asked, IOException cause, Duration waited) {
    return proxy
        .flatMap(settings -> settings.proxyFor(asked.uri()))
        .map(via -> Failures.notThrough(via, asked, cause, waited))
        .orElseGet(() -> Failures.noAnswer(asked, cause, waited));
  }

  private BodyStream body(Asked asked, HttpResponse.ResponseInfo head, Origin.Turn turn) {
    boolean bodiless = head.statusCode() == 304 || head.statusCode() == 204;
    OptionalLong announced =
        bodiless ? OptionalLong.empty() : head.headers().firstValueAsLong("content-length");
    return new BodyStream(asked, stallTimeout, announced, turn);
  }

  private HttpRequest request(Asked asked, Duration wait) {
    // Over plain http the client would ask for an upgrade to HTTP/2 that few servers offer.
    boolean secure = "https".equals(asked.uri().getScheme());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(asked.uri())
            .version(secure ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
            .timeout(wait)
            .header("user-agent", userAgent);
    asked.headers().forEach(request::header);
    if (asked.body().contentLength() != 0) {
      request.POST(asked.body());
    }
    return request.build();
  }

  /// Breaks off what is under way.
  @Override
  public void close() {
    client.shutdownNow();
  }
}
