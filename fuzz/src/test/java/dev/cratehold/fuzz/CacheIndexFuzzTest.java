package dev.cratehold.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.cas.index.Index;
import dev.cratehold.cas.index.IndexEntry;
import dev.cratehold.cas.index.LineFormat;
import dev.cratehold.cas.index.RawMetadata;
import dev.cratehold.cas.integrity.ContentHash;
import dev.cratehold.cas.integrity.HashAlgorithm;
import dev.cratehold.cas.integrity.Integrity;
import dev.cratehold.cas.integrity.IntegrityFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Buckets that others damaged. What is read of them is compared with rules that are much simpler
/// than the reader's: a line counts that has the right hash, and one that was not made here has a
/// wrong one.
class CacheIndexFuzzTest {
  private static final List<String> KEYS = List.of("a", "key", "ключ", "a\nb\t\"c\"", "");
  private static final int MOST_LINES = 8;

  /// Each is a file that is written and rewritten.
  private static final int FILES = 800;

  private static final List<String> DICTIONARY =
      List.of(
          "\n",
          "\r\n",
          "\r",
          "\t",
          "\u0000",
          "\u00ff",
          "\u00c0\u0080",
          "{",
          "}",
          "\"",
          "\\ud800",
          "\"integrity\":null",
          "\"integrity\":\"sha512-\"",
          "\"key\":\"key\"",
          "\"time\":-1",
          "\"time\":1e99",
          "\"size\":\"7\"",
          ",\"raw_metadata\":[256]",
          "\n0000000000000000000000000000000000000000\t{}",
          "sha256-");

  @TempDir private Path root;

  /// What was written to a bucket, by the line's bytes.
  private static final class Bucket {
    final LineFormat format;
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final Map<String, IndexEntry> lines = new HashMap<>();

    Bucket(LineFormat format) {
      this.format = format;
    }

    void add(IndexEntry entry) {
      byte[] line = format.line(entry);
      bytes.writeBytes(line);
      String text = new String(line, 1, line.length - 1, ISO_8859_1);
      lines.put(text, format.read(Arrays.copyOfRange(line, 1, line.length)).orElseThrow());
    }
  }

  private static Bucket bucket(SplittableRandom random, LineFormat format) {
    Bucket bucket = new Bucket(format);
    for (int n = random.nextInt(MOST_LINES); n > 0; n--) {
      bucket.add(entry(random, format));
    }
    return bucket;
  }

  private static IndexEntry entry(SplittableRandom random, LineFormat format) {
    String key = KEYS.get(random.nextInt(KEYS.size()));
    long time = random.nextLong(1L << 45);
    if (random.nextInt(4) == 0) {
      return IndexEntry.removal(key, time);
    }
    Optional<String> metadata =
        switch (random.nextInt(4)) {
          case 0 -> Optional.of("{\"a\":[1.0,\"\\n\",null]}");
          case 1 -> Optional.of("\"" + "x".repeat(random.nextInt(9000)) + "\"");
          default -> Optional.empty();
        };
    boolean isRaw = format == LineFormat.RUST && random.nextInt(4) == 0;
    byte[] raw = new byte[random.nextInt(40)];
    random.nextBytes(raw);
    return new IndexEntry(
        key,
        Optional.of(integrity(random)),
        time,
        OptionalLong.of(random.nextLong(1L << 50)),
        metadata,
        isRaw ? Optional.of(new RawMetadata(raw)) : Optional.empty());
  }

