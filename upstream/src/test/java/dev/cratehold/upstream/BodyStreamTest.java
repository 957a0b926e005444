package dev.cratehold.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cratehold.testing.FakeClock;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

/// Bodies that an HTTP client delivers as whole although they are not: not every version of the
/// protocol makes it compare lengths.
class BodyStreamTest {
  private static final URI URI_ASKED = URI.create("http://localhost/3/f/foo");

  private final Asked asked = new Asked("the index file of foo", URI_ASKED, Map.of());
  private final Origin origin =
      new Origin(
          Origin.key(URI_ASKED),
          new CircuitBreaker(new FakeClock(), new Random(1)),
          new Counters());

  @Test
  void read_endsBeforeTheAnnouncedLength_fails() throws Exception {
    try (BodyStream body = delivered(OptionalLong.of(6))) {
      assertThatThrownBy(body::readAllBytes)
          .isInstanceOf(UpstreamException.class)
          .hasMessageContaining("ended after 5 of 6 bytes");
    }
  }

  @Test
  void read_endsAtTheAnnouncedLengthOrNoneWas_isWhole() throws Exception {
    for (OptionalLong announced : List.of(OptionalLong.of(5), OptionalLong.empty())) {
      try (BodyStream body = delivered(announced)) {
        assertThat(body.readAllBytes()).hasSize(5);
      }
    }
  }

  /// A body of 5 bytes that came to its end.
  private BodyStream delivered(OptionalLong announced) throws Exception {
    Origin.Turn turn = origin.enter(asked, Duration.ofSeconds(1));
    BodyStream body = new BodyStream(asked, Duration.ofSeconds(1), announced, turn);
    body.onSubscribe(
        new Flow.Subscription() {
          @Override
          public void request(long n) {}

          @Override
          public void cancel() {}
        });
    body.onNext(List.of(ByteBuffer.wrap(new byte[5])));
    body.onComplete();
    return body;
  }
}
