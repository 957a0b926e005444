package dev.cratehold.upstream;

import static dev.cratehold.upstream.UpstreamException.Kind.INCONSISTENT;
import static dev.cratehold.upstream.UpstreamException.Kind.MALFORMED;
import static dev.cratehold.upstream.UpstreamException.Kind.STATUS;
import static dev.cratehold.upstream.UpstreamException.Kind.TIMED_OUT;
import static dev.cratehold.upstream.UpstreamException.Kind.TLS;
import static dev.cratehold.upstream.UpstreamException.Kind.UNREACHABLE;

import dev.cratehold.upstream.CircuitBreaker.Admission;
import dev.cratehold.upstream.UpstreamException.Blame;
import dev.cratehold.upstream.UpstreamException.Facts;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/// Every way in which a request can fail, put into a sentence: what was tried, why it failed, what
/// to do. Pure.
final class Failures {
  private static final String CHECK_NETWORK =
      "check the network, the upstream's address, and HTTPS_PROXY and NO_PROXY if a proxy is needed";

  private static final int PROXY_AUTHENTICATION_REQUIRED = 407;
  private static final String PROXY_CREDENTIALS =
      "if it wants another user and password, put them into HTTPS_PROXY"
          + " (http://user:password@host:port)";

  private Failures() {}

  /// A request that a proxy did not lead to its server.
  static UpstreamException notThrough(
      ProxySettings.Address proxy, Asked asked, IOException cause, Duration waited) {
    UpstreamException direct = noAnswer(asked, cause, waited);
    if (direct.kind() != UNREACHABLE) {
      return direct;
    }
    String failed = asked.failed() + " through the proxy " + proxy + ": ";
    if (isRefusedUser(cause)) {
      return new UpstreamException(
          Facts.of(STATUS, asked.shown()).withStatus(PROXY_AUTHENTICATION_REQUIRED),
          failed + "it did not lead the request on; " + PROXY_CREDENTIALS,
          cause);
    }
    return new UpstreamException(
        Facts.of(UNREACHABLE, asked.shown()),
        failed + reason(asked, cause) + "; correct HTTPS_PROXY, or exempt the server by NO_PROXY",
        cause);
  }

  /// True if a proxy did not accept the user and password. The client says so in words, or for a
  /// tunnel by an internal error of its own (JDK 25). It is told apart from a broken connection
  /// because it must not be tried again: accounts get locked.
  private static boolean isRefusedUser(IOException cause) {
    return isAbout(cause, NullPointerException.class)
        || innermost(cause).contains("authentication attempts")
        || innermost(cause).contains("No credentials");
  }

  /// A request that got no answer.
  ///
  /// @param waited how long an answer was waited for
  static UpstreamException noAnswer(Asked asked, IOException cause, Duration waited) {
    if (cause instanceof HttpConnectTimeoutException) {
      return timedOut(asked, "no connection was made in time; " + CHECK_NETWORK, cause);
    }
    if (cause instanceof HttpTimeoutException) {
      return timedOut(asked, "no answer came within " + seconds(waited) + "; try again", cause);
    }
    if (isAbout(cause, SSLHandshakeException.class)
        || isAbout(cause, SSLPeerUnverifiedException.class)
        || isAbout(cause, GeneralSecurityException.class)) {
      return insecure(asked, cause);
    }
    return unreachable(asked, reason(asked, cause) + "; " + CHECK_NETWORK, cause);
  }

  private static String reason(Asked asked, IOException cause) {
    if (isAbout(cause, UnresolvedAddressException.class)) {
      return "the host name " + asked.uri().getHost() + " is not known";
    }
    if (cause instanceof ConnectException) {
      return "the connection was refused";
    }
    if (isAbout(cause, SSLException.class)) {
      return "the TLS connection broke (" + innermost(cause) + ")";
    }
    return "the connection broke (" + innermost(cause) + ")";
  }

  private static UpstreamException insecure(Asked asked, IOException cause) {
    return new UpstreamException(
        Facts.of(TLS, asked.shown()),
        asked.failed()
            + ": the server's certificate was not accepted ("
            + innermost(cause)
            + "); if a company proxy or a private authority issued it, name the authority's"
            + " certificate (PEM) with --upstream-ca or SSL_CERT_FILE",
        cause);
  }

  /// A body that ended with an error after this many bytes.
  static UpstreamException brokeOff(Asked asked, long received, Throwable cause) {
    return unreachable(
        asked,
        "the connection broke after %d bytes (%s); try again".formatted(received, innermost(cause)),
        cause);
  }

  /// A body that ended properly, but before its announced length.
  static UpstreamException shortBody(Asked asked, long received, long announced) {
    return unreachable(
        asked, "it ended after %d of %d bytes; try again".formatted(received, announced), null);
  }

