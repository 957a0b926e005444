package dev.cratehold.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class IndexFileTest {
  private static final CrateName FOO = new CrateName("foo");
  private static final Checksum ONE = new Checksum("1".repeat(64));
  private static final Checksum TWO = new Checksum("2".repeat(64));

  @Test
  void filter_linesOfSomeVersions_areKeptByteForByte() throws MalformedIndexException {
    String first =
        "{\"name\":\"foo\", \"vers\":\"1.0.0\",\"cksum\":\"" + "1".repeat(64) + "\"}\r\n";
    String odd = "\n{\"name\":\"foo\",\"vers\":\"odd\"}\n";
    String last = "{\"vers\":\"1.0.1\",\"name\":\"foo\",\"cksum\":\"" + "2".repeat(64) + "\"}";
    byte[] body = (first + odd + last).getBytes(StandardCharsets.UTF_8);
    CrateName foo = new CrateName("foo");
    assertThat(IndexFile.filter(foo, body, _ -> true)).asString().isEqualTo(first + last);
    assertThat(IndexFile.filter(foo, body, entry -> entry.version().value().equals("1.0.0")))
        .asString()
        .isEqualTo(first);
    assertThat(IndexFile.filter(foo, body, _ -> false)).isEmpty();
  }

  @Test
  void parse_ordinaryLines_givesTheirEntriesInOrder() throws Exception {
    assertThat(parse(line("0.1.0", ONE) + "\n" + line("0.2.0", TWO) + "\n").entries())
        .containsExactly(entry("0.1.0", ONE), entry("0.2.0", TWO));
  }

  @Test
  void parse_emptyFile_hasNoEntries() throws Exception {
    assertThat(parse("").entries()).isEmpty();
    assertThat(parse("\n\r\n \t\r\n").entries()).isEmpty();
  }

  @Test
  void parse_oddLineEnds_areTolerated() throws Exception {
    String odd = "\r\n" + line("0.1.0", ONE) + "\r\n\n  \n\t" + line("0.2.0", TWO) + " ";

    assertThat(parse(odd).entries()).hasSize(2);
  }

  @Test
  void parse_oddOrderAndUnknownMembers_areTolerated() throws Exception {
    String odd =
        "{\"v\":3,\"x\":{\"name\":\"bar\",\"deep\":[[[{\"cksum\":1}]]]},\"yanked\":true,"
            + "\"cksum\":\"%s\",\"deps\":[{\"name\":\"other\",\"vers\":\"9.9.9\"}],".formatted(ONE)
            + "\"features2\":{\"a\":[\"dep:b\"]},\"vers\":\"1.0.0+b.1\",\"name\":\"foo\","
            + "\"rust_version\":null,\"pubtime\":\"2026-01-01T00:00:00Z\"}";

    assertThat(parse(odd).entries())
        .containsExactly(new IndexEntry(new CrateVersion("1.0.0+b.1"), ONE, true));
  }

  @Test
  void parse_escapesAndUnicode_areRead() throws Exception {
    String odd =
        "{\"n\\u0061me\":\"f\\u006fo\",\"vers\":\"1.0.0\",\"cksum\":\"%s\",\"x\":\"\u00e9\ud83d\ude00\"}"
            .formatted(ONE);

    assertThat(parse(odd).entries()).containsExactly(entry("1.0.0", ONE));
  }

  @Test
  void parse_lineWithoutUsableVersionOrChecksum_harmsNoOther() throws Exception {
    String lines =
        String.join(
            "\n",
            line("not a version", ONE),
            "{\"name\":\"foo\",\"vers\":\"0.2.0\",\"cksum\":\"short\"}",
            "{\"name\":\"foo\",\"vers\":3,\"cksum\":\"" + ONE + "\"}",
            "{\"name\":\"foo\",\"vers\":\"0.3.0\"}",
            "{\"name\":\"foo\"}",
            line("1.0.0", TWO));

    assertThat(parse(lines).entries()).containsExactly(entry("1.0.0", TWO));
  }

  @Test
  void parse_yankedOfAnotherType_countsAsNotYanked() throws Exception {
    for (String value : List.of("null", "0", "\"true\"", "[]", "{}", "false")) {
      String line =
          "{\"name\":\"foo\",\"vers\":\"1.0.0\",\"cksum\":\"%s\",\"yanked\":%s}"
              .formatted(ONE, value);
      assertThat(parse(line).entries().getFirst().yanked()).isFalse();
    }
  }

  @Test
  void parse_nameInOtherCase_isThisCrate() throws Exception {
    assertThat(IndexFile.parse(new CrateName("FOO"), bytes(line("1.0.0", ONE))).entries())
        .hasSize(1);
  }

  @Test
  void parse_notTheIndexOfThisCrate_isRefusedWithTheLine() {
    for (String second :
        List.of(
            line("1.0.0", ONE).replace("foo", "bar"),
            line("1.0.0", ONE).replace("\"foo\"", "null"),
            line("1.0.0", ONE).replace("\"name\"", "\"nom\""),
            "<!DOCTYPE html><html>",
            "[]",
            "\"foo\"",
            "null",
            "garbage",
            "{\"name\":\"foo\"",
            "{\"name\":\"foo\"} {}",
            "{\"name\":\"foo\"},",
            "{\"name\":\"foo\",}",
            "[".repeat(5000),
            "\u0000\u0001")) {
      assertThatThrownBy(() -> parse(line("0.1.0", ONE) + "\n" + second + "\n"))
          .as(second)
          .isInstanceOf(MalformedIndexException.class)
          .hasMessageStartingWith("line 2 of the index file of foo is malformed");
    }
  }

  @Test
  void parse_malformedLine_isQuotedShortAndWithoutControlCharacters() {
    assertThatThrownBy(() -> parse("\u001b[31mred" + "x".repeat(500)))
        .message()
        .hasSizeLessThan(200)
        .doesNotContain("\u001b");
  }

  @Test
  void checksum_versionTwice_isTheOneOfTheFirstLineAndBothAreListed() throws Exception {
    IndexFile file = parse(line("0.2.2", ONE) + "\n" + line("0.2.2", TWO));
    CrateVersion version = new CrateVersion("0.2.2");

    assertThat(file.checksum(version)).hasValue(ONE);
    assertThat(file.lists(version, ONE)).isTrue();
    assertThat(file.lists(version, TWO)).isTrue();
  }

  @Test
  void checksum_versionNotListed_isEmpty() throws Exception {
    IndexFile file = parse(line("1.0.0+a", ONE));

    assertThat(file.checksum(new CrateVersion("1.0.0"))).isEmpty();
    assertThat(file.checksum(new CrateVersion("1.0.0+b"))).isEmpty();
    assertThat(file.lists(new CrateVersion("1.0.0+a"), TWO)).isFalse();
  }

  @Test
  void parse_thousandsOfVersions_keepsThemAll() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 5000; i++) {
      lines.append(line("0.0." + i, ONE)).append('\n');
    }

    assertThat(parse(lines.toString()).entries()).hasSize(5000);
  }

  private static IndexFile parse(String text) throws MalformedIndexException {
    return IndexFile.parse(FOO, bytes(text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String line(String version, Checksum checksum) {
    return "{\"name\":\"foo\",\"vers\":\"%s\",\"deps\":[],\"cksum\":\"%s\",\"features\":{}}"
        .formatted(version, checksum);
  }

  private static IndexEntry entry(String version, Checksum checksum) {
    return new IndexEntry(new CrateVersion(version), checksum, false);
  }
}
