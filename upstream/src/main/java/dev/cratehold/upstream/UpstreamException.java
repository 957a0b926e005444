package dev.cratehold.upstream;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An upstream that could not give what it was asked for. The message is a sentence for the person
/// who runs the server: what was fetched from where, why that failed, what can be done. It holds no
/// password, no query string and no control character, whatever the upstream sent.
public final class UpstreamException extends IOException {
  private static final long serialVersionUID = 1;
  private static final int LONGEST_MESSAGE = 2000;

  /// Why the upstream gave nothing.
  public enum Kind {
    /// No connection, or one that broke off.
    UNREACHABLE,
    /// Nothing came for longer than the configured time.
    TIMED_OUT,
    /// The connection could not be secured; most often the issuer of its certificate is unknown.
    TLS,
    /// An HTTP status that is no answer to the request.
    STATUS,
    /// An answer that is not what was asked for, such as a log-in page.
    MALFORMED,
    /// The registry's index lists a file that its download host does not have, or does not give.
    INCONSISTENT
  }

  /// Who ended the request.
  enum Blame {
    SERVER,
    /// A limit of our own, which tells nothing about the server.
    OURSELVES
  }

  /// What a failure is, besides its sentence.
  ///
  /// @param status 0 if no status is the reason
  record Facts(Kind kind, URI uri, int status, Optional<Duration> retryAfter, Blame blame) {
    static Facts of(Kind kind, URI uri) {
      return new Facts(kind, uri, 0, Optional.empty(), Blame.SERVER);
    }

    Facts withStatus(int other) {
      return new Facts(kind, uri, other, retryAfter, blame);
    }

    @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // the component's own type
    Facts withRetryAfter(Optional<Duration> other) {
      return new Facts(kind, uri, status, other, blame);
    }

    Facts blaming(Blame other) {
      return new Facts(kind, uri, status, retryAfter, other);
    }

    Facts at(URI other) {
      return new Facts(kind, other, status, retryAfter, blame);
    }
  }

  private final transient Facts facts;

  UpstreamException(Facts facts, String message, @Nullable Throwable cause) {
    super(oneLine(message), cause);
    this.facts = facts;
  }

  /// Without what could break a log line or a header, and no longer than a person reads.
  private static String oneLine(String message) {
    String line = message.replaceAll("[\\p{Cntrl}\u0080-\u009f]+", " ");
    return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "…";
  }

  /// This failure as the last one of several attempts.
  UpstreamException afterAttempts(int attempts) {
    return new UpstreamException(facts, getMessage() + " (tried " + attempts + " times)", this);
  }

  /// This failure of the preferred address, after the others failed too.
  UpstreamException alsoElsewhere(List<UpstreamException> others) {
    StringBuilder message = new StringBuilder(String.valueOf(getMessage()));
    others.forEach(
        other -> message.append("; the next address failed too: ").append(other.getMessage()));
    UpstreamException all = new UpstreamException(facts, message.toString(), this);
    others.forEach(all::addSuppressed);
    return all;
  }

  Facts facts() {
    return facts;
  }

  public Kind kind() {
    return facts.kind();
  }

  /// What was asked for, without user, query and fragment; behind a redirect, where it led.
  public URI uri() {
    return facts.uri();
  }

  /// The HTTP status that is the reason, present if the kind is [Kind#STATUS] or
  /// [Kind#INCONSISTENT].
  public OptionalInt status() {
    return facts.status() == 0 ? OptionalInt.empty() : OptionalInt.of(facts.status());
  }

  /// How long the upstream asked to be left alone (`Retry-After`), or is left alone anyway.
  public Optional<Duration> retryAfter() {
    return facts.retryAfter();
  }

  /// True if the server answered, and its answer may be about what was asked for alone: a storage
  /// host says 403 for what it does not have.
  public boolean isAboutThisRequest() {
    return switch (facts.kind()) {
      case UNREACHABLE, TIMED_OUT, TLS -> false;
      case MALFORMED, INCONSISTENT -> true;
      case STATUS -> !isTrouble(facts.status()) && !isAboutTheClient(facts.status());
    };
  }

  private static boolean isAboutTheClient(int status) {
    return status == 401 || status == 407;
  }

  /// True if nothing was asked, because every server had failed before: this tells nothing new.
  public boolean isRepeated() {
    return facts.blame() == Blame.OURSELVES
        && getCause() instanceof UpstreamException
        && Stream.of(getSuppressed())
            .allMatch(other -> other instanceof UpstreamException e && e.isRepeated());
  }

  /// True if the same request may well succeed in a moment. A timeout does not count: the time is
  /// already spent.
  boolean isTransient() {
    return facts.blame() == Blame.SERVER
        && switch (facts.kind()) {
          case UNREACHABLE, MALFORMED -> true;
          case TIMED_OUT, TLS, INCONSISTENT -> false;
          case STATUS -> isTrouble(facts.status());
        };
  }

  /// True if the server is not able to answer anything at the moment, as far as this failure shows.
  boolean countsAgainstServer() {
    return facts.blame() == Blame.SERVER
        && switch (facts.kind()) {
          case UNREACHABLE, TIMED_OUT, TLS -> true;
          case MALFORMED, INCONSISTENT -> false;
          case STATUS -> isTrouble(facts.status());
        };
  }

  private static boolean isTrouble(int status) {
    return status == 408 || status == 429 || status >= 500;
  }
}