  /// A body of which nothing more came.
  static UpstreamException stalled(Asked asked, long received, Duration waited) {
    return timedOut(
        asked,
        "nothing more came for %s after %d bytes; try again".formatted(seconds(waited), received),
        null);
  }

  /// A status that is no answer.
  static UpstreamException status(Answer answer, Instant now) {
    String explanation =
        switch (answer.status()) {
          case 401 -> "; it wants a token, and Cratehold has none for it";
          case 403 -> "; it refuses this client";
          case PROXY_AUTHENTICATION_REQUIRED -> ", which came from the proxy; " + PROXY_CREDENTIALS;
          case 429 -> "; it asks for fewer requests: try again later";
          default -> answer.status() >= 500 ? "; it has a problem of its own: try again later" : "";
        };
    return new UpstreamException(
        Facts.of(STATUS, answer.asked().shown())
            .withStatus(answer.status())
            .withRetryAfter(
                answer.header("retry-after").flatMap(text -> RetryAfter.parse(text, now))),
        answer.asked().failed()
            + ": it answered with status "
            + answer.status()
            + answer.quote()
            + explanation,
        null);
  }

  /// A file that the index lists and its download host does not give.
  ///
  /// @param index the host of the index
  static UpstreamException inconsistent(Answer answer, String index) {
    Asked asked = answer.asked();
    return new UpstreamException(
        Facts.of(INCONSISTENT, asked.shown()).withStatus(answer.status()),
        "%s: the index at %s lists it, but %s, where it is downloaded from, answered with status %d%s; only this version is affected: use another one, and tell whoever runs the registry"
            .formatted(
                asked.failed(), index, asked.uri().getHost(), answer.status(), answer.quote()),
        null);
  }

  /// A request that was not sent because its server's circuit is open.
  static UpstreamException circuitOpen(Asked asked, Admission.Refused refusal) {
    Duration pause = wholeSeconds(refusal.pause());
    return new UpstreamException(
        refusal
            .reason()
            .facts()
            .at(asked.shown())
            .withRetryAfter(Optional.of(pause))
            .blaming(Blame.OURSELVES),
        "%s: its server is left alone for %s after the last failure: %s"
            .formatted(asked.failed(), seconds(pause), refusal.reason().getMessage()),
        refusal.reason());
  }

  /// Rounded up, at least one.
  private static Duration wholeSeconds(Duration time) {
    return Duration.ofSeconds(Math.max(1, time.plusSeconds(1).minusNanos(1).toSeconds()));
  }

  /// An answer that is not what was asked for.
  static UpstreamException malformed(Asked asked, String reason, @Nullable Throwable cause) {
    return new UpstreamException(
        Facts.of(MALFORMED, asked.shown()), asked.failed() + ": " + reason, cause);
  }

  /// Too many requests of our own before this one.
  static UpstreamException noTurn(Asked asked, Duration waited) {
    return new UpstreamException(
        Facts.of(TIMED_OUT, asked.shown()).blaming(Blame.OURSELVES),
        asked.failed()
            + ": its turn did not come within "
            + seconds(waited)
            + ", too many requests are under way; try again",
        null);
  }

  private static UpstreamException unreachable(
      Asked asked, String reason, @Nullable Throwable cause) {
    return new UpstreamException(
        Facts.of(UNREACHABLE, asked.shown()), asked.failed() + ": " + reason, cause);
  }

  private static UpstreamException timedOut(Asked asked, String reason, @Nullable Throwable cause) {
    // A deadline of our own shows less patience than a slow server may need.
    Blame blame = asked.deadline().isSet() ? Blame.OURSELVES : Blame.SERVER;
    return new UpstreamException(
        Facts.of(TIMED_OUT, asked.shown()).blaming(blame), asked.failed() + ": " + reason, cause);
  }

  /// A failure and its causes, outermost first.
  private static List<Throwable> chain(Throwable failure) {
    List<Throwable> chain = new ArrayList<>();
    Throwable next = failure;
    while (next != null && !chain.contains(next)) {
      chain.add(next);
      next = next.getCause();
    }
    return chain;
  }

  private static boolean isAbout(Throwable failure, Class<? extends Throwable> type) {
    return chain(failure).stream().anyMatch(type::isInstance);
  }

  /// What the innermost cause that says anything says.
  private static String innermost(Throwable failure) {
    return chain(failure).stream()
        .flatMap(f -> Optional.ofNullable(f.getMessage()).stream())
        .reduce((_, deeper) -> deeper)
        .orElse(failure.getClass().getSimpleName());
  }

  private static String seconds(Duration time) {
    boolean whole = time.toMillis() % 1000 == 0 || time.toSeconds() >= 5;
    return whole ? time.plusMillis(500).toSeconds() + " s" : time.toMillis() + " ms";
  }
}
