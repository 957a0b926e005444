package dev.cratehold.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CrateNameTest {
  private static final List<String> REFUSED =
      List.of(
          "",
          " ",
          "1abc",
          "-abc",
          "a b",
          "a/b",
          "a\\b",
          "a.b",
          "..",
          "a%2fb",
          "a\u0000",
          "a\n",
          "a\r",
          "caf\u00e9",
          "\u0430bc",
          "\uff41bc",
          "a+b",
          "a".repeat(65));

  @Test
  void parse_namesOfCratesIo_areTaken() {
    for (String name :
        List.of("a", "ab", "abc", "Foo_Big", "x-y_z", "_x", "a1", "con", "a".repeat(64))) {
      assertThat(CrateName.parse(name)).map(CrateName::value).hasValue(name);
    }
  }

  @Test
  void parse_anythingElse_isEmptyAndTheConstructorRefuses() {
    for (String name : REFUSED) {
      assertThat(CrateName.parse(name)).as(name).isEmpty();
      assertThatThrownBy(() -> new CrateName(name)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void indexPath_everyLength_isWhereCargoLooks() {
    assertThat(new CrateName("a").indexPath()).isEqualTo("1/a");
    assertThat(new CrateName("ab").indexPath()).isEqualTo("2/ab");
    assertThat(new CrateName("abc").indexPath()).isEqualTo("3/a/abc");
    assertThat(new CrateName("abcd").indexPath()).isEqualTo("ab/cd/abcd");
    assertThat(new CrateName("serde").indexPath()).isEqualTo("se/rd/serde");
    assertThat(new CrateName("x-y_z").indexPath()).isEqualTo("x-/y_/x-y_z");
    assertThat(new CrateName("dlib").indexPath()).isEqualTo("dl/ib/dlib");
  }

  @Test
  void indexPath_mixedCase_isLowerCaseInEveryLocale() {
    assertThat(new CrateName("Foo_Big").indexPath()).isEqualTo("fo/o_/foo_big");
    assertThat(new CrateName("ICE").indexPath()).isEqualTo("3/i/ice");
    assertThat(new CrateName("TITLE").lowerCase()).isEqualTo("title");
  }

  @Test
  void prefix_mixedCase_keepsItAndLowerPrefixDoesNot() {
    assertThat(new CrateName("FooBig").prefix()).isEqualTo("Fo/oB");
    assertThat(new CrateName("FooBig").lowerPrefix()).isEqualTo("fo/ob");
    assertThat(new CrateName("ABC").prefix()).isEqualTo("3/A");
    assertThat(new CrateName("A").prefix()).isEqualTo("1");
    assertThat(new CrateName("AB").lowerPrefix()).isEqualTo("2");
  }

  @Test
  void ofIndexPath_pathOfAName_givesItInLowerCase() {
    for (String name : List.of("a", "ab", "abc", "Foo_Big", "serde", "dl-x")) {
      CrateName crate = new CrateName(name);
      assertThat(CrateName.ofIndexPath(crate.indexPath()))
          .hasValue(new CrateName(crate.lowerCase()));
    }
  }

  @Test
  void ofIndexPath_anyOtherPath_isEmpty() {
    for (String path :
        List.of(
            "",
            "/",
            "serde",
            "/se/rd/serde",
            "se/rd/serde/",
            "se/rd/Serde",
            "SE/RD/serde",
            "se/re/serde",
            "3/s/serde",
            "2/abc",
            "1/ab",
            "3/b/abc",
            "../se/rd/serde",
            "se/rd/../rd/serde",
            "se//rd/serde",
            "se/rd/serde.json",
            "se/rd/ser%64e",
            "config.json",
            "a")) {
      assertThat(CrateName.ofIndexPath(path)).as(path).isEmpty();
    }
  }

  @Test
  void equals_otherCase_isAnotherName() {
    assertThat(new CrateName("Foo")).isNotEqualTo(new CrateName("foo"));
  }
}
