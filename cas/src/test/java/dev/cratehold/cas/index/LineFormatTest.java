package dev.cratehold.cas.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.cratehold.cas.integrity.Integrity;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The vectors come from cacache-rs and npm's cacache themselves.
final class LineFormatTest {
  private static final long TIME = 1_234_567;
  private static final Integrity SHA256 =
      Integrity.parse("sha256-uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=");
  private static final Integrity SHA512 =
      Integrity.parse(
          "sha512-MJ7MSJwS1utMxA9QyQLytNDtd+5RGnx6m808qG1M2G+YndNbxf9JlnDaNCVbRbDP2DDoH2Bdz33FVC6TrpzXbw==");

  private record Vector(String name, LineFormat format, IndexEntry entry, String line) {}

  private static List<Vector> vectors() {
    return List.of(
        new Vector(
            "rust, with raw metadata",
            LineFormat.RUST,
            new IndexEntry(
                "hello",
                Optional.of(SHA256),
                TIME,
                OptionalLong.of(11),
                Optional.of("{\"a\":1}"),
                Optional.of(new RawMetadata(new byte[] {1, 2, -1}))),
            "\nb6e6c345da564c55fcc34ae45a4b63d0d73bc0377a89001c3384402725dbb878\t"
                + "{\"key\":\"hello\",\"integrity\":\""
                + SHA256
                + "\",\"time\":1234567,\"size\":11,"
                + "\"metadata\":{\"a\":1},\"raw_metadata\":[1,2,255]}"),
        new Vector(
            "rust, removal",
            LineFormat.RUST,
            IndexEntry.removal("hello", TIME),
            "\n02e6aa32fbe52d4408cff5b91a0e138d65cba7d09a893bd368d7fd303efb6baf\t"
                + "{\"key\":\"hello\",\"integrity\":null,\"time\":1234567,\"size\":0,"
                + "\"metadata\":null,\"raw_metadata\":null}"),
        new Vector(
            "npm",
            LineFormat.NPM,
            new IndexEntry(
                "hello",
                Optional.of(SHA512),
                TIME,
                OptionalLong.of(11),
                Optional.of("{\"a\":1}"),
                Optional.empty()),
            "\n110735f18610fe5ee16948eae2cdf65a92ea047b\t"
                + "{\"key\":\"hello\",\"integrity\":\""
                + SHA512
                + "\",\"time\":1234567,\"size\":11,"
                + "\"metadata\":{\"a\":1}}"),
        new Vector(
            "npm, removal",
            LineFormat.NPM,
            IndexEntry.removal("nometa", 2),
            "\ndcbd796a91eb3d8fa96487c72106e8b0988c10b6\t"
                + "{\"key\":\"nometa\",\"integrity\":null,\"time\":2}"));
  }

  @TestFactory
  Stream<DynamicTest> line_goldenVector_isByteForByteThat() {
    return vectors().stream()
        .map(v ->
            dynamicTest(
                v.name,
                () -> assertThat(new String(v.format.line(v.entry), UTF_8)).isEqualTo(v.line)));
  }

  @TestFactory
  Stream<DynamicTest> read_goldenVector_isTheEntry() {
    return vectors().stream()
        .map(
            v -> dynamicTest(v.name, () -> assertThat(read(v.format, v.line)).contains(asRead(v))));
  }

  /// cacache-rs writes 0 for a size that it does not know.
  private static IndexEntry asRead(Vector vector) {
    IndexEntry entry = vector.entry;
    boolean isRust = vector.format == LineFormat.RUST;
    return new IndexEntry(
        entry.key(),
        entry.integrity(),
        entry.time(),
        isRust ? OptionalLong.of(entry.size().orElse(0)) : entry.size(),
        entry.metadata(),
        entry.rawMetadata());
  }

  private static Optional<IndexEntry> read(LineFormat format, String lineAfterBreak) {
    return format.read(lineAfterBreak.substring(1).getBytes(UTF_8));
  }

  @Test
  void read_lineOfTheOtherProgram_isNone() {
    for (Vector vector : vectors()) {
      LineFormat other = vector.format == LineFormat.RUST ? LineFormat.NPM : LineFormat.RUST;
      assertThat(read(other, vector.line)).as(vector.name).isEmpty();
    }
  }

  /// A line that was cut short or changed anywhere is none.
  @Test
  void read_tornOrChangedLine_isNone() {
    for (Vector vector : vectors()) {
      byte[] line = vector.line.substring(1).getBytes(UTF_8);
      for (int i = 0; i < line.length; i++) {
        assertThat(vector.format.read(Arrays.copyOf(line, i)))
            .as("%s to %d", vector.name, i)
            .isEmpty();
        byte[] changed = line.clone();
        changed[i] ^= 1;
        assertThat(vector.format.read(changed)).as("%s at %d", vector.name, i).isEmpty();
      }
    }
  }

