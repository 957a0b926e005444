package dev.cratehold.cli.setup;

import dev.cratehold.cli.terminal.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// The authorities that cargo is told to trust instead of the usual ones.
final class Authorities {
  private Authorities() {}

  /// Trust in the certificates of a PEM file, and in no others.
  static SSLContext trusting(Path file) throws Failure {
    try (InputStream pem = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (Certificate authority :
          CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry("authority-" + store.size(), authority);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw Failure.failed(
          "cannot read the authorities in " + file + ", which cargo is told to trust",
          e,
          "http.cainfo in cargo's configuration, CARGO_HTTP_CAINFO or SSL_CERT_FILE names a PEM"
              + " file of certificates");
    }
  }
}
