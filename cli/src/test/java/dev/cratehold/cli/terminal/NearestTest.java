package dev.cratehold.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class NearestTest {
  private static final List<String> WORDS = List.of("serve", "setup", "store", "index-ttl");

  @Test
  void to_oneLetterMissing_findsTheWord() {
    assertThat(Nearest.to("serv", WORDS)).contains("serve");
  }

  @Test
  void to_twoLettersSwapped_findsTheWord() {
    assertThat(Nearest.to("stroe", WORDS)).contains("store");
  }

  @Test
  void to_otherCaseAndUnderscore_findsTheWord() {
    assertThat(Nearest.to("INDEX_TTL", WORDS)).contains("index-ttl");
  }

  @Test
  void to_somethingElse_findsNothing() {
    assertThat(Nearest.to("prefetch", WORDS)).isEmpty();
  }
}
