package dev.cratehold.home.trash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.home.ItemId;
import dev.cratehold.home.lastuse.LastUseRow;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class JournalLineTest {
  private static final RunName NAME = RunName.first(Instant.parse("2026-11-21T16:00:00Z"), 42);

  @Test
  void text_everyKindOfLine_isWhatTheFormatSays() {
    KeepUntil until = new KeepUntil.Time(Instant.parse("2026-11-28T16:00:00Z"));
    ItemId crate = ItemId.crate("r", "a-1.0.0.crate");

    assertThat(new JournalLine.Head(1, NAME, until).text())
        .isEqualTo(
            "{\"format\":1,\"begun\":\"2026-11-21T16:00:00Z\",\"pid\":42,"
                + "\"keepUntil\":\"2026-11-28T16:00:00Z\"}");
    assertThat(new JournalLine.Moving(crate).text())
        .isEqualTo("{\"item\":\"crate\",\"directory\":\"r\",\"name\":\"a-1.0.0.crate\"}");
    assertThat(new JournalLine.Row(new LastUseRow(crate, OptionalLong.of(9), 8)).text())
        .isEqualTo(
            "{\"row\":\"crate\",\"directory\":\"r\",\"name\":\"a-1.0.0.crate\","
                + "\"bytes\":9,\"timestamp\":8}");
  }

  @Test
  void parse_ownText_isTheSame() {
    ItemId odd = ItemId.leftover("registry/ü \"quoted\"\n");
    for (JournalLine line :
        List.of(
            new JournalLine.Moving(odd),
            new JournalLine.Row(new LastUseRow(odd, OptionalLong.empty(), 0)))) {
      assertThat(line.text()).doesNotContain("\n");
      assertThat(JournalLine.parse(line.text())).contains(line);
    }
  }

  @Test
  void parse_everyBeginningOfALine_isNone() {
    String line = new JournalLine.Moving(ItemId.src("r", "a-1.0.0")).text();
    for (int end = 0; end < line.length(); end++) {
      assertThat(JournalLine.parse(line.substring(0, end))).as(line.substring(0, end)).isEmpty();
    }
  }

  @Test
  void parseHead_notToBeKept_saysSo() {
    JournalLine.Head head = new JournalLine.Head(1, NAME, new KeepUntil.Nothing());

    assertThat(JournalLine.parseHead(NAME, head.text())).contains(head);
  }

  @Test
  void parseHead_badTime_isNone() {
    assertThat(JournalLine.parseHead(NAME, "{\"format\":1,\"keepUntil\":\"soon\"}")).isEmpty();
  }
}
