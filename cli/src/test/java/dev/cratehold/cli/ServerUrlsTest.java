package dev.cratehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.cli.config.ConfigReader;
import dev.cratehold.cli.config.Environment;
import dev.cratehold.cli.config.Listening;
import dev.cratehold.cli.terminal.Failure;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ServerUrlsTest {
  private static String local(String... flags) throws Failure {
    Map<String, List<String>> given = new HashMap<>();
    given.put("open", List.of("true"));
    for (int i = 0; i < flags.length; i += 2) {
      given.put(flags[i], List.of(flags[i + 1]));
    }
    Path home = Path.of("/home/somebody");
    Listening config =
        ConfigReader.read(given, new Environment(Map.of(), home, home, "Linux")).listening();
    return ServerUrls.local(config, 81);
  }

  @Test
  void local_loopback_isThatAddress() throws Failure {
    assertThat(local("bind", "127.0.0.1")).isEqualTo("http://127.0.0.1:81");
  }

  @Test
  void local_everyAddress_isReachedOnLoopback() throws Failure {
    assertThat(local("bind", "0.0.0.0")).isEqualTo("http://127.0.0.1:81");
    assertThat(local("bind", "::")).isEqualTo("http://[::1]:81");
  }

  @Test
  void local_ipv6_isBracketed() throws Failure {
    assertThat(local("bind", "fd00::1")).isEqualTo("http://[fd00::1]:81");
  }

  @Test
  void local_publicUrl_isThat() throws Failure {
    assertThat(local("public-url", "https://crates.example.com"))
        .isEqualTo("https://crates.example.com");
  }

  @Test
  void local_tls_isHttps() throws Failure {
    assertThat(local("tls-cert", "c", "tls-key", "k")).isEqualTo("https://127.0.0.1:81");
  }
}
