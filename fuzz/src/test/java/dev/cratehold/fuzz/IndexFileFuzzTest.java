package dev.cratehold.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.IndexEntry;
import dev.cratehold.registry.IndexFile;
import dev.cratehold.registry.MalformedIndexException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IndexFileFuzzTest {
  private static final List<String> DICTIONARY =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ":",
          ",",
          "\"",
          "\\",
          "\n",
          "\r\n",
          "\\u0000",
          "\\ud800",
          "\u0000",
          "\u00ef\u00bb\u00bf",
          "\u00c0\u0080",
          "null",
          "true",
          "-1e999999",
          "9".repeat(400),
          "\"name\":",
          "\"vers\":\"1.0.0\"",
          "\"cksum\":",
          "\"yanked\":1",
          "{\"name\":\"x\"}",
          "<!DOCTYPE html>",
          "//",
          "NaN");

  @Test
  void parse_damagedFile_isReadOrRefusedWithASentence() {
    Fuzz.run(
        "index files",
        random -> {
          CrateName name = new Samples(random).name();
          String file = damaged(random, name);
          entries(name, file).ifPresent(entries -> assertInText(entries, file));
        });
  }

  /// What a line says does not depend on the lines around it.
  @Test
  void parse_twoFilesJoined_listsWhatBothList() {
    Fuzz.run(
        "index files, joined",
        random -> {
          CrateName name = new Samples(random).name();
          String first = damaged(random, name);
          String second = damaged(random, name);
          Optional<List<IndexEntry>> expected =
              entries(name, first)
                  .flatMap(a ->
                      entries(name, second)
                          .map(b -> Stream.concat(a.stream(), b.stream()).toList()));

          assertThat(entries(name, first + "\n \r\n" + second)).isEqualTo(expected);
        });
  }

  private static String damaged(SplittableRandom random, CrateName name) {
    return new Mutator(random, DICTIONARY).mutate(new Samples(random).indexFile(name));
  }

  /// What the file lists; empty if it is refused, which must be done in one short line that says of
  /// which crate it is.
  private static Optional<List<IndexEntry>> entries(CrateName name, String file) {
    try {
      byte[] bytes = file.getBytes(StandardCharsets.ISO_8859_1);
      return Optional.of(IndexFile.parse(name, bytes).entries());
    } catch (MalformedIndexException refused) {
      assertThat(refused.getMessage())
          .contains(name.value())
          .hasSizeLessThan(400)
          .doesNotContainPattern("\\p{Cntrl}");
      return Optional.empty();
    }
  }

  private static void assertInText(List<IndexEntry> entries, String file) {
    // An escape may stand for any of its characters.
    assertThat(entries)
        .allMatch(entry -> file.contains("\\u") || file.contains(entry.checksum().hex()));
  }
}
