package dev.cratehold.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cratehold.registry.SparseUrl;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.TestCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UpstreamProxyTest {
  private static final String USER = "me:p@ss word";
  private static final String USER_IN_URL = "me:p%40ss%20word";

  private static UpstreamOptions through(FakeProxy proxy, String user) {
    String url = "http://" + user + "@127.0.0.1:" + proxy.port();
    return Upstreams.options()
        .withProxy(ProxySettings.ofEnvironment(Map.of("HTTPS_PROXY", url, "http_proxy", url)));
  }

  @Test
  void config_throughProxy_isAskedForByFullUrl() throws Exception {
    try (FakeRegistry registry = FakeRegistry.start();
        FakeProxy proxy = new FakeProxy(registry.port(), USER);
        Upstream upstream =
            new Upstream(
                SparseUrl.parse("sparse+http://registry.invalid/index/"),
                through(proxy, USER_IN_URL))) {
      assertThat(upstream.config().authRequired()).isFalse();
      assertThat(proxy.requests())
          .containsExactly("GET http://registry.invalid/index/config.json HTTP/1.1");
    }
  }

  @Test
  void config_overTlsThroughProxy_tunnels(@TempDir Path directory) throws Exception {
    TestCertificate certificate = TestCertificate.create(directory);
    try (FakeRegistry registry = FakeRegistry.builder().tls(certificate).start();
        FakeProxy proxy = new FakeProxy(registry.port(), USER);
        Upstream upstream =
            new Upstream(
                SparseUrl.parse("sparse+https://localhost:1/index/"),
                through(proxy, USER_IN_URL)
                    .withMoreCaFiles(List.of(certificate.certificatePem())))) {
      assertThat(upstream.config().authRequired()).isFalse();
      assertThat(proxy.requests()).containsExactly("CONNECT localhost:1 HTTP/1.1");
      assertThat(registry.log().all().getFirst().protocol()).isEqualTo("HTTP/2");
    }
  }

  @Test
  void config_wrongPassword_failsWithoutShowingIt() throws Exception {
    try (FakeRegistry registry = FakeRegistry.start();
        FakeProxy proxy = new FakeProxy(registry.port(), USER);
        Upstream upstream =
            new Upstream(
                SparseUrl.parse("sparse+http://registry.invalid/"), through(proxy, "me:wrong"))) {
      IOException failure = catchThrowableOfType(IOException.class, () -> upstream.config());

      assertThat(failure).hasMessageContaining("proxy").hasMessageContaining("HTTPS_PROXY");
      assertThat(failure.toString()).doesNotContain("wrong");
      assertThat(proxy.requests()).isEmpty();
    }
  }

  @Test
  void config_wrongPasswordForTunnel_failsWithoutShowingIt() throws Exception {
    try (FakeRegistry registry = FakeRegistry.start();
        FakeProxy proxy = new FakeProxy(registry.port(), USER);
        Upstream upstream =
            new Upstream(
                SparseUrl.parse("sparse+https://registry.invalid/"), through(proxy, "me:wrong"))) {
      IOException failure = catchThrowableOfType(IOException.class, () -> upstream.config());

      assertThat(failure).hasMessageContaining("proxy").hasMessageContaining("HTTPS_PROXY");
      assertThat(failure.toString()).doesNotContain("wrong");
    }
  }

  @Test
  void config_exemptHost_isReachedDirectly() throws Exception {
    try (FakeRegistry registry = FakeRegistry.start();
        Upstream upstream =
            new Upstream(
                registry.sparseUrl(),
                Upstreams.options()
                    .withProxy(
                        ProxySettings.ofEnvironment(
                            Map.of("http_proxy", "127.0.0.1:1", "NO_PROXY", "127.0.0.0/8"))))) {
      assertThat(upstream.config().authRequired()).isFalse();
    }
  }
}
