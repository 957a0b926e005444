package dev.cratehold.upstream;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Which authorities may vouch for a server: the ones that come with Java, and those in the user's
/// PEM files. A file adds to the default trust and never takes away from it.
final class Trust {
  private static final System.Logger LOG = System.getLogger(Trust.class.getName());
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN CERTIFICATE-----([^-]*)-----END CERTIFICATE-----");

  private Trust() {}

  /// Java's own trust, widened by the certificates in these PEM files.
  ///
  /// @throws IOException if a file cannot be read or holds no certificate, with a sentence
  static SSLContext withAlso(List<Path> files) throws IOException {
    try {
      Set<X509Certificate> authorities = new LinkedHashSet<>(javaAuthorities());
      for (Path file : files) {
        authorities.addAll(read(file));
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers(keyStore(authorities)), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot set up TLS with the CA files " + files, e);
    }
  }

  private static List<X509Certificate> javaAuthorities() throws GeneralSecurityException {
    return Stream.of(managers(null))
        .filter(X509TrustManager.class::isInstance)
        .flatMap(manager -> Stream.of(((X509TrustManager) manager).getAcceptedIssuers()))
        .toList();
  }

  private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyStore keyStore(Set<X509Certificate> authorities)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    int number = 0;
    for (X509Certificate authority : authorities) {
      store.setCertificateEntry("authority-" + number++, authority);
    }
    return store;
  }

  private static Set<X509Certificate> read(Path file) throws IOException, CertificateException {
    String text;
    try {
      text = Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new IOException(
          "cannot read the CA file " + file + ", named with --upstream-ca or SSL_CERT_FILE", e);
    }
    Set<X509Certificate> found = new LinkedHashSet<>();
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    Matcher block = PEM.matcher(text);
    while (block.find()) {
      parse(factory, file, block.group(1), found);
    }
    if (found.isEmpty()) {
      throw new IOException(
          "the CA file " + file + " holds no certificate in PEM form (BEGIN CERTIFICATE)");
    }
    return found;
  }

  private static void parse(
      CertificateFactory factory, Path file, String base64, Set<X509Certificate> found) {
    try {
      byte[] der = Base64.getMimeDecoder().decode(base64);
      if (factory.generateCertificate(new ByteArrayInputStream(der)) instanceof X509Certificate c) {
        found.add(c);
      }
    } catch (CertificateException | IllegalArgumentException e) {
      // A bundle of the system may hold one that Java does not understand; the others count.
      LOG.log(System.Logger.Level.WARNING, "passed over a certificate in the CA file " + file, e);
    }
  }
}
