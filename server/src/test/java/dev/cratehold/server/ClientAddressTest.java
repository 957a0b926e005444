package dev.cratehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClientAddressTest {
  private static final List<AddressRange> TRUSTED =
      List.of(AddressRange.parse("10.0.0.0/8"), AddressRange.parse("fd00::/8"));

  private static PublicUrl.Request request(
      String remote, String host, Map<String, String> headers) {
    return new PublicUrl.Request(
        InetAddress.ofLiteral(remote),
        "http",
        Optional.of(host),
        name -> Optional.ofNullable(headers.get(name)));
  }

  private static String of(String remote, Map<String, String> headers) {
    return new ClientAddress(TRUSTED).of(request(remote, "me", headers)).getHostAddress();
  }

  @Test
  void of_anybody_isThePeerWhateverItSays() {
    assertThat(of("192.0.2.1", Map.of())).isEqualTo("192.0.2.1");
    assertThat(
            of("192.0.2.1", Map.of("X-Forwarded-For", "198.51.100.7", "Forwarded", "for=1.2.3.4")))
        .isEqualTo("192.0.2.1");
  }

  @Test
  void of_trustedProxy_isTheLastThatIsNoProxy() {
    assertThat(of("10.1.1.1", Map.of("X-Forwarded-For", "198.51.100.7"))).isEqualTo("198.51.100.7");
    assertThat(of("10.1.1.1", Map.of("X-Forwarded-For", "1.2.3.4, 198.51.100.7 , 10.2.2.2")))
        .isEqualTo("198.51.100.7");
    assertThat(of("10.1.1.1", Map.of("X-Forwarded-For", "10.3.3.3, 10.2.2.2")))
        .isEqualTo("10.3.3.3");
  }

  @Test
  void of_forwarded_mayHavePorts() {
    String header = "for=1.2.3.4, proto=https;For=\"198.51.100.7:4711\";by=x";
    assertThat(of("10.1.1.1", Map.of("Forwarded", header))).isEqualTo("198.51.100.7");
    assertThat(of("10.1.1.1", Map.of("Forwarded", "for=\"[2001:db8::1]:47\"")))
        .isEqualTo("2001:db8:0:0:0:0:0:1");
  }

  @Test
  void of_bothHeaders_areBelievedWhereTheyAgree() {
    String header = "for=198.51.100.7";
    assertThat(of("10.1.1.1", Map.of("Forwarded", header, "X-Forwarded-For", "198.51.100.7")))
        .isEqualTo("198.51.100.7");
    assertThat(of("10.1.1.1", Map.of("Forwarded", header, "X-Forwarded-For", "9.9.9.9")))
        .isEqualTo("10.1.1.1");
  }

  @Test
  void of_trustedProxyThatSaysNonsense_isTheProxy() {
    for (String nonsense : List.of("unknown", "", "_hidden", "<script>", "a.example")) {
      assertThat(of("10.1.1.1", Map.of("X-Forwarded-For", nonsense)))
          .as(nonsense)
          .isEqualTo("10.1.1.1");
    }
  }

  @Test
  void label_ofIpv6_isTheNetwork() throws Exception {
    assertThat(label("192.0.2.1")).isEqualTo("192.0.2.1");
    assertThat(label("2001:db8:1:2:3:4:5:6")).isEqualTo("2001:db8:1:2::/64");
    assertThat(label("2001:db8:1:2:ffff::1")).isEqualTo("2001:db8:1:2::/64");
    assertThat(label("::1")).isEqualTo("0:0:0:0:0:0:0:1");
    assertThat(label("fe80::1")).isEqualTo("fe80:0:0:0:0:0:0:1");
    assertThat(label("::ffff:192.0.2.1")).isEqualTo("192.0.2.1");
  }

  private static String label(String address) {
    return ClientAddress.label(InetAddress.ofLiteral(address));
  }

  @Test
  void isOfThisMachine_loopbackWithoutProxy_isTrue() {
    for (String host : List.of("localhost:8080", "127.0.0.1", "127.0.0.1:80", "[::1]:8080")) {
      assertThat(ClientAddress.isOfThisMachine(request("127.0.0.1", host, Map.of())))
          .as(host)
          .isTrue();
    }
  }

  @Test
  void isOfThisMachine_elsewhereOrThroughAProxyOrUnderAnotherName_isFalse() {
    assertThat(ClientAddress.isOfThisMachine(request("192.0.2.1", "localhost", Map.of())))
        .isFalse();
    assertThat(ClientAddress.isOfThisMachine(request("127.0.0.1", "evil.example", Map.of())))
        .isFalse();
    assertThat(
            ClientAddress.isOfThisMachine(request("127.0.0.1", "127.0.0.1.evil.example", Map.of())))
        .isFalse();
    for (String header : List.of("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")) {
      assertThat(
              ClientAddress.isOfThisMachine(request("127.0.0.1", "localhost", Map.of(header, "x"))))
          .as(header)
          .isFalse();
    }
  }
}
