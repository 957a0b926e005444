package dev.cratehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PublicUrlTest {
  private static final List<AddressRange> TRUSTED = List.of(AddressRange.parse("10.0.0.0/8"));

  @Test
  void of_configured_wins() {
    PublicUrl url = new PublicUrl(Optional.of(URI.create("https://crates.corp/x/")), TRUSTED);
    assertThat(url.of(request("10.1.2.3", "a:1", Map.of("X-Forwarded-Host", "b"))))
        .contains("https://crates.corp/x");
  }

  @Test
  void of_plainRequest_isItsHost() {
    assertThat(of("127.0.0.1", "localhost:8080", Map.of())).contains("http://localhost:8080");
    assertThat(of("127.0.0.1", "[::1]:8080", Map.of())).contains("http://[::1]:8080");
  }

  @Test
  void of_invalidHost_isEmpty() {
    for (String host :
        List.of("", "a b", "a/b", "user@host", "a\"b", "a:b", "a:123456", "[::1", "{crate}")) {
      assertThat(of("127.0.0.1", host, Map.of())).as(host).isEmpty();
    }
  }

  @Test
  void of_untrustedProxy_isNotBelieved() {
    assertThat(
            of("192.0.2.1", "me:1", Map.of("X-Forwarded-Host", "evil", "Forwarded", "host=evil")))
        .contains("http://me:1");
  }

  @Test
  void of_trustedProxy_isBelieved() {
    Map<String, String> forwarded =
        Map.of("X-Forwarded-Host", "crates.corp, inner", "X-Forwarded-Proto", "https");
    assertThat(of("10.9.9.9", "me:1", forwarded)).contains("https://crates.corp");
    assertThat(of("10.9.9.9", "me:1", Map.of("X-Forwarded-Proto", "https")))
        .contains("https://me:1");
  }

  @Test
  void of_forwardedHeader_winsOverXForwarded() {
    Map<String, String> both =
        Map.of(
            "Forwarded", "for=192.0.2.60;proto=https;host=\"crates.corp:8443\", host=other",
            "X-Forwarded-Host", "other");
    assertThat(of("10.9.9.9", "me:1", both)).contains("https://crates.corp:8443");
  }

  @Test
  void of_trustedProxyThatSaysNonsense_isEmpty() {
    assertThat(of("10.9.9.9", "me:1", Map.of("X-Forwarded-Host", "a/b"))).isEmpty();
    assertThat(of("10.9.9.9", "me:1", Map.of("X-Forwarded-Proto", "javascript"))).isEmpty();
  }

  private static Optional<String> of(String remote, String host, Map<String, String> headers) {
    return new PublicUrl(Optional.empty(), TRUSTED).of(request(remote, host, headers));
  }

  private static PublicUrl.Request request(
      String remote, String host, Map<String, String> headers) {
    return new PublicUrl.Request(
        InetAddress.ofLiteral(remote),
        "http",
        Optional.of(host),
        name -> Optional.ofNullable(headers.get(name)));
  }
}
