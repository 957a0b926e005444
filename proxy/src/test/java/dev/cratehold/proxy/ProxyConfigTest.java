package dev.cratehold.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProxyConfigTest {
  @Test
  void withIndexTtl_shorterThanTheNegativeOne_shortensBoth() {
    ProxyConfig config = ProxyConfig.defaults().withIndexTtl(Duration.ofSeconds(2));
    assertThat(config.indexTtl()).hasSeconds(2);
    assertThat(config.negativeTtl()).hasSeconds(2);
  }

  @Test
  void withIndexTtl_longer_leavesTheNegativeOne() {
    ProxyConfig config = ProxyConfig.defaults().withIndexTtl(Duration.ofHours(1));
    assertThat(config.indexTtl()).hasHours(1);
    assertThat(config.negativeTtl()).isEqualTo(ProxyConfig.defaults().negativeTtl());
  }

  @Test
  void withMaxStale_changesNothingElse() {
    ProxyConfig config = ProxyConfig.defaults().withMaxStale(Duration.ofDays(7));
    assertThat(config.maxStale()).contains(Duration.ofDays(7));
    assertThat(config.withIndexMemory(ProxyConfig.defaults().indexMemoryBytes()))
        .usingRecursiveComparison()
        .ignoringFields("maxStale")
        .isEqualTo(ProxyConfig.defaults());
  }

  @Test
  void new_negativeDuration_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProxyConfig.defaults().withMaxStale(Duration.ofSeconds(-1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProxyConfig.defaults().withIndexTtl(Duration.ofSeconds(-1)));
  }
}
