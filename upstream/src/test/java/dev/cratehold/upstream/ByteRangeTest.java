package dev.cratehold.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ByteRangeTest {
  @Test
  void parse_range_isRead() {
    assertThat(ByteRange.parse("bytes 100-199/200"))
        .hasValue(new ByteRange(100, 199, OptionalLong.of(200)));
    assertThat(ByteRange.parse(" bytes 0-0/* "))
        .hasValue(new ByteRange(0, 0, OptionalLong.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes */200",
        "bytes 100-/200",
        "bytes -199/200",
        "bytes 100-199",
        "items 100-199/200",
        "bytes 199-100/200",
        "bytes 100-200/200",
        "bytes 100-199/99999999999999999999"
      })
  void parse_whatIsNoRange_isEmpty(String text) {
    assertThat(ByteRange.parse(text)).isEmpty();
  }

  @Test
  void isRestFrom_anythingButTheRest_isFalse() {
    assertThat(new ByteRange(100, 199, OptionalLong.of(200)).isRestFrom(100)).isTrue();
    assertThat(new ByteRange(100, 199, OptionalLong.empty()).isRestFrom(100)).isTrue();
    assertThat(new ByteRange(100, 199, OptionalLong.of(200)).isRestFrom(99)).isFalse();
    assertThat(new ByteRange(100, 198, OptionalLong.of(200)).isRestFrom(100)).isFalse();
  }
}
