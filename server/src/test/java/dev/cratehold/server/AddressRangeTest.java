package dev.cratehold.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressRangeTest {
  @Test
  void contains_insideAndOutside_isTold() {
    AddressRange range = AddressRange.parse("10.128.0.0/9");
    assertThat(range.contains(InetAddress.ofLiteral("10.128.0.1"))).isTrue();
    assertThat(range.contains(InetAddress.ofLiteral("10.255.255.255"))).isTrue();
    assertThat(range.contains(InetAddress.ofLiteral("10.127.255.255"))).isFalse();
    assertThat(range.contains(InetAddress.ofLiteral("::1"))).isFalse();
  }

  @Test
  void parse_singleAddress_isARangeOfOne() {
    assertThat(AddressRange.parse("::1").bits()).isEqualTo(128);
    assertThat(AddressRange.parse("192.0.2.1"))
        .satisfies(r -> assertThat(r.contains(InetAddress.ofLiteral("192.0.2.2"))).isFalse());
  }

  @Test
  void parse_somethingElse_isRefused() {
    for (String text : List.of("", "host", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "::1/129")) {
      assertThatIllegalArgumentException()
          .as(text)
          .isThrownBy(() -> AddressRange.parse(text))
          .withMessageContaining("10.0.0.0/8");
    }
  }
}
