package dev.cratehold.cas.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cratehold.cas.integrity.HashAlgorithm;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// One of the two forms of cacache's index. They differ in the hash that names a bucket, in the
/// hash of a line and in a line's members, so neither program reads the other's lines, and both can
/// have theirs in one directory.
///
/// ```java
/// Path bucket = LineFormat.RUST.bucket("hello");   // index-v5/aa/f4/c61ddcc5e8a2dabede0f3b482cd9aea9434d
/// byte[] line = LineFormat.RUST.line(IndexEntry.removal("hello", clock.millis()));
/// ```
public enum LineFormat {
  /// That of cacache-rs.
  RUST(HashAlgorithm.SHA1, HashAlgorithm.SHA256),
  /// That of npm's cacache.
  NPM(HashAlgorithm.SHA256, HashAlgorithm.SHA1);

  private static final byte[] REPLACEMENT_CHARACTER = {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD};
  private static final char LINE_START = '\n';
  private static final char SEPARATOR = '\t';

  private final HashAlgorithm bucketHash;
  private final HashAlgorithm lineHash;

  LineFormat(HashAlgorithm bucketHash, HashAlgorithm lineHash) {
    this.bucketHash = bucketHash;
    this.lineHash = lineHash;
  }

  private EntryFormat entries() {
    return switch (this) {
      case RUST -> new RustEntries();
      case NPM -> new NpmEntries();
    };
  }

  /// Where the lines of a key are, relative to the cache. A surrogate without its other half counts
  /// as U+FFFD, as for JavaScript.
  public Path bucket(String key) {
    String hash = hash(bucketHash, encoded(key));
    return Path.of("index-v5", hash.substring(0, 2), hash.substring(2, 4), hash.substring(4));
  }

  /// A line as it is appended to a bucket, the line break before it included.
  ///
  /// @throws IllegalArgumentException if this form cannot say that; the message says what
  public byte[] line(IndexEntry entry) {
    byte[] json = encoded(entries().json(entry));
    String start = LINE_START + hash(lineHash, json) + SEPARATOR;
    byte[] line = new byte[start.length() + json.length];
    System.arraycopy(start.getBytes(UTF_8), 0, line, 0, start.length());
    System.arraycopy(json, 0, line, start.length(), json.length);
    return line;
  }

  /// Reads a line, without line breaks. Empty if it is none of this form: torn, damaged, the other
  /// program's, or of a content that has no known algorithm.
  public Optional<IndexEntry> read(byte[] line) {
    EntryFormat entries = entries();
    int end = entries.end(line);
    int separator = 2 * lineHash.digestBytes();
    if (end <= separator || line[separator] != SEPARATOR) {
      return Optional.empty();
    }
    int jsonEnd = entries.jsonEnd(line, separator + 1, end);
    byte[] json = Arrays.copyOfRange(line, separator + 1, jsonEnd);
    String hash = new String(line, 0, separator, UTF_8);
    return hash.equals(hash(lineHash, json))
        ? decoded(json).flatMap(entries::read)
        : Optional.empty();
  }

  private static String hash(HashAlgorithm algorithm, byte[] bytes) {
    String name = algorithm.name().replace("SHA", "SHA-");
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(name).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + name, e);
    }
  }

  private static byte[] encoded(String text) {
    try {
      ByteBuffer bytes =
          UTF_8
              .newEncoder()
              .onMalformedInput(CodingErrorAction.REPLACE)
              .replaceWith(REPLACEMENT_CHARACTER)
              .encode(CharBuffer.wrap(text));
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      return copy;
    } catch (CharacterCodingException e) {
      throw new IllegalStateException("what is malformed is replaced", e);
    }
  }

  private static Optional<String> decoded(byte[] json) {
    try {
      return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString());
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }
}
