package dev.cratehold.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cratehold.registry.SparseUrl;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.Fault;
import dev.cratehold.testing.RecordedRequest;
import dev.cratehold.testing.TestCertificate;
import dev.cratehold.testing.TestCrate;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What must not leave: a request out of TLS, and a password to anybody but the one it is for.
final class UpstreamSecretsTest {
  private static final TestCrate CRATE = CrateBuilder.crate("foo", "1.0.0").build();
  private static final String DL = "/dl/.*";

  private static UpstreamException failedDownload(Upstream upstream) {
    return catchThrowableOfType(
        UpstreamException.class,
        () -> upstream.download(CRATE.name(), CRATE.version(), CRATE.checksum()));
  }

  @Test
  void download_redirectedOutOfTls_isNotFollowed(@TempDir Path directory) throws Exception {
    TestCertificate certificate = TestCertificate.create(directory);
    UpstreamOptions options =
        Upstreams.options().withMoreCaFiles(List.of(certificate.certificatePem()));
    try (FakeRegistry secure = FakeRegistry.builder().tls(certificate).start().publish(CRATE);
        FakeRegistry plain = FakeRegistry.start().publish(CRATE);
        Upstream upstream = new Upstream(secure.sparseUrl(), options)) {
      String target = "http://127.0.0.1:" + plain.port() + plain.downloadPath(CRATE);
      secure.when(DL).then(Fault.redirect(302, target));

      assertThat(failedDownload(upstream))
          .hasMessageContaining("its redirect to " + target + " is not followed");
      assertThat(plain.log().all()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://me:secret@127.0.0.1:%d/x", "ftp://127.0.0.1:%d/x"})
  void download_redirectedWithAPasswordOrElsewhere_isNotFollowed(String target) throws Exception {
    try (FakeRegistry registry = FakeRegistry.start().publish(CRATE);
        FakeRegistry other = FakeRegistry.start().publish(CRATE);
        Upstream upstream = Upstreams.of(registry)) {
      registry.when(DL).then(Fault.redirect(302, target.formatted(other.port())));

      UpstreamException failure = failedDownload(upstream);

      assertThat(failure.kind()).isEqualTo(UpstreamException.Kind.MALFORMED);
      assertThat(failure.toString()).contains("is not followed").doesNotContain("secret");
      assertThat(other.log().all()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http:x", "mailto:a@b", "http:///x", "http://a_b/x", "http://127.0.0.1:70000/"})
  void download_redirectedNowhere_isNotFollowed(String target) throws Exception {
    try (FakeRegistry registry = FakeRegistry.start().publish(CRATE);
        Upstream upstream = Upstreams.of(registry)) {
      registry.when(DL).then(Fault.redirect(302, target));

      assertThat(failedDownload(upstream).kind()).isEqualTo(UpstreamException.Kind.MALFORMED);
    }
  }

  @Test
  void config_serverAsksForAPassword_doesNotGetTheProxys() throws Exception {
    try (FakeRegistry registry = FakeRegistry.start()) {
      // The same address for both, so that nothing but the purpose tells them apart.
      String proxy = "http://me:secret@127.0.0.1:" + registry.port();
      registry.when(".*").then(Fault.status(401));
      registry.when(".*").then(Fault.header("www-authenticate", "Basic realm=\"x\""));
      try (Upstream upstream =
          new Upstream(
              registry.sparseUrl(),
              Upstreams.options()
                  .withProxy(ProxySettings.ofEnvironment(Map.of("http_proxy", proxy))))) {
        assertThat(catchThrowableOfType(UpstreamException.class, () -> upstream.config()))
            .isNotNull();
      }

      assertThat(registry.log().all())
          .isNotEmpty()
          .extracting(RecordedRequest::headers)
          .noneMatch(headers -> headers.containsKey("authorization"));
    }
  }

  @Test
  void config_proxyWithoutPassword_doesNotGetTheOtherProxys() throws Exception {
    try (FakeRegistry registry = FakeRegistry.start();
        FakeProxy asking = new FakeProxy(registry.port(), "me:secret");
        Upstream upstream =
            new Upstream(
                SparseUrl.parse("sparse+http://registry.invalid/index/"),
                Upstreams.options()
                    .withProxy(
                        ProxySettings.ofEnvironment(
                            Map.of(
                                "http_proxy",
                                "http://127.0.0.1:" + asking.port(),
                                "https_proxy",
                                "http://me:secret@127.0.0.1:1"))))) {
      UpstreamException failure =
          catchThrowableOfType(UpstreamException.class, () -> upstream.config());

      assertThat(failure.status()).hasValue(407);
      assertThat(asking.requests()).as("those let through").isEmpty();
    }
  }
}
