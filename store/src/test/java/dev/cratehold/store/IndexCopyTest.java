package dev.cratehold.store;

import static dev.cratehold.store.Samples.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cratehold.registry.Validators;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class IndexCopyTest {
  private static final byte[] BODY = Samples.indexFile("serde", "1.0.0", "1.0.1");
  private static final IndexCopy COPY = IndexCopy.of(BODY, Validators.NONE, NOW);

  @Test
  void of_someBytes_givesThemBack() {
    assertThat(COPY.body()).isEqualTo(BODY);
    assertThat(COPY.length()).isEqualTo(BODY.length);
    assertThat(COPY.isIntact()).isTrue();
  }

  @Test
  void of_noBytes_givesThemBack() {
    assertThat(IndexCopy.of(new byte[0], Validators.NONE, NOW).body()).isEmpty();
  }

  @Test
  void etag_knownBytes_isTheQuotedFirstHalfOfTheirSha256() {
    IndexCopy copy = IndexCopy.of("hello world".getBytes(UTF_8), Validators.NONE, NOW);

    assertThat(copy.etag()).isEqualTo("\"b94d27b9934d3e08a52e52d7da7dabfa\"");
  }

  @Test
  void of_equalBytesAtAnotherTime_hasTheSameEtagAndGzip() {
    IndexCopy later = IndexCopy.of(BODY, Validators.NONE, NOW.plus(Duration.ofDays(1)));

    assertThat(later.etag()).isEqualTo(COPY.etag());
    assertThat(later.gzip()).isEqualTo(COPY.gzip());
  }

  @Test
  void withUpstream_newValidators_keepsTheBytes() {
    Validators validators = new Validators(Optional.of("\"x\""), Optional.empty());

    IndexCopy confirmed = COPY.withUpstream(validators, NOW.plusSeconds(60));

    assertThat(confirmed.upstream()).isEqualTo(validators);
    assertThat(confirmed.checkedAt()).isEqualTo(NOW.plusSeconds(60));
    assertThat(confirmed.body()).isEqualTo(BODY);
  }

  @Test
  void body_truncatedGzip_isDamaged() {
    IndexCopy damaged = withGzip(Arrays.copyOf(COPY.gzip(), 40));

    assertThatIllegalStateException().isThrownBy(damaged::body).withMessageContaining("damaged");
    assertThat(damaged.isIntact()).isFalse();
  }

  @Test
  void body_gzipOfOtherBytes_isNotIntact() {
    IndexCopy damaged = withGzip(IndexCopy.of(new byte[BODY.length], Validators.NONE, NOW).gzip());

    assertThat(damaged.isIntact()).isFalse();
  }

  @Test
  void body_gzipOfMoreBytes_isDamaged() {
    byte[] longer = Arrays.copyOf(BODY, BODY.length + 1);
    IndexCopy damaged = withGzip(IndexCopy.of(longer, Validators.NONE, NOW).gzip());

    assertThatIllegalStateException().isThrownBy(damaged::body);
  }

  private static IndexCopy withGzip(byte[] gzip) {
    return new IndexCopy(gzip, BODY.length, COPY.etag(), COPY.upstream(), COPY.checkedAt());
  }

  @Test
  void isOf_otherBytesOfTheSameLength_isFalse() {
    byte[] other = BODY.clone();
    other[BODY.length - 1] ^= 1;

    assertThat(COPY.isOf(BODY)).isTrue();
    assertThat(COPY.isOf(other)).isFalse();
    assertThat(COPY.isOf(Arrays.copyOf(BODY, BODY.length - 1))).isFalse();
  }
}