  @Test
  void bucket_key_isWhereTheProgramsLook() {
    assertThat(LineFormat.RUST.bucket("hello"))
        .isEqualTo("index-v5/aa/f4/c61ddcc5e8a2dabede0f3b482cd9aea9434d");
    assertThat(LineFormat.NPM.bucket("hello"))
        .isEqualTo("index-v5/2c/f2/4dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    assertThat(LineFormat.RUST.bucket("ключ"))
        .isEqualTo("index-v5/b3/6a/f61a5d76b466e25a17dd979530303417c16f");
    assertThat(LineFormat.NPM.bucket("ключ"))
        .isEqualTo("index-v5/1d/e3/6a32af798da0c1ac9297603a320ed8fe567cf21c9177112a4ce914ebb8be");
    assertThat(LineFormat.NPM.bucket("\ud800"))
        .isEqualTo("index-v5/83/d5/44ccc223c057d2bf80d3f2a32982c32c3c0db8e2674820da5064783fb097");
  }

  @Test
  void read_keysOfAllKinds_roundTrip() {
    List<String> keys =
        List.of(
            "",
            "\n\t\r\"\\/\u0000\u001f\u007f\u2028",
            "пример",
            "😀",
            "__proto__",
            "a".repeat(40_000));
    for (LineFormat format : LineFormat.values()) {
      for (String key : keys) {
        IndexEntry entry = entry(key, Optional.of("\"\\u0001x\""));
        assertThat(format.read(withoutBreak(format.line(entry)))).contains(entry);
      }
    }
  }

  private static IndexEntry entry(String key, Optional<String> metadata) {
    return new IndexEntry(
        key, Optional.of(SHA256), TIME, OptionalLong.of(11), metadata, Optional.empty());
  }

  private static byte[] withoutBreak(byte[] line) {
    return Arrays.copyOfRange(line, 1, line.length);
  }

  @Test
  void line_halfOfASurrogatePair_isEscapedForNpmAndRefusedForRust() {
    IndexEntry half = entry("a\ud800b", Optional.empty());

    assertThat(new String(LineFormat.NPM.line(half), UTF_8)).contains("{\"key\":\"a\\ud800b\",");
    assertThat(LineFormat.NPM.read(withoutBreak(LineFormat.NPM.line(half)))).contains(half);
    assertThatIllegalArgumentException().isThrownBy(() -> LineFormat.RUST.line(half));
  }

  @Test
  void read_halvesOfSurrogatePairsInMetadata_areKeptForNpmAndRefusedForRust() {
    IndexEntry halves =
        entry(
            "\ud800\ud83d\ude00\\",
            Optional.of("{\"\\udfff\\ud83d\\ude00\":[\"\\\\ud800\\ud800\"]}"));
    IndexEntry none = entry("k", Optional.of("[\"\\\\ud800\\ud83d\\ude00\"]"));

    assertThat(LineFormat.NPM.read(withoutBreak(LineFormat.NPM.line(halves)))).contains(halves);
    assertThat(LineFormat.RUST.read(withoutBreak(LineFormat.RUST.line(none)))).contains(none);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LineFormat.RUST.line(entry("k", halves.metadata())));
  }

  @Test
  void line_rawMetadata_isRefusedForNpm() {
    IndexEntry raw =
        new IndexEntry(
            "k",
            Optional.of(SHA256),
            TIME,
            OptionalLong.empty(),
            Optional.empty(),
            Optional.of(new RawMetadata(new byte[0])));

    assertThatIllegalArgumentException().isThrownBy(() -> LineFormat.NPM.line(raw));
    assertThat(new String(LineFormat.RUST.line(raw), UTF_8)).endsWith("\"raw_metadata\":[]}");
    assertThat(
            LineFormat.RUST
                .read(withoutBreak(LineFormat.RUST.line(raw)))
                .orElseThrow()
                .rawMetadata())
        .contains(new RawMetadata(new byte[0]));
  }

  private record Odd(String json, boolean forRust, boolean forNpm) {}

