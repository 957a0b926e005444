package dev.cratehold.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BytesTest {
  @Test
  void text_small_isInBytes() {
    assertThat(Bytes.text(1023)).isEqualTo("1023B");
  }

  @Test
  void text_larger_hasOneDecimal() {
    assertThat(Bytes.text(3072)).isEqualTo("3.0KiB");
    assertThat(Bytes.text(1_610_612_736L)).isEqualTo("1.5GiB");
  }

  @Test
  void text_largest_hasAUnit() {
    assertThat(Bytes.text(Long.MAX_VALUE)).isEqualTo("8.0EiB");
  }
}
