package dev.cratehold.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cratehold.registry.SparseUrl;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.Fault;
import dev.cratehold.testing.TestCertificate;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
      UpstreamException failure =
          catchThrowableOfType(UpstreamException.class, () -> upstream.config());

      assertThat(failure.status()).hasValue(407);
      assertThat(failure)
          .hasMessageContaining("through the proxy 127.0.0.1:" + proxy.port())
          .hasMessageContaining("user and password, put them into HTTPS_PROXY");
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
      UpstreamException failure =
          catchThrowableOfType(UpstreamException.class, () -> upstream.config());

      assertThat(failure.status()).hasValue(407);
      assertThat(failure)
          .hasMessageContaining("through the proxy 127.0.0.1:" + proxy.port())
          .hasMessageContaining("user and password, put them into HTTPS_PROXY");
      assertThat(failure.toString()).doesNotContain("wrong");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void config_noPasswordAtAll_failsWithProxysStatus(String scheme) throws Exception {
    try (FakeRegistry registry = FakeRegistry.start();
        FakeProxy proxy = new FakeProxy(registry.port(), USER);
        Upstream upstream =
            new Upstream(
                SparseUrl.parse("sparse+" + scheme + "://registry.invalid/"),
                Upstreams.options()
                    .withProxy(
                        ProxySettings.ofEnvironment(
                            Map.of("ALL_PROXY", "127.0.0.1:" + proxy.port()))))) {
      UpstreamException failure =
          catchThrowableOfType(UpstreamException.class, () -> upstream.config());

      assertThat(failure.status()).hasValue(407);
      assertThat(failure).hasMessageContaining("put them into HTTPS_PROXY");
    }
  }

  @Test
  void config_brokenOnceBehindTheProxy_isRetried() throws Exception {
    try (FakeRegistry registry = FakeRegistry.start();
        FakeProxy proxy = new FakeProxy(registry.port(), USER);
        Upstream upstream =
            new Upstream(
                SparseUrl.parse("sparse+http://registry.invalid/index/"),
                through(proxy, USER_IN_URL))) {
      registry.when("/index/.*").times(1).then(Fault.reset());

      assertThat(upstream.config().authRequired()).isFalse();
      assertThat(registry.log().all()).hasSize(2);
    }
  }

  @Test
  void config_proxyGone_namesTheProxy() throws Exception {
    try (Upstream upstream =
        new Upstream(
            SparseUrl.parse("sparse+https://registry.invalid/"),
            Upstreams.options()
                .withProxy(ProxySettings.ofEnvironment(Map.of("https_proxy", "127.0.0.1:1"))))) {
      assertThat(catchThrowableOfType(UpstreamException.class, () -> upstream.config()))
          .hasMessageContaining("through the proxy 127.0.0.1:1: the connection was refused");
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
