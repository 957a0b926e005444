package dev.cratehold.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApiLookupTest {
  private static final CrateName FOO = new CrateName("Foo_bar");

  @Test
  void pathAndQuery_search_isWhatCargoSends() {
    assertThat(new ApiLookup.Search("serde", 10, 1).pathAndQuery())
        .isEqualTo("/api/v1/crates?q=serde&per_page=10");
    assertThat(new ApiLookup.Search("serde", 10, 2).pathAndQuery())
        .isEqualTo("/api/v1/crates?q=serde&per_page=10&page=2");
  }

  @Test
  void pathAndQuery_searchWithAnyText_staysInsideItsParameter() {
    String odd = "a b+c&per_page=9#%2F/../ü";

    String lookup = new ApiLookup.Search(odd, 10, 1).pathAndQuery();

    assertThat(lookup)
        .isEqualTo("/api/v1/crates?q=a%20b%2Bc%26per_page%3D9%23%252F%2F..%2F%C3%BC&per_page=10");
    assertThat(URI.create(lookup).getQuery()).isEqualTo("q=" + odd + "&per_page=10");
  }

  @Test
  void pathAndQuery_ofACrate_namesIt() {
    assertThat(new ApiLookup.Crate(FOO).pathAndQuery()).isEqualTo("/api/v1/crates/Foo_bar");
    assertThat(new ApiLookup.Owners(FOO).pathAndQuery()).isEqualTo("/api/v1/crates/Foo_bar/owners");
    assertThat(new ApiLookup.Version(FOO, new CrateVersion("1.0.0+a")).pathAndQuery())
        .isEqualTo("/api/v1/crates/Foo_bar/1.0.0%2Ba");
  }

  @Test
  void search_outsideItsLimits_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> search("x".repeat(201), 10, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> search("a\nb", 10, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> search("a", 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> search("a", 101, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> search("a", 10, 0));
  }

  private static void search(String text, int perPage, int page) {
    var _ = new ApiLookup.Search(text, perPage, page);
  }

  @Test
  void parse_ofEveryKind_isTheInverseOfPathAndQuery() {
    for (ApiLookup lookup :
        List.of(
            new ApiLookup.Search("serde", 10, 1),
            new ApiLookup.Search("a b+c&per_page=9#%2F/../ü", 100, 7),
            new ApiLookup.Crate(FOO),
            new ApiLookup.Version(FOO, new CrateVersion("1.0.0-rc.1+a")),
            new ApiLookup.Owners(FOO))) {
      String[] parts = lookup.pathAndQuery().split("\\?", 2);
      assertThat(ApiLookup.parse(parts[0], parts.length == 2 ? parts[1] : "")).contains(lookup);
    }
  }

  @Test
  void parse_unknownRepeatedOrMissingParameters_areDroppedAndFilledIn() {
    assertThat(ApiLookup.parse(ApiLookup.CRATES, "sort=new&q=a+b&x&=y&q=c&per_page="))
        .contains(new ApiLookup.Search("a b", 10, 1));
    assertThat(ApiLookup.parse(ApiLookup.CRATES, "")).contains(new ApiLookup.Search("", 10, 1));
  }

  @Test
  void parse_parametersThatAreNotAllowed_areRefusedWithASentence() {
    for (String query :
        List.of(
            "per_page=0",
            "per_page=101",
            "per_page=-1",
            "page=0",
            "page=99999999999",
            "q=%zz",
            "q=%0a",
            "q=" + "x".repeat(201))) {
      assertThatIllegalArgumentException()
          .as(query)
          .isThrownBy(() -> ApiLookup.parse(ApiLookup.CRATES, query))
          .withMessageMatching(".+ .+");
    }
  }

  @Test
  void parse_anythingElse_isNoLookup() {
    for (String path :
        List.of(
            "",
            "/",
            "/api/v1",
            "/api/v1/crates/",
            "/api/v1/crates/foo/",
            "/api/v1/cratesx",
            "/api/v1/crates/f%6fo",
            "/api/v1/crates/foo/1.0",
            "/api/v1/crates/foo/1.0.0/yank",
            "/api/v1/crates/..",
            "/api/v1/crates/foo/../bar")) {
      assertThat(ApiLookup.parse(path, "")).as(path).isEmpty();
    }
  }
}
