package dev.cratehold.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProxySettingsTest {
  private static final URI SECURE = URI.create("https://index.example.org/x");
  private static final URI PLAIN = URI.create("http://index.example.org:8000/x");

  private static Optional<String> proxy(URI target, Map<String, String> environment) {
    return ProxySettings.ofEnvironment(environment)
        .flatMap(settings -> settings.proxyFor(target))
        .map(address -> address.host() + ":" + address.port());
  }

  @Test
  void ofEnvironment_nothingSet_isEmpty() {
    assertThat(ProxySettings.ofEnvironment(Map.of("HTTPS_PROXY", " ", "NO_PROXY", "*"))).isEmpty();
  }

  @Test
  void proxyFor_eachScheme_hasItsOwnVariable() {
    Map<String, String> environment =
        Map.of("HTTPS_PROXY", "http://a:3128/", "HTTP_PROXY", "b:3129");

    assertThat(proxy(SECURE, environment)).hasValue("a:3128");
    assertThat(proxy(PLAIN, environment)).hasValue("b:3129");
  }

  @Test
  void proxyFor_bothCases_lowerCaseWins() {
    assertThat(proxy(SECURE, Map.of("HTTPS_PROXY", "a:1", "https_proxy", "b:2"))).hasValue("b:2");
  }

  @Test
  void proxyFor_allProxy_servesBothUnlessTheyHaveTheirOwn() {
    Map<String, String> environment = Map.of("ALL_PROXY", "a", "HTTP_PROXY", "b:2");

    assertThat(proxy(SECURE, environment)).hasValue("a:1080");
    assertThat(proxy(PLAIN, environment)).hasValue("b:2");
  }

  @ParameterizedTest
  @CsvSource({
    "example.org, true",
    ".example.org, true",
    "*.example.org, true",
    "INDEX.example.ORG, true",
    "ample.org, false",
    "other.org, false",
    "*, true",
    "index.example.org:8000, true",
    "index.example.org:80, false",
    "'a.org, example.org', true",
    "10.0.0.0/8, false"
  })
  void proxyFor_noProxy_exempts(String list, boolean exempt) {
    assertThat(proxy(PLAIN, Map.of("HTTP_PROXY", "a:1", "no_proxy", list)).isEmpty())
        .isEqualTo(exempt);
  }

  @ParameterizedTest
  @CsvSource({
    "http://10.1.2.3/, 10.0.0.0/8, true",
    "http://10.1.2.3/, 10.1.2.0/23, true",
    "http://10.1.4.3/, 10.1.2.0/23, false",
    "http://10.1.2.3/, 10.1.2.3, true",
    "http://10.1.2.3/, 10.0.0.0/99, false",
    "http://10.1.2.3/, 10.0.0.0/x, false",
    "http://[fd00::1]/, fd00::/8, true",
    "http://[fd00::1]/, [fd00::1], true",
    "http://[fe00::1]/, fd00::/8, false"
  })
  void proxyFor_noProxyAddresses_exempt(URI target, String list, boolean exempt) {
    assertThat(proxy(target, Map.of("HTTP_PROXY", "a:1", "no_proxy", list)).isEmpty())
        .isEqualTo(exempt);
  }

  @Test
  void toString_withCredentials_hidesThem() {
    Optional<ProxySettings> settings =
        ProxySettings.ofEnvironment(Map.of("HTTPS_PROXY", "http://me:s%40cret@a:1"));

    assertThat(
            settings.flatMap(s -> s.addressAt("A", 1)).flatMap(ProxySettings.Address::credentials))
        .hasValue(new ProxySettings.Credentials("me", "s@cret"));
    assertThat(settings.toString()).doesNotContain("cret").doesNotContain("me,");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"socks5://me:secret@a:1", "http://me:secret@", "http://me:secret@ a", "https://a"})
  void ofEnvironment_notUnderstood_namesTheVariableAndNoPassword(String value) {
    IllegalArgumentException refusal =
        catchThrowableOfType(
            IllegalArgumentException.class,
            () -> ProxySettings.ofEnvironment(Map.of("HTTPS_PROXY", value)));

    assertThat(refusal).hasMessageStartingWith("HTTPS_PROXY ").hasNoCause();
    assertThat(refusal.toString()).doesNotContain("secret");
  }

  @Test
  void ofEnvironment_damagedEscape_namesTheVariableAndNoPassword() {
    IllegalArgumentException refusal =
        catchThrowableOfType(
            IllegalArgumentException.class,
            () -> ProxySettings.ofEnvironment(Map.of("HTTPS_PROXY", "http://me:sec%zzret@a:1")));

    assertThat(refusal.toString()).contains("HTTPS_PROXY").doesNotContain("zzret");
  }
}
