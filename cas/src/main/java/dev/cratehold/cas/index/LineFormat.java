package dev.cratehold.cas.index;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cratehold.cas.integrity.HashAlgorithm;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/// One of the two forms of cacache's index. They differ in the hash that names a bucket, in the
/// hash of a line and in a line's members, so neither program reads the other's lines, and both can
/// have theirs in one directory.
///
/// ```java
/// String bucket = LineFormat.RUST.bucket("hello");   // index-v5/aa/f4/c61ddcc5e8a2dabede0f3b482cd9aea9434d
/// byte[] line = LineFormat.RUST.line(IndexEntry.removal("hello", clock.millis()));
/// ```
public enum LineFormat {
  /// That of cacache-rs.
  RUST(HashAlgorithm.SHA1, HashAlgorithm.SHA256),
  /// That of npm's cacache.
  NPM(HashAlgorithm.SHA256, HashAlgorithm.SHA1);

  /// Where buckets are.
  static final String DIRECTORY = "index-v5";

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

  /// Whether an entry of this form can have this key: those of cacache-rs are Unicode.
  public boolean takes(String key) {
    return entries().takes(key);
  }

  /// The name of the file, relative to the cache, that the lines of a key are in. A surrogate
  /// without its other half counts as U+FFFD, as for JavaScript.
  public String bucket(String key) {
    return bucketName(bucketHash(key));
  }

  String bucketHash(String key) {
    return hash(bucketHash, encoded(key));
  }

  String bucketName(String hash) {
    return DIRECTORY
        + '/'
        + hash.substring(0, 2)
        + '/'
        + hash.substring(2, 4)
        + '/'
        + hash.substring(4);
  }

  /// Whether a bucket of this form may have this hash; those of the other form are longer or
  /// shorter.
  boolean isBucketHash(String text) {
    return text.length() == 2 * bucketHash.digestBytes()
        && text.chars().allMatch(HexFormat::isHexDigit);
  }

  /// The form whose buckets may have this hash; empty if it is none.
  static Optional<LineFormat> ofBucketHash(String text) {
    return RUST.isBucketHash(text)
        ? Optional.of(RUST)
        : NPM.isBucketHash(text) ? Optional.of(NPM) : Optional.empty();
  }

  /// A line as it is appended to a bucket, the line break before it included.
  ///
  /// @throws IllegalArgumentException if this form cannot say that, or if its program could not
  ///   read it again; the message says what
  public byte[] line(IndexEntry entry) {
    byte[] line = write(entry);
    if (entry.metadata().isPresent() && !isReadable(entry.metadata().get(), line)) {
      throw new IllegalArgumentException(
          "the metadata is not JSON in one line, or too deep to be read again");
    }
    return line;
  }

  private boolean isReadable(String metadata, byte[] line) {
    return metadata.indexOf(LINE_START) < 0 && read(line, 1, line.length).isPresent();
  }

  private byte[] write(IndexEntry entry) {
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
    return read(line, 0, line.length);
  }

  /// Whether these bytes, without line breaks, are a line of this form that is whole, understood or
  /// not.
  boolean isLine(byte[] line) {
    return json(line, 0, line.length).isPresent();
  }

  /// Reads the line that is between two places in some bytes.
  private Optional<IndexEntry> read(byte[] bytes, int start, int limit) {
    return json(bytes, start, limit).flatMap(LineFormat::decoded).flatMap(entries()::read);
  }

  /// The JSON of a line that has its hash.
  private Optional<ByteBuffer> json(byte[] bytes, int start, int limit) {
    EntryFormat entries = entries();
    int end = entries.end(bytes, start, limit);
    int separator = start + 2 * lineHash.digestBytes();
    if (end <= separator || bytes[separator] != SEPARATOR) {
      return Optional.empty();
    }
    int jsonStart = separator + 1;
    int length = entries.jsonEnd(bytes, jsonStart, end) - jsonStart;
    MessageDigest function = lineHash.function();
    function.update(bytes, jsonStart, length);
    String hash = HexFormat.of().formatHex(function.digest());
    return hash.equals(new String(bytes, start, separator - start, ISO_8859_1))
        ? Optional.of(ByteBuffer.wrap(bytes, jsonStart, length))
        : Optional.empty();
  }

  private static String hash(HashAlgorithm algorithm, byte[] bytes) {
    return HexFormat.of().formatHex(algorithm.function().digest(bytes));
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

  private static Optional<String> decoded(ByteBuffer json) {
    try {
      return Optional.of(UTF_8.newDecoder().decode(json).toString());
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }
}
