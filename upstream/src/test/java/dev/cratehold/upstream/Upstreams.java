package dev.cratehold.upstream;

import dev.cratehold.testing.FakeRegistry;
import java.io.IOException;
import java.time.Duration;

/// Upstreams as the tests need them: with hardly a pause before a retry.
final class Upstreams {
  static final Duration LONG = Duration.ofSeconds(20);

  private Upstreams() {}

  static UpstreamOptions options() {
    return UpstreamOptions.defaults("1.2.3")
        .withRetryPause(Duration.ofMillis(1))
        .withTimeouts(LONG, LONG);
  }

  static Upstream of(FakeRegistry registry) throws IOException {
    return new Upstream(registry.sparseUrl(), options());
  }

  /// An upstream that waits for `stall` only.
  static Upstream impatient(FakeRegistry registry, Duration stall) throws IOException {
    return new Upstream(registry.sparseUrl(), options().withTimeouts(LONG, stall));
  }
}
