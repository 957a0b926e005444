package dev.cratehold.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is answered about crates from their index files alone.
class ApiAnswersTest {
  private static final String SUM = "a".repeat(64);
  private static final CrateName FOO = new CrateName("foo");

  @Test
  void parse_index_keepsTheSpellingOfTheLastLine() throws MalformedIndexException {
    IndexFile file = file(line("foo", "1.0.0", false), line("Foo", "1.1.0", false));
    assertThat(file.name()).isEqualTo(new CrateName("Foo"));
    assertThat(IndexFile.parse(FOO, new byte[0]).name()).isEqualTo(FOO);
  }

  @Test
  void parse_nameThatIsEqualOnlyInOtherAlphabets_isMalformed() {
    CrateName kilo = new CrateName("kilo");
    byte[] body = line("\u212Ailo", "1.0.0", false).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> IndexFile.parse(kilo, body))
        .isInstanceOf(MalformedIndexException.class);
  }

  @Test
  void maxVersion_prefersWhatIsNotYanked() throws MalformedIndexException {
    IndexFile file =
        file(
            line("foo", "1.10.0", false),
            line("foo", "1.9.0", false),
            line("foo", "3.0.0", true),
            line("foo", "2.0.0-rc.1", false));
    assertThat(file.maxVersion()).contains(new CrateVersion("2.0.0-rc.1"));
    assertThat(file.maxStableVersion()).contains(new CrateVersion("1.10.0"));
    assertThat(file(line("foo", "0.1.0", true), line("foo", "0.2.0", true)).maxVersion())
        .contains(new CrateVersion("0.2.0"));
    assertThat(new IndexFile(FOO, List.of()).maxVersion()).isEmpty();
  }

  @Test
  void toJson_ofASearch_isWhatCargoReads() throws MalformedIndexException {
    IndexFile file = file(line("Foo", "1.0.0", false), line("Foo", "2.0.0-a", false));
    assertThat(json(new ApiCrates(List.of(file), 7).toJson()))
        .isEqualTo(
            "{\"crates\":[{\"id\":\"Foo\",\"name\":\"Foo\",\"description\":null,\"max_version\":\"2.0.0-a\",\"max_stable_version\":\"1.0.0\"}],\"meta\":{\"total\":7}}");
    assertThat(json(new ApiCrates(List.of(), 0).toJson()))
        .isEqualTo("{\"crates\":[],\"meta\":{\"total\":0}}");
  }

  @Test
  void toJson_ofACrate_listsItsVersionsHighestFirst() throws MalformedIndexException {
    IndexFile file = file(line("foo", "1.9.0", false), line("foo", "1.10.0", true));
    assertThat(json(new ApiCrate(file).toJson()))
        .startsWith("{\"crate\":{\"id\":\"foo\"")
        .contains("\"max_version\":\"1.9.0\"")
        .endsWith(
            "\"versions\":[{\"crate\":\"foo\",\"num\":\"1.10.0\",\"checksum\":\"%1$s\",\"yanked\":true},{\"crate\":\"foo\",\"num\":\"1.9.0\",\"checksum\":\"%1$s\",\"yanked\":false}]}"
                .formatted(SUM));
    assertThat(json(new ApiCrate(new IndexFile(FOO, List.of())).toJson()))
        .contains("\"max_version\":\"0.0.0\"", "\"max_stable_version\":null");
  }

  private static IndexFile file(String... lines) throws MalformedIndexException {
    return IndexFile.parse(FOO, String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
  }

  private static String line(String name, String version, boolean yanked) {
    return "{\"name\":\"%s\",\"vers\":\"%s\",\"deps\":[],\"cksum\":\"%s\",\"features\":{},\"yanked\":%b}"
        .formatted(name, version, SUM, yanked);
  }

  private static String json(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
