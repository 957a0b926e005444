package dev.cratehold.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class SparseUrlTest {
  @Test
  void parse_withAndWithoutPrefix_isTheSame() {
    SparseUrl url = SparseUrl.parse("sparse+https://index.example.org/");

    assertThat(SparseUrl.parse("https://index.example.org/")).isEqualTo(url);
    assertThat(url).hasToString("sparse+https://index.example.org/");
  }

  @Test
  void resolve_pathsOfTheIndex_liesBelowTheUrl() {
    SparseUrl url = SparseUrl.parse("http://127.0.0.1:8080/crates-io/");

    assertThat(url.resolve("config.json"))
        .hasToString("http://127.0.0.1:8080/crates-io/config.json");
    assertThat(url.resolve(new CrateName("serde").indexPath()))
        .hasToString("http://127.0.0.1:8080/crates-io/se/rd/serde");
    assertThat(url.resolve(new CrateName("a").indexPath()))
        .hasToString("http://127.0.0.1:8080/crates-io/1/a");
  }

  @Test
  void resolve_urlWithDoubledSlashes_keepsThem() {
    assertThat(SparseUrl.parse("https://host//a/./b//").resolve("1/a"))
        .hasToString("https://host//a/./b//1/a");
  }

  @Test
  void parse_notASparseIndex_isRefusedWithASentence() {
    for (String text :
        List.of(
            "",
            "sparse+",
            "index.example.org/",
            "https://index.example.org",
            "https://index.example.org/path",
            "https:///path/",
            "https://",
            "ftp://index.example.org/",
            "git+https://index.example.org/",
            "registry+https://index.example.org/",
            "sparse+sparse+https://index.example.org/",
            "file:///srv/index/",
            "https://index.example.org/?x/",
            "https://index.example.org/#/",
            "https://index.example.org/a b/")) {
      assertThatThrownBy(() -> SparseUrl.parse(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class)
          .message()
          .isNotBlank();
    }
  }

  @Test
  void parse_urlWithPassword_isRefusedAndNowhereRepeated() {
    for (String text : List.of("https://me:hunter2@host/", "https://me:hunter2@host/a b/")) {
      assertThatThrownBy(() -> SparseUrl.parse(text))
          .satisfies(thrown -> assertThat(trace(thrown)).doesNotContain("hunter2"));
    }
  }

  private static String trace(Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }
}
