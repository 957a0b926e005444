package dev.cratehold.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.registry.ApiLookup;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ApiLookupFuzzTest {
  private static final List<String> DICTIONARY =
      List.of(
          "q=",
          "&",
          "=",
          "per_page=",
          "page=",
          "&sort=",
          "%",
          "%20",
          "%00",
          "%0a",
          "%zz",
          "%C3%A9",
          "%ff",
          "+",
          "0",
          "101",
          "-1",
          "99999999999",
          "/",
          "//",
          "..",
          "%2f",
          "?",
          "#",
          "owners",
          "\u00e9",
          "\u0000",
          "\r\n");

  /// What is understood is asked upstream in one form only, which is understood as the same again.
  @Test
  void parse_damagedLookup_isAskedInOneFormOrRefused() {
    Fuzz.run(
        "look-ups",
        random -> {
          Mutator mutator = new Mutator(random, DICTIONARY);
          String path = random.nextBoolean() ? path(random) : mutator.mutate(path(random));
          String query = mutator.mutate("q=serde%20json&per_page=10&page=2");
          Optional<ApiLookup> lookup = lookup(path, query);
          if (lookup.isPresent()) {
            String[] asked = lookup.get().pathAndQuery().split("\\?", 2);
            assertThat(asked[0]).doesNotContain("..", "//", "%2F");
            assertThat(lookup.get().pathAndQuery()).matches("[!-~]+").doesNotContain("#");
            assertThat(lookup(asked[0], asked.length > 1 ? asked[1] : "")).isEqualTo(lookup);
          }
        });
  }

  private static String path(SplittableRandom random) {
    Samples samples = new Samples(random);
    String crate = ApiLookup.CRATES + "/" + samples.name();
    return samples.oneOf(
        ApiLookup.CRATES, crate, crate + "/" + samples.version(), crate + "/owners");
  }

  /// Empty if there is no such look-up, or if it is refused with a sentence.
  private static Optional<ApiLookup> lookup(String path, String query) {
    try {
      return ApiLookup.parse(path, query);
    } catch (IllegalArgumentException refused) {
      assertThat(refused.getMessage()).isNotBlank().doesNotContainPattern("\\p{Cntrl}");
      return Optional.empty();
    }
  }
}
