package dev.cratehold.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class UpstreamOptionsTest {
  @Test
  void fromEnvironment_everythingSet_isTakenOver() {
    UpstreamOptions options =
        UpstreamOptions.fromEnvironment(
            "1.0", Map.of("SSL_CERT_FILE", "/ca.pem", "https_proxy", "proxy:1"));

    assertThat(options.caFiles()).containsExactly(Path.of("/ca.pem"));
    assertThat(options.proxy()).isPresent();
    assertThat(options.userAgent())
        .isEqualTo("cratehold/1.0 (+https://github.com/cratehold/cratehold)");
  }

  @Test
  void fromEnvironment_nothingSet_isTheDefaults() {
    assertThat(UpstreamOptions.fromEnvironment("1.0", Map.of("SSL_CERT_FILE", "")))
        .isEqualTo(UpstreamOptions.defaults("1.0"));
  }

  @Test
  void withMoreCaFiles_sameFile_isNamedOnce() {
    UpstreamOptions options =
        UpstreamOptions.defaults("1.0")
            .withMoreCaFiles(List.of(Path.of("a"), Path.of("b")))
            .withMoreCaFiles(List.of(Path.of("a")));

    assertThat(options.caFiles()).containsExactly(Path.of("a"), Path.of("b"));
  }

  @Test
  void withTimeouts_notPositive_isRefused() {
    UpstreamOptions options = UpstreamOptions.defaults("1.0");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> options.withTimeouts(Duration.ZERO, Duration.ofSeconds(1)));
  }
}
