package dev.cratehold.server;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509KeyManager;

/// A certificate and its key as they stood in their files at one moment, known to belong together.
final class TlsPair {
  private static final String[] KEY_TYPES = {"EC", "RSA", "EdDSA", "RSASSA-PSS"};

  private final byte[] certificate;
  private final byte[] key;

  private TlsPair(byte[] certificate, byte[] key) {
    this.certificate = certificate;
    this.key = key;
  }

  /// Reads the files.
  ///
  /// @throws IOException with a sentence if one cannot be read, or the two are no pair
  static TlsPair read(TlsFiles files) throws IOException {
    TlsPair pair = new TlsPair(read(files.certificate()), read(files.key()));
    try {
      pair.check();
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new IOException(
          "%s and %s are no certificate with its key: %s"
              .formatted(files.certificate(), files.key(), e.getMessage()),
          e);
    }
    return pair;
  }

  private static byte[] read(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file " + file, e);
    }
  }

  private void check() throws GeneralSecurityException {
    X509KeyManager keys = keyManager();
    String alias =
        Arrays.stream(KEY_TYPES)
            .flatMap(type -> aliases(keys, type))
            .findFirst()
            .orElseThrow(() -> new GeneralSecurityException("the key is of no type for TLS"));
    if (!isPair(keys.getCertificateChain(alias)[0].getPublicKey(), keys.getPrivateKey(alias))) {
      throw new GeneralSecurityException("the certificate is for another key");
    }
  }

  private static Stream<String> aliases(X509KeyManager keys, String type) {
    String[] aliases = keys.getServerAliases(type, null);
    return aliases == null ? Stream.empty() : Arrays.stream(aliases);
  }

  private X509KeyManager keyManager() throws GeneralSecurityException {
    return Arrays.stream(keyManagerFactory().getKeyManagers())
        .filter(X509KeyManager.class::isInstance)
        .map(X509KeyManager.class::cast)
        .findFirst()
        .orElseThrow(() -> new GeneralSecurityException("the key cannot be used"));
  }

  private KeyManagerFactory keyManagerFactory() throws GeneralSecurityException {
    try {
      return keyCertOptions().getKeyManagerFactory(null);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new GeneralSecurityException(e.getMessage(), e);
    }
  }

  /// True if one key verifies what the other signs.
  private static boolean isPair(PublicKey verifying, PrivateKey signing)
      throws GeneralSecurityException {
    byte[] text = {1, 2, 3};
    Signature signature = Signature.getInstance(algorithm(signing));
    signature.initSign(signing);
    signature.update(text);
    byte[] signed = signature.sign();
    signature.initVerify(verifying);
    signature.update(text);
    return signature.verify(signed);
  }

  private static String algorithm(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "EC" -> "SHA256withECDSA";
      case "RSA" -> "SHA256withRSA";
      case String other -> other;
    };
  }

  /// The pair as Vert.x takes it.
  PemKeyCertOptions keyCertOptions() {
    return new PemKeyCertOptions()
        .setCertValue(Buffer.buffer(certificate))
        .setKeyValue(Buffer.buffer(key));
  }

  /// True if both files held the same bytes.
  boolean isSameAs(TlsPair other) {
    return Arrays.equals(certificate, other.certificate) && Arrays.equals(key, other.key);
  }
}
