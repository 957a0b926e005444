package dev.cratehold.upstream;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// An upstream that could not give what it was asked for. The message is a sentence for the person
/// who runs the server: what was fetched from where, why that failed, what can be done. It holds no
/// password and no query string.
public final class UpstreamException extends IOException {
  private static final long serialVersionUID = 1;

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
    /// The registry's index lists a file that its download host does not have.
    INCONSISTENT
  }

  private final Kind kind;
  private final URI uri;
  private final int status;
  private final transient Optional<Duration> retryAfter;

  UpstreamException(Kind kind, URI uri, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.uri = uri;
    this.status = 0;
    this.retryAfter = Optional.empty();
  }

  /// A failure of the kind STATUS.
  UpstreamException(URI uri, int status, Optional<Duration> retryAfter, String message) {
    super(message);
    this.kind = Kind.STATUS;
    this.uri = uri;
    this.status = status;
    this.retryAfter = retryAfter;
  }

  private UpstreamException(UpstreamException last, String message) {
    super(message, last);
    this.kind = last.kind;
    this.uri = last.uri;
    this.status = last.status;
    this.retryAfter = last.retryAfter;
  }

  /// This failure as the last one of several attempts.
  UpstreamException afterAttempts(int attempts) {
    return new UpstreamException(this, getMessage() + " (tried " + attempts + " times)");
  }

  public Kind kind() {
    return kind;
  }

  /// What was asked for, without user, query and fragment; behind a redirect, where it led.
  public URI uri() {
    return uri;
  }

  /// The HTTP status, present if the kind is [Kind#STATUS].
  public OptionalInt status() {
    return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
  }

  /// How long the upstream asked to be left alone (`Retry-After`).
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /// True if the same request may well succeed in a moment. A timeout does not count: the time is
  /// already spent.
  boolean isTransient() {
    return switch (kind) {
      case UNREACHABLE, MALFORMED -> true;
      case TIMED_OUT, TLS, INCONSISTENT -> false;
      case STATUS -> status == 408 || status == 429 || status >= 500;
    };
  }
}