  private static List<Odd> oddities() {
    String sri = SHA256.toString();
    String deep126 = "[".repeat(126) + "]".repeat(126);
    String deep127 = "[" + deep126 + "]";
    String start = "{\"key\":\"k\",\"integrity\":\"" + sri + "\",\"time\":1";
    List<Odd> odd = new ArrayList<>();
    odd.add(new Odd(start + ",\"size\":1,\"metadata\":null}", true, true));
    odd.add(new Odd(start + ",\"size\":1,\"metadata\":null,\"later\":{\"a\":[1]}}", true, true));
    odd.add(new Odd(start + ",\"size\":1}", false, true));
    odd.add(new Odd(start + ",\"metadata\":null}", false, true));
    odd.add(new Odd(start + ",\"size\":\"1\",\"metadata\":null}", false, true));
    odd.add(new Odd(start + ".5,\"size\":1,\"metadata\":null}", false, true));
    odd.add(new Odd(start + ",\"size\":1,\"metadata\":" + deep126 + "}", true, true));
    odd.add(new Odd(start + ",\"size\":1,\"metadata\":" + deep127 + "}", false, true));
    odd.add(new Odd(start + ",\"size\":1,\"metadata\":null,\"raw_metadata\":[256]}", false, true));
    odd.add(
        new Odd(start + ",\"size\":1,\"metadata\":null,\"raw_metadata\":[ 1 , 2 ]}", true, true));
    odd.add(new Odd(start + ",\"time\":2,\"size\":1,\"metadata\":null}", false, true));
    String whole = start + ",\"size\":1,\"metadata\":";
    odd.add(new Odd(whole + "[\"\\ud800\"]}", false, true));
    odd.add(new Odd(whole + "{\"\\udc00\":1}}", false, true));
    odd.add(new Odd(whole + "{\"\\ud83d\\ude00\":\"\\\\ud800\"}}", true, true));
    odd.add(new Odd(whole + "null,\"later\":{\"\\ud800\":\"\\ud800\"}}", true, true));
    odd.add(new Odd(whole + "null,\"\\ud800\":1}", false, true));
    odd.add(
        new Odd(
            "{\"key\":7,\"integrity\":null,\"time\":1,\"size\":1,\"metadata\":null}",
            false,
            false));
    odd.add(
        new Odd(
            "{\"key\":\"k\",\"integrity\":\"md5-AAAA\",\"time\":1,\"size\":1,\"metadata\":null}",
            false,
            false));
    odd.add(new Odd("{\"key\":\"k\",\"time\":1,\"size\":1,\"metadata\":null}", true, true));
    odd.add(new Odd(start, false, false));
    odd.add(new Odd(start + ",\"size\":1,\"metadata\":null} x", false, false));
    odd.add(new Odd("[]", false, false));
    odd.add(new Odd("", false, false));
    return odd;
  }

  @TestFactory
  Stream<DynamicTest> read_oddJson_isWhatTheProgramMakesOfIt() {
    return oddities().stream()
        .map(odd ->
            dynamicTest(
                "JSON " + odd.json.substring(0, Math.min(150, odd.json.length())),
                () -> {
                  assertThat(LineFormat.RUST.read(line("SHA-256", odd.json)).isPresent())
                      .as("rust")
                      .isEqualTo(odd.forRust);
                  assertThat(LineFormat.NPM.read(line("SHA-1", odd.json)).isPresent())
                      .as("npm")
                      .isEqualTo(odd.forNpm);
                }));
  }

  private static byte[] line(String hash, String json) throws NoSuchAlgorithmException {
    byte[] digest = MessageDigest.getInstance(hash).digest(json.getBytes(UTF_8));
    return (HexFormat.of().formatHex(digest) + "\t" + json).getBytes(UTF_8);
  }

  /// Metadata stays as it was written: numbers differ between the programs.
  @Test
  void read_metadata_isTheTextThatWasWritten() throws Exception {
    for (String metadata :
        List.of("1.0", "1e+29", "\"\\u0041\"", "{ \"b\" : 1,\"a\":[ ] }", "true")) {
      String json =
          "{\"key\":\"k\",\"integrity\":\"%s\",\"time\":1,\"size\":1,\"metadata\":%s}"
              .formatted(SHA256, metadata);
      assertThat(LineFormat.RUST.read(line("SHA-256", json)).orElseThrow().metadata())
          .contains(metadata);
      assertThat(LineFormat.NPM.read(line("SHA-1", json)).orElseThrow().metadata())
          .contains(metadata);
    }
  }

  @Test
  void read_furtherTabOrCarriageReturn_isToleratedByOneProgramEach() throws Exception {
    String json =
        "{\"key\":\"k\",\"integrity\":\"" + SHA256 + "\",\"time\":1,\"size\":1,\"metadata\":null}";
    byte[] rust = line("SHA-256", json);
    byte[] npm = line("SHA-1", json);

    assertThat(LineFormat.RUST.read(with(rust, "\tx"))).isEmpty();
    assertThat(LineFormat.NPM.read(with(npm, "\tx"))).isPresent();
    assertThat(LineFormat.RUST.read(with(rust, "\r"))).isPresent();
    assertThat(LineFormat.NPM.read(with(npm, "\r"))).isEmpty();
  }

  private static byte[] with(byte[] line, String end) {
    byte[] longer = Arrays.copyOf(line, line.length + end.length());
    System.arraycopy(end.getBytes(UTF_8), 0, longer, line.length, end.length());
    return longer;
  }

  @Test
  void read_noUtf8_isNone() throws Exception {
    byte[] json =
        "{\"key\":\"?\",\"integrity\":null,\"time\":1,\"size\":1,\"metadata\":null}"
            .getBytes(UTF_8);
    json[8] = (byte) 0xFF;
    for (LineFormat format : LineFormat.values()) {
      String hash = format == LineFormat.RUST ? "SHA-256" : "SHA-1";
      byte[] start =
          (HexFormat.of().formatHex(MessageDigest.getInstance(hash).digest(json)) + "\t")
              .getBytes(UTF_8);
      byte[] line = Arrays.copyOf(start, start.length + json.length);
      System.arraycopy(json, 0, line, start.length, json.length);
      assertThat(format.read(line)).isEmpty();
    }
  }
}
