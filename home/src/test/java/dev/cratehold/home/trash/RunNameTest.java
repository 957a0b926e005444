package dev.cratehold.home.trash;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RunNameTest {
  private static final Instant BEGUN = Instant.parse("2026-11-21T16:00:00Z");

  @Test
  void toString_first_isTimeAndProcess() {
    assertThat(RunName.first(BEGUN.plusMillis(999), 42)).hasToString("20261121T160000Z-42");
  }

  @Test
  void parse_ownText_isTheSame() {
    RunName second = RunName.first(BEGUN, 42).next();

    assertThat(second).hasToString("20261121T160000Z-42-2");
    assertThat(RunName.parse(second.toString())).contains(second);
  }

  @Test
  void parse_anythingElse_isNone() {
    for (String text : List.of("", "trash", "20261121T160000Z", "20269921T160000Z-1", "x-1-2-3")) {
      assertThat(RunName.parse(text)).as(text).isEmpty();
    }
  }
}
