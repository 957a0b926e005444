package dev.cratehold.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/// A self-signed certificate for `127.0.0.1` and `localhost`, made for one test by the JDK's
/// `keytool`. To trust it, a client takes [#certificatePem()] as its file of authorities.
///
/// @param keyStore a PKCS #12 file with key and certificate
/// @param password of the key store
/// @param certificatePem the certificate
/// @param privateKeyPem the private key, PKCS #8
public record TestCertificate(
    Path keyStore, String password, Path certificatePem, Path privateKeyPem) {
  private static final String ALIAS = "cratehold";
  private static final String PASSWORD = "for-tests";

  /// Makes a certificate; its files lie in `directory`.
  public static TestCertificate create(Path directory) throws IOException, InterruptedException {
    Path keyStore = directory.resolve("certificate.p12");
    runKeytool(keyStore);
    try {
      KeyStore entries = KeyStore.getInstance(keyStore.toFile(), PASSWORD.toCharArray());
      byte[] certificate = entries.getCertificate(ALIAS).getEncoded();
      byte[] key = entries.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded();
      return new TestCertificate(
          keyStore,
          PASSWORD,
          pem(directory.resolve("certificate.pem"), "CERTIFICATE", certificate),
          pem(directory.resolve("private-key.pem"), "PRIVATE KEY", key));
    } catch (GeneralSecurityException e) {
      throw new IOException("reading the certificate just made in " + keyStore + " failed", e);
    }
  }

  private static void runKeytool(Path keyStore) throws IOException, InterruptedException {
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process process =
        new ProcessBuilder(
                keytool.toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "30",
                "-dname",
                "CN=Cratehold test",
                "-ext",
                "SAN=ip:127.0.0.1,dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                keyStore.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("keytool made no certificate in " + keyStore + ": " + output);
    }
  }

  private static Path pem(Path file, String label, byte[] der) throws IOException {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return Files.writeString(
        file,
        "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, base64, label),
        StandardCharsets.US_ASCII);
  }
}
