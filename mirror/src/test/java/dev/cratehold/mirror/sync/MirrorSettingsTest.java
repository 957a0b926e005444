package dev.cratehold.mirror.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.mirror.sync.MirrorFilter.Content;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MirrorSettingsTest {
  @Test
  void parse_ownText_givesTheSame() {
    MirrorSettings settings =
        new MirrorSettings(
            Optional.of(Path.of("/some where/names=1.txt")),
            Optional.of("https://example.com/feed?a=b"),
            new MirrorFilter(
                List.of(new NamePattern("a*"), new NamePattern("b")),
                List.of(new NamePattern("ab")),
                OptionalInt.of(3),
                Content.INDEX_FILES),
            new Politeness(4, OptionalInt.of(50), OptionalLong.of(5L << 30)));

    assertThat(MirrorSettings.parse(settings.text())).isEqualTo(settings);
  }

  @Test
  void parse_textOfDefaults_givesTheSame() {
    assertThat(MirrorSettings.parse(MirrorSettings.DEFAULT.text()))
        .isEqualTo(MirrorSettings.DEFAULT);
  }

  @Test
  void parse_lineOfALaterVersion_isPassedOver() {
    assertThat(MirrorSettings.parse(MirrorSettings.DEFAULT.text() + "\nlater=1"))
        .isEqualTo(MirrorSettings.DEFAULT);
  }

  @Test
  void wantEveryCrate_someAreLeftOut_isFalse() {
    assertThat(MirrorSettings.DEFAULT.wantEveryCrate()).isTrue();
    assertThat(MirrorSettings.parse("newest=1\ncontent=INDEX_FILES").wantEveryCrate()).isTrue();
    for (String line : List.of("names=/names.txt", "include=a*", "exclude=a")) {
      assertThat(MirrorSettings.parse(line).wantEveryCrate()).as(line).isFalse();
    }
  }
}
