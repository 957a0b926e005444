package dev.cratehold.acceptance.cratesio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.registry.Checksum;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import dev.cratehold.registry.RegistryConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What the crates.io at hand offers. What it does not is proven on the fake registry only.
@Tag("cratesio")
class OffersTest {
  private static final Checksum ANY = new Checksum("0".repeat(64));

  @Test
  void probe_cratesIo_isReachableAndSaysWhatItOffers() throws Exception {
    RegistryConfig config = CratesIo.config();
    String index = CratesIo.head(CratesIo.INDEX + "it/oa/itoa");
    String file =
        config.dl().expand(new CrateName("itoa"), new CrateVersion("1.0.0"), ANY).toString();
    String part = CratesIo.head(file, "-r", "0-99");
    String api =
        CratesIo.head(config.api().orElseThrow() + "/api/v1/crates/itoa", "-A", "cratehold-tests");

    say("validators of index files", index.contains("\netag:") || index.contains("last-modified:"));
    say("HTTP/2", index.contains("http/2 "));
    say("Range on crates", part.contains(" 206"));
    say("the web API", api.contains(" 200") && api.contains("json"));
    assertThat(index).contains(" 200");
  }

  private static void say(String what, boolean offered) {
    System.out.printf("The crates.io at hand %s %s.%n", offered ? "offers" : "lacks", what);
  }
}
