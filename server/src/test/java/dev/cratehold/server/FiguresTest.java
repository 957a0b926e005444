package dev.cratehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FiguresTest {
  @Test
  void count_thousands_areApart() {
    assertThat(Figures.count(0)).isEqualTo("0");
    assertThat(Figures.count(1_234_567)).isEqualTo("1,234,567");
  }

  @Test
  void bytes_everySize_hasItsUnit() {
    assertThat(Figures.bytes(0)).isEqualTo("0 B");
    assertThat(Figures.bytes(1023)).isEqualTo("1023 B");
    assertThat(Figures.bytes(1024)).isEqualTo("1.0 KiB");
    assertThat(Figures.bytes((1 << 20) - 1)).isEqualTo("1.0 MiB");
    assertThat(Figures.bytes(Long.MAX_VALUE)).isEqualTo("8.0 EiB");
  }

  @Test
  void latency_everyTime_hasTwoOrThreeDigits() {
    assertThat(Figures.latency(Duration.ZERO)).isEqualTo("0.00 ms");
    assertThat(Figures.latency(Duration.ofNanos(421_000))).isEqualTo("0.42 ms");
    assertThat(Figures.latency(Duration.ofMillis(4))).isEqualTo("4.0 ms");
    assertThat(Figures.latency(Duration.ofMillis(421))).isEqualTo("421 ms");
    assertThat(Figures.latency(Duration.ofMillis(4210))).isEqualTo("4.2 s");
  }

  @Test
  void percent_nothing_isADash() {
    assertThat(Figures.percent(0, 0)).isEqualTo("–");
    assertThat(Figures.percent(1, 3)).isEqualTo("33.3 %");
  }

  @Test
  void ago_everyAge_isInWords() {
    Instant now = Instant.parse("2026-11-22T12:00:00Z");
    assertThat(Figures.ago(now.plusSeconds(5), now)).isEqualTo("just now");
    assertThat(Figures.ago(now.minusSeconds(59), now)).isEqualTo("just now");
    assertThat(Figures.ago(now.minusSeconds(61), now)).isEqualTo("1 min ago");
    assertThat(Figures.ago(now.minus(Duration.ofHours(47)), now)).isEqualTo("47 h ago");
    assertThat(Figures.ago(now.minus(Duration.ofDays(3)), now)).isEqualTo("3 days ago");
  }
}
