package dev.cratehold.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.registry.MalformedIndexException;
import dev.cratehold.registry.RegistryConfig;
import dev.cratehold.registry.SparseUrl;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RegistryConfigFuzzTest {
  private static final List<String> DICTIONARY =
      List.of(
          "{",
          "}",
          "[",
          "\"",
          "\\",
          ",",
          ":",
          "/",
          "//",
          "?",
          "#",
          "@",
          "%",
          "%2f",
          "%zz",
          " ",
          "..",
          "{crate}",
          "{version}",
          "{prefix}",
          "{sha256-checksum}",
          "{other}",
          "\\u0000",
          "\\r\\nHost: x",
          "user:secret@",
          "\"dl\":",
          "\"api\":",
          "file:///",
          "ftp://",
          "HTTP://",
          ":99999",
          "[::",
          "null",
          "true");

  @Test
  void parse_damagedConfig_isUsableOrRefused() {
    Fuzz.run(
        "config.json",
        random -> {
          Samples samples = new Samples(random);
          String json = new Mutator(random, DICTIONARY).mutate(samples.config());
          Optional<RegistryConfig> config = config(json);
          if (config.isPresent()) {
            assertThat(RegistryConfig.parse(config.get().toJson())).isEqualTo(config.get());
            URI crate =
                config.get().dl().expand(samples.name(), samples.version(), samples.checksum());
            assertThat(crate.getScheme()).matches("(?i)https?");
            assertThat(crate.getRawAuthority()).isNotEmpty();
          }
        });
  }

  @Test
  void parse_damagedSparseUrl_isResolvedBelowItselfOrRefused() {
    Fuzz.run(
        "sparse URLs",
        random -> {
          Samples samples = new Samples(random);
          String text =
              new Mutator(random, DICTIONARY)
                  .mutate("sparse+https://" + samples.host() + "/index/");
          Optional<SparseUrl> url = sparseUrl(text);
          String path = samples.name().indexPath();
          url.ifPresent(index -> assertThat(index.resolve(path)).hasToString(index.index() + path));
        });
  }

  private static Optional<RegistryConfig> config(String json) {
    try {
      return Optional.of(RegistryConfig.parse(json.getBytes(StandardCharsets.ISO_8859_1)));
    } catch (MalformedIndexException refused) {
      assertThat(refused).hasMessageStartingWith("config.json is malformed: ");
      return Optional.empty();
    }
  }

  private static Optional<SparseUrl> sparseUrl(String text) {
    try {
      return Optional.of(SparseUrl.parse(text));
    } catch (IllegalArgumentException refused) {
      assertThat(refused.getMessage()).isNotBlank().doesNotContain("secret");
      return Optional.empty();
    }
  }
}
