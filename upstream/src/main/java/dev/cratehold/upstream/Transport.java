package dev.cratehold.upstream;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Sends GET requests: HTTP/2 over TLS, HTTP/1.1 without, redirects followed by hand.
///
/// Safe for use by several threads.
final class Transport implements AutoCloseable {
  private static final int MAX_REDIRECTS = 5;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final HttpClient client;
  private final String userAgent;
  private final Duration stallTimeout;
  private final Optional<ProxySettings> proxy;
  private final Map<String, Origin> origins = new ConcurrentHashMap<>();

  Transport(UpstreamOptions options) throws IOException {
    this.client = Clients.create(options);
    this.userAgent = options.userAgent();
    this.stallTimeout = options.stallTimeout();
    this.proxy = options.proxy();
  }

  /// The answer that is no redirect, with its body still to be read.
  Answer get(Asked first) throws UpstreamException, InterruptedException {
    Asked asked = first;
    for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
      Answer answer = send(asked);
      Optional<String> location = redirect(answer);
      if (location.isEmpty()) {
        return answer;
      }
      answer.close();
      asked = asked.at(target(asked, location.get()));
    }
    throw Failures.malformed(
        first,
        "it redirects more than " + MAX_REDIRECTS + " times, last to " + asked.shown(),
        null);
  }

  private static Optional<String> redirect(Answer answer) {
    return REDIRECTS.contains(answer.status()) ? answer.header("location") : Optional.empty();
  }

  /// Where a redirect leads: to any host, but not out of TLS, and not with a password.
  private static URI target(Asked asked, String location) throws UpstreamException {
    URI target;
    try {
      target = asked.uri().resolve(location);
    } catch (IllegalArgumentException e) {
      throw Failures.malformed(asked, "it redirects to something that is no URL", e);
    }
    boolean secure = "https".equals(target.getScheme());
    boolean plain = "http".equals(target.getScheme()) && "http".equals(asked.uri().getScheme());
    if (!(secure || plain) || target.getHost() == null || target.getRawUserInfo() != null) {
      throw Failures.malformed(
          asked, "its redirect to " + Asked.withoutSecrets(target) + " is not followed", null);
    }
    return target;
  }

  private Answer send(Asked asked) throws UpstreamException, InterruptedException {
    Origin origin =
        origins.computeIfAbsent(Origin.key(asked.uri()), _ -> new Origin(asked.uri().getScheme()));
    Origin.Turn turn = origin.enter(asked, stallTimeout);
    boolean answered = false;
    try {
      HttpResponse<BodyStream> response =
          client.send(request(asked), head -> body(asked, head, turn));
      turn.answered();
      answered = true;
      return new Answer(asked, response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      origin.disconnected();
      throw failure(asked, e);
    } finally {
      if (!answered) {
        turn.end();
      }
    }
  }

  private UpstreamException failure(Asked asked, IOException cause) {
    return proxy
        .flatMap(settings -> settings.proxyFor(asked.uri()))
        .map(via -> Failures.notThrough(via, asked, cause, stallTimeout))
        .orElseGet(() -> Failures.noAnswer(asked, cause, stallTimeout));
  }

  private BodyStream body(Asked asked, HttpResponse.ResponseInfo head, Origin.Turn turn) {
    boolean bodiless = head.statusCode() == 304 || head.statusCode() == 204;
    OptionalLong announced =
        bodiless ? OptionalLong.empty() : head.headers().firstValueAsLong("content-length");
    return new BodyStream(asked, stallTimeout, announced, turn::end);
  }

  private HttpRequest request(Asked asked) {
    // Over plain http the client would ask for an upgrade to HTTP/2 that few servers offer.
    boolean secure = "https".equals(asked.uri().getScheme());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(asked.uri())
            .version(secure ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
            .timeout(stallTimeout)
            .header("user-agent", userAgent);
    asked.headers().forEach(request::header);
    return request.build();
  }

  /// Breaks off what is under way.
  @Override
  public void close() {
    client.shutdownNow();
  }
}
