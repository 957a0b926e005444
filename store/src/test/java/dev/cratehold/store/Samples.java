package dev.cratehold.store;

import dev.cratehold.registry.Checksum;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.Random;

/// Crates and stores for tests.
final class Samples {
  static final String REGISTRY = "crates-io";
  static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  static final Health.Watch UNWATCHED = Health.Watch.NONE;

  private Samples() {}

  static Store open(Path directory) throws IOException {
    return Store.open(directory, StoreOptions.defaults(), InstantSource.fixed(NOW));
  }

  /// Bytes that differ by seed.
  static byte[] bytes(long seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static Checksum checksum(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new Checksum(HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static CrateId crate(String name, String version, byte[] bytes) {
    return new CrateId(REGISTRY, new CrateName(name), new CrateVersion(version), checksum(bytes));
  }

  static void publish(Store store, CrateId crate, byte[] bytes) throws IOException {
    try (StagedBlob staged = store.stage(OptionalLong.of(bytes.length))) {
      staged.write(ByteBuffer.wrap(bytes));
      store.publish(staged, crate);
    }
  }

  static byte[] read(LocalFile file) throws IOException {
    try (file) {
      ByteBuffer buffer = ByteBuffer.allocate((int) file.length());
      while (buffer.hasRemaining() && file.channel().read(buffer, buffer.position()) >= 0) {}
      return buffer.array();
    }
  }

  /// Where the file with this checksum lies below a data directory.
  static Path file(Path directory, Checksum checksum) {
    String hex = checksum.hex();
    return directory
        .resolve("blobs/content-v2/sha256")
        .resolve(hex.substring(0, 2))
        .resolve(hex.substring(2, 4))
        .resolve(hex.substring(4));
  }

  /// An index file that lists `versions`, each with the checksum of its own text.
  static byte[] indexFile(String name, String... versions) {
    StringBuilder lines = new StringBuilder();
    for (String version : versions) {
      lines.append(line(name, version, version));
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// An index file of one line, whose checksum is that of the text `checksumOf`.
  static byte[] indexLine(String name, String version, String checksumOf) {
    return line(name, version, checksumOf).getBytes(StandardCharsets.UTF_8);
  }

  private static String line(String name, String version, String checksumOf) {
    return "{\"name\":\"%s\",\"vers\":\"%s\",\"deps\":[],\"cksum\":\"%s\",\"features\":{},\"yanked\":false}\n"
        .formatted(name, version, listed(checksumOf));
  }

  /// The checksum that [#indexFile] gives a version.
  static Checksum listed(String version) {
    return checksum(version.getBytes(StandardCharsets.UTF_8));
  }
}
