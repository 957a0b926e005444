package dev.cratehold.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
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
}
