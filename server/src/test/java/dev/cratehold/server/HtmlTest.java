package dev.cratehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HtmlTest {
  private static String text(String text) {
    return new Html().text(text).toString();
  }

  @Test
  void text_markup_isText() {
    assertThat(text("<script>alert('a' & \"b\")</script>"))
        .isEqualTo("&lt;script&gt;alert(&#39;a&#39; &amp; &quot;b&quot;)&lt;/script&gt;");
  }

  @Test
  void text_otherScripts_stay() {
    assertThat(text("größe 12 × ½ – 漢字 🦀")).isEqualTo("größe 12 × ½ – 漢字 🦀");
  }

  @Test
  void text_whatIsInvisible_isReplaced() {
    assertThat(text("a\u0000b\u202ec\u200bd\rf\ng\ud800h"))
        .isEqualTo("a\ufffdb\ufffdc\ufffdd\ufffdf\ng\ufffdh");
  }
}