  private static Integrity integrity(SplittableRandom random) {
    List<ContentHash> hashes = new ArrayList<>();
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      HashAlgorithm algorithm = List.of(HashAlgorithm.values()).get(random.nextInt(5));
      byte[] digest = new byte[algorithm.digestBytes()];
      random.nextBytes(digest);
      hashes.add(ContentHash.of(algorithm, digest));
    }
    return new Integrity(hashes);
  }

  /// Damaged, and maybe with whole lines doubled, of the other program, or with other line ends.
  private static byte[] damaged(SplittableRandom random, Bucket bucket) {
    byte[] bytes = new Mutator(random, DICTIONARY).mutate(bucket.bytes.toByteArray());
    return switch (random.nextInt(5)) {
      case 0 -> joined(bytes, bucket.bytes.toByteArray());
      case 1 -> joined(bucket.bytes.toByteArray(), bytes);
      case 2 -> joined(bytes, bucket(random, other(bucket.format)).bytes.toByteArray());
      case 3 -> new String(bytes, ISO_8859_1).replace("\n", "\r\n").getBytes(ISO_8859_1);
      default -> bytes;
    };
  }

  private static LineFormat other(LineFormat format) {
    return format == LineFormat.RUST ? LineFormat.NPM : LineFormat.RUST;
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /// The entries of a damaged bucket by the rules, in the order of the file.
  private static List<IndexEntry> expected(Bucket bucket, byte[] bytes) {
    List<IndexEntry> entries = new ArrayList<>();
    for (String piece : new String(bytes, ISO_8859_1).split("\n", -1)) {
      IndexEntry entry = bucket.lines.get(normal(bucket.format, piece));
      if (entry != null) {
        entries.add(entry);
      }
    }
    return entries;
  }

  /// cacache-rs passes over a carriage return at the end, npm over what follows a second tab.
  private static String normal(LineFormat format, String piece) {
    if (format == LineFormat.RUST) {
      return piece.endsWith("\r") ? piece.substring(0, piece.length() - 1) : piece;
    }
    int first = piece.indexOf('\t');
    int second = piece.indexOf('\t', first + 1);
    return first < 0 || second < 0 ? piece : piece.substring(0, second);
  }

  private static LineFormat format(SplittableRandom random) {
    return random.nextBoolean() ? LineFormat.RUST : LineFormat.NPM;
  }

  @Test
  void find_damagedBucket_isTheLastLineWithTheRightHash() {
    Fuzz.run(
        "buckets of a cache",
        FILES,
        random -> {
          Bucket bucket = bucket(random, format(random));
          byte[] bytes = damaged(random, bucket);
          List<IndexEntry> expected = expected(bucket, bytes);
          Index index = new Index(root, bucket.format);
          for (String key : KEYS) {
            write(index, key, bytes);
            List<IndexEntry> ofKey = expected.stream().filter(e -> e.key().equals(key)).toList();

            assertThat(index.find(key))
                .isEqualTo(ofKey.isEmpty() ? Optional.empty() : Optional.of(ofKey.getLast()));
            assertThat(index.history(key)).isEqualTo(ofKey.reversed());
          }
          checkChanges(random, index, expected, bytes);
        });
  }

  private static void write(Index index, String key, byte[] bytes) throws IOException {
    Path file = index.bucket(key);
    Files.createDirectories(file.resolveSibling(""));
    Files.write(file, bytes);
  }

  /// What is added after the damage is found, and compacting keeps what others have.
  private static void checkChanges(
      SplittableRandom random, Index index, List<IndexEntry> before, byte[] bytes)
      throws IOException {
    IndexEntry added = entry(random, index.format());
    String key = added.key();
    write(index, key, bytes);
    index.append(key, index.format().line(added));
    IndexEntry last = index.find(key).orElseThrow();
    assertThat(last.time()).isEqualTo(added.time());
    assertThat(last.integrity()).isEqualTo(added.integrity());

    assertThat(index.compact(key, _ -> true, (_, _) -> true)).containsExactly(last);
    assertThat(index.find(key)).contains(last);
    assertThat(index.history(key)).containsExactly(last);
    for (String other : KEYS) {
      if (!other.equals(key)) {
        Files.createDirectories(index.bucket(other).resolveSibling(""));
        Files.copy(index.bucket(key), index.bucket(other), StandardCopyOption.REPLACE_EXISTING);
        assertThat(index.history(other))
            .isEqualTo(before.stream().filter(e -> e.key().equals(other)).toList().reversed());
      }
    }
    index.forget(key);
    assertThat(index.find(key)).isEmpty();
  }

  /// Lines whose hash is right and whose JSON is anything.
  @Test
  void read_damagedJsonWithTheRightHash_isAnEntryThatCanBeWrittenOrNone() {
    Fuzz.run(
        "lines of a cache",
        random -> {
          LineFormat format = format(random);
          byte[] line = format.line(entry(random, format));
          int json = new String(line, ISO_8859_1).indexOf('\t') + 1;
          byte[] damaged =
              withoutBreaks(
                  new Mutator(random, DICTIONARY)
                      .mutate(Arrays.copyOfRange(line, json, line.length)));
          byte[] whole = joined((hash(format, damaged) + "\t").getBytes(UTF_8), damaged);

          Optional<IndexEntry> read = format.read(whole);

          if (read.isPresent()) {
            assertThat(rewritten(format, read.get())).isEqualTo(read);
          }
        });
  }

  /// A line of a bucket has none.
  private static byte[] withoutBreaks(byte[] json) {
    return new String(json, ISO_8859_1).replace("\n", "").getBytes(ISO_8859_1);
  }

  private static Optional<IndexEntry> rewritten(LineFormat format, IndexEntry entry) {
    byte[] line = format.line(entry);
    return format.read(Arrays.copyOfRange(line, 1, line.length));
  }

  private static String hash(LineFormat format, byte[] json) throws NoSuchAlgorithmException {
    String function = format == LineFormat.RUST ? "SHA-256" : "SHA-1";
    return HexFormat.of().formatHex(MessageDigest.getInstance(function).digest(json));
  }

  @Test
  void parse_damagedIntegrity_hasTheDigestsOfItsTextOrIsRefused() {
    Fuzz.run(
        "integrity strings",
        random -> {
          Integrity sound = integrity(random);
          assertThat(Integrity.parse(sound.toString())).isEqualTo(sound);
          String text =
              new Mutator(random, List.of("sha512-", "sha1-", "?", "?opt", " ", "=", "-", "\t"))
                  .mutate(sound.toString());
          checkIntegrity(text);
        });
  }

  private static void checkIntegrity(String text) {
    Integrity parsed;
    try {
      parsed = Integrity.parse(text);
    } catch (IntegrityFormatException refused) {
      assertThat(refused.getMessage()).isNotEmpty();
      return;
    }
    List<String> words = List.of(text.split("[ \t\n\f\r]+", -1));
    assertThat(parsed.hashes())
        .isSortedAccordingTo((a, b) -> b.algorithm().compareTo(a.algorithm()));
    assertThat(Integrity.parse(parsed.toString())).isEqualTo(parsed);
    for (ContentHash hash : parsed.hashes()) {
      assertThat(words).anyMatch(word -> isWritten(word, hash));
    }
  }

  private static boolean isWritten(String word, ContentHash hash) {
    String start = hash.algorithm().word() + "-";
    if (!word.startsWith(start) || !word.endsWith(hash.options())) {
      return false;
    }
    String digest = word.substring(start.length(), word.length() - hash.options().length());
    try {
      byte[] bytes = Base64.getDecoder().decode(digest);
      return HexFormat.of().formatHex(bytes).equals(hash.hex());
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
