package dev.cratehold.upstream;

import dev.cratehold.upstream.UpstreamException.Kind;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The requests to one address of a registry, each with its retries and behind the circuits of the
/// servers that it comes to; remembers the last failure.
///
/// Safe for use by several threads.
final class Requests {
  private final Transport transport;
  private final Retries retries;
  private final Counters counters;
  private final InstantSource clock;
  private volatile @Nullable Failed last;

  /// One attempt at a request.
  interface Attempt<T> {
    T run(Journey journey) throws UpstreamException, InterruptedException;
  }

  /// A failure and when it was.
  record Failed(String sentence, Instant at) {}

  Requests(Transport transport, Retries retries, Counters counters, InstantSource clock) {
    this.transport = transport;
    this.retries = retries;
    this.counters = counters;
    this.clock = clock;
  }

  <T> T run(Attempt<T> attempt) throws UpstreamException, InterruptedException {
    Journey journey = new Journey(transport);
    try {
      T answer = retries.run(() -> attempt.run(journey));
      journey.arrived();
      return answer;
    } catch (UpstreamException failure) {
      journey.failed(failure);
      count(journey, failure);
      throw failure;
    } finally {
      journey.abandoned();
    }
  }

  private void count(Journey journey, UpstreamException failure) {
    if (journey.wasRefused()) {
      counters.refused();
      return;
    }
    counters.failed(failure.kind());
    if (failure.kind() != Kind.INCONSISTENT) {
      last = new Failed(String.valueOf(failure.getMessage()), clock.instant());
    }
  }

  /// The circuit of the server that a URI leads to.
  Circuit circuit(URI uri) {
    return transport.origin(uri).circuit().circuit();
  }

  /// The last failure that was not about one crate alone.
  Optional<Failed> lastFailure() {
    return Optional.ofNullable(last);
  }
}
