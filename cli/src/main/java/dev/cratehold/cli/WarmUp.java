package dev.cratehold.cli;

import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.IndexFile;
import dev.cratehold.registry.MalformedIndexException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Does for a second what a cold fetch makes the server do, so that the JVM has compiled it when
/// the first client comes: hashing, TLS decryption, parsing index files. A cold fetch through a
/// fresh JVM is bound by its processor time, and without compiled code SHA-256 and AES-GCM run at a
/// tenth of their speed.
final class WarmUp {
  private static final Logger LOGGER = System.getLogger(WarmUp.class.getName());

  /// What a TLS record holds at most.
  private static final int RECORD = 16 << 10;

  private static final int GCM_TAG_BITS = 128;
  private static final int MEBIBYTE = 1 << 20;
  private static final int MEBIBYTES = 16;
  private static final int INDEX_LINES = 100;
  private static final int INDEX_ROUNDS = 100;

  private WarmUp() {}

  /// Begins in a thread of its own, which ends by itself and keeps no process alive.
  @SuppressWarnings("ThreadPriorityCheck") // Only a hint, and nothing depends on its being taken.
  static Thread start() {
    return Thread.ofPlatform()
        .daemon()
        .name("cratehold-warm-up")
        .priority(Thread.MIN_PRIORITY)
        .start(WarmUp::run);
  }

  private static void run() {
    long start = System.nanoTime();
    try {
      for (int i = 0; i < MEBIBYTES; i++) {
        hash(MEBIBYTE);
        decrypt(MEBIBYTE);
      }
      parse(INDEX_ROUNDS);
      LOGGER.log(Level.DEBUG, "warmed up in {0} ms", (System.nanoTime() - start) / 1_000_000);
    } catch (GeneralSecurityException | MalformedIndexException e) {
      LOGGER.log(Level.WARNING, "the warm-up failed; the first requests are slower", e);
    }
  }

  /// Hashes so many bytes and returns the first byte of the digest.
  static int hash(int bytes) throws GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] chunk = new byte[RECORD];
    for (int done = 0; done < bytes; done += RECORD) {
      digest.update(chunk);
    }
    return digest.digest()[0];
  }

  /// Decrypts so many bytes, a TLS record at a time, and returns how many came out.
  static int decrypt(int bytes) throws GeneralSecurityException {
    SecretKeySpec key = new SecretKeySpec(new byte[16], "AES");
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    GCMParameterSpec nonce = new GCMParameterSpec(GCM_TAG_BITS, new byte[12]);
    cipher.init(Cipher.ENCRYPT_MODE, key, nonce);
    byte[] record = cipher.doFinal(new byte[RECORD]);
    int decrypted = 0;
    while (decrypted < bytes) {
      cipher.init(Cipher.DECRYPT_MODE, key, nonce);
      decrypted += cipher.doFinal(record).length;
    }
    return decrypted;
  }

  /// Parses an index file again and again and returns how many entries were read.
  static int parse(int rounds) throws MalformedIndexException {
    CrateName name = new CrateName("warm-up");
    byte[] body = indexFile().getBytes(StandardCharsets.UTF_8);
    int entries = 0;
    for (int i = 0; i < rounds; i++) {
      entries += IndexFile.parse(name, body).entries().size();
    }
    return entries;
  }

  private static String indexFile() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < INDEX_LINES; i++) {
      lines.append(
          """
          {"name":"warm-up","vers":"1.%d.0","deps":[{"name":"serde","req":"^1.0","features":["derive"],\
          "optional":true,"default_features":false,"target":null,"kind":"normal"}],"cksum":"%064x",\
          "features":{"default":["std"],"std":[]},"yanked":false,"rust_version":"1.70"}
          """
              .formatted(i, i));
    }
    return lines.toString();
  }
}
