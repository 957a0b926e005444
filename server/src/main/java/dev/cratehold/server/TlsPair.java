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
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509KeyManager;

/// A certificate and its key as they stood in their files at one moment, known to belong together.
final class TlsPair {
  private static final String[] KEY_TYPES = {"EC", "RSA", "EdDSA", "RSASSA-PSS"};

  private final byte[] certificate;
  private final byte[] key;

  private final X509Certificate first;

  private TlsPair(byte[] certificate, byte[] key) throws GeneralSecurityException {
    this.certificate = certificate;
    this.key = key;
    this.first = check(pem(certificate, key));
  }

  /// Reads the files.
  ///
  /// @throws IOException with a sentence if one cannot be read, or the two are no pair
  static TlsPair read(TlsFiles files) throws IOException {
    byte[] certificate = read(files.certificate());
    byte[] key = read(files.key());
    try {
      return new TlsPair(certificate, key);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new IOException(
          "%s and %s are no certificate with its key: %s"
              .formatted(files.certificate(), files.key(), e.getMessage()),
          e);
    }
  }

  private static byte[] read(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file " + file, e);
    } catch (IOException e) {
      throw new IOException("cannot read " + file, e);
    }
  }

  private static X509Certificate check(PemKeyCertOptions pem) throws GeneralSecurityException {
    X509KeyManager keys = keyManager(pem);
    String alias =
        Arrays.stream(KEY_TYPES)
            .flatMap(type -> aliases(keys, type))
            .findFirst()
            .orElseThrow(() -> new GeneralSecurityException("the key is of no type for TLS"));
    X509Certificate first = keys.getCertificateChain(alias)[0];
    if (!isPair(first.getPublicKey(), keys.getPrivateKey(alias))) {
      throw new GeneralSecurityException("the certificate is for another key");
    }
    return first;
  }

  /// What clients will hold against the certificate at this time, if anything.
  Optional<String> objection(Instant now) {
    Instant from = first.getNotBefore().toInstant();
    Instant until = first.getNotAfter().toInstant();
    if (now.isAfter(until)) {
      return Optional.of("it has expired on " + until);
    }
    return now.isBefore(from)
        ? Optional.of("it is valid from " + from + " only")
        : Optional.empty();
  }

  private static Stream<String> aliases(X509KeyManager keys, String type) {
    String[] aliases = keys.getServerAliases(type, null);
    return aliases == null ? Stream.empty() : Arrays.stream(aliases);
  }

  private static X509KeyManager keyManager(PemKeyCertOptions pem) throws GeneralSecurityException {
    return Arrays.stream(keyManagerFactory(pem).getKeyManagers())
        .filter(X509KeyManager.class::isInstance)
        .map(X509KeyManager.class::cast)
        .findFirst()
        .orElseThrow(() -> new GeneralSecurityException("the key cannot be used"));
  }

  private static KeyManagerFactory keyManagerFactory(PemKeyCertOptions pem)
      throws GeneralSecurityException {
    try {
      return pem.getKeyManagerFactory(null);
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
    return pem(certificate, key);
  }

  private static PemKeyCertOptions pem(byte[] certificate, byte[] key) {
    return new PemKeyCertOptions()
        .setCertValue(Buffer.buffer(certificate))
        .setKeyValue(Buffer.buffer(key));
  }

  /// True if both files held the same bytes.
  boolean isSameAs(TlsPair other) {
    return Arrays.equals(certificate, other.certificate) && Arrays.equals(key, other.key);
  }
}
