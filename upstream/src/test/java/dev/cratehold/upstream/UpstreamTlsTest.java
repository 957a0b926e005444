package dev.cratehold.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.SparseUrl;
import dev.cratehold.registry.Validators;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.FakeRegistryBuilder;
import dev.cratehold.testing.Fault;
import dev.cratehold.testing.RecordedRequest;
import dev.cratehold.testing.TestCertificate;
import dev.cratehold.testing.TestCrate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UpstreamTlsTest {
  private static final int MANY = 250;
  private static final TestCrate CRATE =
      CrateBuilder.crate("foo", "1.0.0").payload(500_000, 1).build();

  @TempDir private static Path directory;
  private static TestCertificate certificate;

  @BeforeAll
  static void makeCertificate() throws Exception {
    certificate = TestCertificate.create(directory);
  }

  private static FakeRegistryBuilder secure() {
    return FakeRegistry.builder().tls(certificate);
  }

  private static UpstreamOptions trusting() {
    return Upstreams.options().withMoreCaFiles(List.of(certificate.certificatePem()));
  }

  private static Upstream trusting(FakeRegistry registry) throws IOException {
    return new Upstream(registry.sparseUrl(), trusting());
  }

  private static List<TestCrate> manyCrates() {
    return IntStream.range(0, MANY)
        .mapToObj(i -> CrateBuilder.crate("crate-" + i, "1.0.0").build())
        .toList();
  }

  @Test
  void download_overTls_speaksHttp2() throws Exception {
    try (FakeRegistry registry = secure().start().publish(CRATE);
        Upstream upstream = trusting(registry);
        Download download = upstream.download(CRATE.name(), CRATE.version(), CRATE.checksum())) {
      assertThat(download.body().readAllBytes()).isEqualTo(CRATE.file());
      assertThat(registry.log().all()).extracting(RecordedRequest::protocol).containsOnly("HTTP/2");
      assertThat(registry.log().connections()).isEqualTo(1);
    }
  }

  @Test
  void download_serverWithoutHttp2_works() throws Exception {
    try (FakeRegistry registry = secure().http1Only().start().publish(CRATE);
        Upstream upstream = trusting(registry);
        Download download = upstream.download(CRATE.name(), CRATE.version(), CRATE.checksum())) {
      assertThat(download.body().readAllBytes()).isEqualTo(CRATE.file());
    }
  }

  @Test
  void index_manyAtOnce_shareOneConnectionAndQueue() throws Exception {
    try (FakeRegistry registry = secure().start().publish(manyCrates());
        Upstream upstream = trusting(registry)) {
      registry.when("/index/.*").then(Fault.latency(Duration.ofMillis(20)));

      assertThat(askForMany(upstream)).allMatch(IndexAnswer.Changed.class::isInstance);

      assertThat(registry.log().connections()).isEqualTo(1);
      assertThat(registry.log().peakConcurrency()).isLessThanOrEqualTo(100);
      assertThat(registry.log().all()).hasSize(MANY);
    }
  }

  @Test
  void index_serverGone_manyFailWithoutWaitingForEachOther() throws Exception {
    try (FakeRegistry registry = secure().start();
        Upstream upstream = trusting(registry)) {
      registry.stop();

      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<UpstreamException>> failures = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
          CrateName name = new CrateName("crate-" + i);
          failures.add(
              threads.submit(() ->
                  catchThrowableOfType(
                      UpstreamException.class, () -> upstream.index(name, Validators.NONE))));
        }
        for (Future<UpstreamException> failure : failures) {
          assertThat(failure.get().kind()).isEqualTo(UpstreamException.Kind.UNREACHABLE);
        }
      }
    }
  }

  private static List<IndexAnswer> askForMany(Upstream upstream) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<IndexAnswer>> answers = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        CrateName name = new CrateName("crate-" + i);
        answers.add(threads.submit(() -> upstream.index(name, Validators.NONE)));
      }
      List<IndexAnswer> all = new ArrayList<>();
      for (Future<IndexAnswer> answer : answers) {
        all.add(answer.get());
      }
      return all;
    }
  }

  @Test
  void body_resetInStream_failsAsUnreachable() throws Exception {
    try (FakeRegistry registry = secure().start().publish(CRATE);
        Upstream upstream = trusting(registry)) {
      registry.when("/dl/.*").then(Fault.resetAfter(0.5));

      // A reset that comes soon after the headers may be noticed before the body is read.
      UpstreamException failure =
          catchThrowableOfType(UpstreamException.class, () -> fetch(upstream));

      assertThat(failure.kind()).isEqualTo(UpstreamException.Kind.UNREACHABLE);
    }
  }

  private static byte[] fetch(Upstream upstream) throws IOException, InterruptedException {
    try (Download download = upstream.download(CRATE.name(), CRATE.version(), CRATE.checksum())) {
      return download.body().readAllBytes();
    }
  }

  @Test
  void body_stalledInStream_leavesTheConnectionUsable() throws Exception {
    try (FakeRegistry registry = secure().start().publish(CRATE);
        Upstream upstream =
            new Upstream(
                registry.sparseUrl(),
                trusting().withTimeouts(Upstreams.LONG, Duration.ofMillis(500)))) {
      registry.when("/dl/.*").times(1).then(Fault.stallAfter(0.5));
      try (Download stalled = upstream.download(CRATE.name(), CRATE.version(), CRATE.checksum())) {
        assertThat(
                catchThrowableOfType(UpstreamException.class, () -> stalled.body().readAllBytes())
                    .kind())
            .isEqualTo(UpstreamException.Kind.TIMED_OUT);
      }

      try (Download download = upstream.download(CRATE.name(), CRATE.version(), CRATE.checksum())) {
        assertThat(download.body().readAllBytes()).isEqualTo(CRATE.file());
      }
      assertThat(registry.log().connections()).isEqualTo(1);
    }
  }

  @Test
  void index_unknownAuthority_failureNamesTheOptions() throws Exception {
    try (FakeRegistry registry = secure().start();
        Upstream upstream = Upstreams.of(registry)) {
      UpstreamException failure =
          catchThrowableOfType(UpstreamException.class, () -> upstream.config());

      assertThat(failure.kind()).isEqualTo(UpstreamException.Kind.TLS);
      assertThat(failure).hasMessageContaining("--upstream-ca or SSL_CERT_FILE");
    }
  }

  @Test
  void index_redirectOutOfTls_isNotFollowed() throws Exception {
    try (FakeRegistry registry = secure().start();
        Upstream upstream = trusting(registry)) {
      registry.when("/index/.*").then(Fault.redirect(302, "http://127.0.0.1/x"));

      assertThat(catchThrowableOfType(UpstreamException.class, () -> upstream.config()))
          .hasMessageContaining("its redirect to http://127.0.0.1/x is not followed");
    }
  }

  @Test
  void open_caFileMissing_failsWithItsName() {
    Path missing = directory.resolve("missing.pem");

    assertThat(openWith(missing)).hasMessageContaining("cannot read the CA file " + missing);
  }

  @Test
  void open_caFileWithoutCertificate_failsWithItsName() throws Exception {
    Path empty = Files.writeString(directory.resolve("empty.pem"), "no certificate\n");

    assertThat(openWith(empty)).hasMessageContaining(empty + " holds no certificate in PEM form");
  }

  @Test
  void open_caBundle_trustsEveryReadableCertificate() throws Exception {
    String good = Files.readString(certificate.certificatePem());
    String bad = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    Path bundle = Files.writeString(directory.resolve("bundle.pem"), "# first\n" + bad + good);

    try (FakeRegistry registry = secure().start();
        Upstream upstream =
            new Upstream(
                registry.sparseUrl(), Upstreams.options().withMoreCaFiles(List.of(bundle)))) {
      assertThat(upstream.config().authRequired()).isFalse();
    }
  }

  private static IOException openWith(Path caFile) {
    UpstreamOptions options = Upstreams.options().withMoreCaFiles(List.of(caFile));
    return catchThrowableOfType(
        IOException.class,
        () -> new Upstream(SparseUrl.parse("sparse+https://127.0.0.1/"), options));
  }
}
