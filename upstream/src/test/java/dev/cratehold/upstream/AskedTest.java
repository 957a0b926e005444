package dev.cratehold.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AskedTest {
  private static final Map<String, String> HARMLESS =
      Map.of("accept", "*/*", "range", "bytes=1-", "if-range", "\"a\"");
  private static final Map<String, String> SECRETS =
      Map.of("accept", "*/*", "authorization", "token", "cookie", "a=b", "x-token", "c");

  private static Asked asked(Map<String, String> headers) {
    return new Asked("a file", URI.create("https://h.example/a"), headers);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://h.example/b", "https://h.example:443/b", "https://H.EXAMPLE/b?c"})
  void at_sameServer_keepsEveryHeader(String target) {
    assertThat(asked(SECRETS).at(URI.create(target)).headers()).isEqualTo(SECRETS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://h.example/a", "https://h.example:8443/a", "https://other.example/a"})
  void at_anotherServer_keepsHarmlessHeadersAlone(String target) {
    assertThat(asked(SECRETS).at(URI.create(target)).headers()).isEqualTo(Map.of("accept", "*/*"));
    assertThat(asked(HARMLESS).at(URI.create(target)).headers()).isEqualTo(HARMLESS);
  }

  @Test
  void shown_uriWithSecrets_holdsNone() {
    Asked asked = new Asked("a", URI.create("https://u:p@h.example/a?token=b#c"), Map.of());

    assertThat(asked.failed()).isEqualTo("cannot fetch a from https://h.example/a");
  }
}
