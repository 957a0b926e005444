package dev.cratehold.upstream;

import dev.cratehold.upstream.CircuitBreaker.Admission;
import dev.cratehold.upstream.CircuitBreaker.Change;
import dev.cratehold.upstream.CircuitBreaker.Pass;
import java.net.URI;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One request on its way, with its retries and redirects: it passes the circuit of every server
/// that it comes to once, and at its end tells each what came of it.
///
/// For use by one thread.
final class Journey {
  private static final System.Logger LOG = System.getLogger(Journey.class.getName());
  private static final int MAX_REDIRECTS = 5;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final Transport transport;
  private final Map<Origin, Pass> passes = new LinkedHashMap<>();
  private final Set<Origin> answered = new HashSet<>();
  private boolean refused;

  Journey(Transport transport) {
    this.transport = transport;
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

  private Answer send(Asked asked) throws UpstreamException, InterruptedException {
    Origin origin = transport.origin(asked);
    pass(origin, asked);
    Answer answer = transport.send(origin, asked);
    answered.add(origin);
    return answer;
  }

  private void pass(Origin origin, Asked asked) throws UpstreamException {
    if (passes.containsKey(origin)) {
      return;
    }
    switch (origin.circuit().admit()) {
      case Admission.Admitted(Pass pass) -> passes.put(origin, pass);
      case Admission.Refused refusal -> {
        refused = true;
        throw Failures.circuitOpen(asked, refusal);
      }
    }
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
    if (target.getHost() == null) {
      throw Failures.malformed(asked, "it redirects to a URL without a host", null);
    }
    boolean secure = "https".equals(target.getScheme());
    boolean plain = "http".equals(target.getScheme()) && "http".equals(asked.uri().getScheme());
    if (!(secure || plain) || target.getRawUserInfo() != null) {
      throw Failures.malformed(
          asked,
          "its redirect to "
              + Asked.withoutSecrets(target)
              + " is not followed: "
              + (secure || plain ? "it carries a password" : "it leads out of https"),
          null);
    }
    return target;
  }

  /// True if the request was not sent, or not sent on, because of an open circuit.
  boolean wasRefused() {
    return refused;
  }

  /// It got an answer.
  void arrived() {
    passes.forEach(Journey::succeeded);
    passes.clear();
  }

  /// It failed for good. Servers that only led elsewhere did their part.
  void failed(UpstreamException failure) {
    Optional<Origin> guilty =
        Optional.of(failure)
            .filter(UpstreamException::countsAgainstServer)
            .map(f -> transport.origin(f.uri()));
    passes.forEach((origin, pass) -> {
      if (guilty.filter(origin::equals).isPresent()) {
        failed(origin, pass, failure);
      } else if (answered.contains(origin)) {
        succeeded(origin, pass);
      } else {
        pass.abandoned();
      }
    });
    passes.clear();
  }

  /// It ended in another way, unless its end was told already.
  void abandoned() {
    passes.values().forEach(Pass::abandoned);
    passes.clear();
  }

  private static void succeeded(Origin origin, Pass pass) {
    if (pass.succeeded() == Change.CLOSED) {
      LOG.log(System.Logger.Level.INFO, "{0} answers again", origin);
    }
  }

  private static void failed(Origin origin, Pass pass, UpstreamException failure) {
    if (pass.failed(failure) == Change.OPENED) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} is left alone for a while after its last failure: {1}",
          origin,
          failure.getMessage());
    }
  }
}
