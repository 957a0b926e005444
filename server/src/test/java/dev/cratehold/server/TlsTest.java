package dev.cratehold.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.TestCertificate;
import dev.cratehold.testing.TestCrate;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
  private final Instant now = Instant.now();
  @TempDir private static Path certificates;
  private static TestCertificate first;
  private static TestCertificate second;

  @TempDir private Path directory;
  private final TestCrate crate = CrateBuilder.crate("foo", "1.0.0").payload(300_000, 1).build();
  private TlsFiles files;
  private TestServer server;

  @BeforeAll
  static void makeCertificates() throws Exception {
    first = TestCertificate.create(Files.createDirectory(certificates.resolve("first")));
    second = TestCertificate.create(Files.createDirectory(certificates.resolve("second")));
  }

  @BeforeEach
  void start() throws Exception {
    files = new TlsFiles(directory.resolve("cert.pem"), directory.resolve("key.pem"));
    install(first.certificatePem(), first.privateKeyPem());
    server = TestServer.start(directory.resolve("data"), ServerConfig.local(0).withTls(files));
    server.registry.publish(crate);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private void install(Path certificate, Path key) throws IOException {
    Files.copy(certificate, files.certificate(), StandardCopyOption.REPLACE_EXISTING);
    Files.copy(key, files.key(), StandardCopyOption.REPLACE_EXISTING);
  }

  private static SSLContext trusting(TestCertificate certificate)
      throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream pem = Files.newInputStream(certificate.certificatePem())) {
      trusted.setCertificateEntry(
          "server", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private HttpResponse<byte[]> get(TestCertificate trusted, String path, HttpClient.Version version)
      throws Exception {
    try (HttpClient client =
        HttpClient.newBuilder().sslContext(trusting(trusted)).version(version).build()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + path)).build(),
          HttpResponse.BodyHandlers.ofByteArray());
    }
  }

  private SSLSocket socket(TestCertificate trusted, String... protocols) throws Exception {
    SSLSocket socket =
        (SSLSocket)
            trusting(trusted)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.port());
    if (protocols.length > 0) {
      socket.setEnabledProtocols(protocols);
    }
    return socket;
  }

  private static String path(TestCrate crate) {
    return "/crates-io/crate/%s/%s/%s.crate"
        .formatted(crate.name(), crate.version(), crate.checksum());
  }

  @Test
  void get_overTls_worksOnBothProtocols() throws Exception {
    for (HttpClient.Version version :
        new HttpClient.Version[] {HttpClient.Version.HTTP_1_1, HttpClient.Version.HTTP_2}) {
      for (int i = 0; i < 2; i++) {
        HttpResponse<byte[]> answer = get(first, path(crate), version);
        assertThat(answer.version()).isEqualTo(version);
        assertThat(answer.body()).isEqualTo(crate.file());
      }
    }
  }

  @Test
  void get_config_namesHttps() throws Exception {
    byte[] config = get(first, "/crates-io/config.json", HttpClient.Version.HTTP_1_1).body();
    assertThat(new String(config, StandardCharsets.UTF_8))
        .contains("\"https://localhost:" + server.port() + "/crates-io/crate/");
  }

  @Test
  void handshake_oldProtocol_isRefused() throws Exception {
    try (SSLSocket socket = socket(first, "TLSv1.2")) {
      socket.startHandshake();
      assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
    }
    try (SSLSocket socket = socket(first)) {
      socket.startHandshake();
      assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
    }
  }

  @Test
  void request_ambiguousOverTls_isRefusedToo() throws Exception {
    try (RawClient client = RawClient.over(socket(first))) {
      client.send("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(200);
      client.send(
          "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(400);
      assertThat(client.ends()).isTrue();
    }
  }

  @Test
  void upgrade_overTls_isIgnored() throws Exception {
    try (RawClient client = RawClient.over(socket(first))) {
      String upgrade =
          """
          GET /healthz HTTP/1.1
          Host: a
          Connection: Upgrade, HTTP2-Settings
          Upgrade: h2c
          HTTP2-Settings: AAMAAABkAAQAAQAAAAIAAAAA

          """;
      client.send(upgrade.replace("\n", "\r\n"));
      assertThat(client.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void get_plainHttpOnATlsPort_isNoAnswer() throws Exception {
    try (RawClient client = server.connect()) {
      client.get("/healthz");
      assertThatThrownBy(client::answer).isInstanceOf(IOException.class);
    }
  }

  @Test
  void files_replaced_newConnectionsSeeTheNewCertificateAndOldOnesGoOn() throws Exception {
    try (RawClient old = RawClient.over(socket(first))) {
      assertThat(old.get("/healthz").answer().status()).isEqualTo(200);
      install(second.certificatePem(), second.privateKeyPem());
      assertThat(server.server().reloadTls()).isTrue();
      assertThat(get(second, "/healthz", HttpClient.Version.HTTP_2).version())
          .isEqualTo(HttpClient.Version.HTTP_2);
      assertThatThrownBy(() -> get(first, "/healthz", HttpClient.Version.HTTP_2))
          .isInstanceOf(IOException.class);
      assertThat(old.get("/healthz").answer().status()).isEqualTo(200);
      assertThat(server.server().reloadTls()).isFalse();
    }
  }

  @Test
  void files_noPair_changeNothing() throws Exception {
    install(second.certificatePem(), first.privateKeyPem());
    assertThat(server.server().reloadTls()).isFalse();
    assertThat(get(first, "/healthz", HttpClient.Version.HTTP_1_1).statusCode()).isEqualTo(200);
    Files.writeString(files.certificate(), "nonsense");
    assertThat(server.server().reloadTls()).isFalse();
    Files.delete(files.certificate());
    assertThat(server.server().reloadTls()).isFalse();
    assertThat(get(first, "/healthz", HttpClient.Version.HTTP_1_1).statusCode()).isEqualTo(200);
  }

  @Test
  void check_filesThatAreNoPair_saysWhich() throws Exception {
    files.check(now);
    install(second.certificatePem(), first.privateKeyPem());
    assertThatThrownBy(() -> files.check(now))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(files.certificate().toString())
        .hasMessageContaining("another key");
    Files.writeString(files.key(), "nonsense");
    assertThatThrownBy(() -> files.check(now)).hasMessageContaining(files.key().toString());
    Files.delete(files.key());
    assertThatThrownBy(() -> files.check(now))
        .hasMessageContaining("there is no file " + files.key());
    Files.createDirectory(files.key());
    assertThatThrownBy(() -> files.check(now)).hasMessage("cannot read " + files.key());
  }

  @Test
  void check_certificateOfAnotherTime_saysSo() throws Exception {
    assertThat(files.check(now)).isEmpty();
    assertThat(files.check(now.plus(Duration.ofDays(31))).orElseThrow())
        .startsWith("it has expired on ");
    assertThat(files.check(now.minus(Duration.ofDays(1))).orElseThrow())
        .startsWith("it is valid from ");
  }
}
