package dev.cratehold.mirror.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cratehold.mirror.sync.NameSource.Changes;
import dev.cratehold.mirror.sync.NameSource.Everything;
import dev.cratehold.mirror.sync.NameSource.Step;
import dev.cratehold.registry.CrateName;
import dev.cratehold.store.MirrorLedger.Gone;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedTest {
  @TempDir private Path scratch;

  private static Feed parse(String text) throws IOException {
    return Feed.parse(text.getBytes(StandardCharsets.UTF_8), "updates.xml");
  }

  private static String rss(String... items) {
    return "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:crates=\"https://crates.io/\"><channel>"
        + "<title>crates.io: recent updates</title><link>https://crates.io/</link>"
        + Stream.of(items).collect(Collectors.joining())
        + "</channel></rss>";
  }

  private static String linked(String name, String version) {
    return "<item><title>New crate version published: %s v%s</title><link>https://crates.io/crates/%s/%s</link></item>"
        .formatted(name, version, name, version);
  }

  @Test
  void parse_itemsOfAllForms_namesCrates() throws Exception {
    Feed feed =
        parse(
            rss(
                linked("serde", "1.0.0+x"),
                "<item><title>x</title><crates:name>foo</crates:name><crates:version>2.0.0</crates:version></item>",
                "<item><title>New crate version published: bar v0.1.0-rc.1</title></item>",
                "<item><title><![CDATA[baz 3.1.4]]></title></item>"));

    assertThat(feed.entries())
        .extracting(Feed.Entry::id)
        .containsExactly("serde@1.0.0+x", "foo@2.0.0", "bar@0.1.0-rc.1", "baz@3.1.4");
  }

  @Test
  void parse_externalEntity_isNotRead() throws Exception {
    Path secret = Files.writeString(scratch.resolve("secret"), "serde 1.0.0");
    String text =
        "<!DOCTYPE rss [<!ENTITY x SYSTEM \"%s\">]>".formatted(secret.toUri())
            + rss("<item><title>&x;</title></item>").replaceFirst("<\\?.*?\\?>", "");

    assertThatThrownBy(() -> parse(text)).isInstanceOf(IOException.class);
  }

  @Test
  void parse_itemWithoutCrate_isNoPartOfIt() {
    assertThatThrownBy(() -> parse(rss("<item><title>maintenance</title></item>")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("names no crate and version: maintenance");
  }

  @Test
  void parse_webPage_isRefused() {
    assertThatThrownBy(() -> parse("<html><body>log in</body></html>"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the feed updates.xml is no RSS");
    assertThatThrownBy(() -> parse("<html><br></html>"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("malformed");
  }

  private static final NameSource BEHIND =
      new NameSource() {
        @Override
        public Everything all() {
          return new Everything(Names.of(List.of()), Optional.empty(), Gone.FORGOTTEN);
        }

        @Override
        public Step since(String marker) {
          throw new AssertionError("not asked for");
        }
      };

  private static FeedNames names(FeedNames.Bounds bounds, String... items) {
    return new FeedNames(() -> parse(rss(items)), BEHIND, bounds);
  }

  @Test
  void since_markerInTheFeed_givesWhatIsNewer() throws Exception {
    FeedNames names =
        names(
            name -> !name.value().equals("other"),
            linked("b", "2.0.0"),
            linked("other", "1.0.0"),
            linked("b", "1.0.0"),
            linked("a", "1.0.0"));

    assertThat(names.since("feed:a@1.0.0"))
        .isEqualTo(new Changes(List.of(new CrateName("b")), Optional.of("feed:b@2.0.0")));
  }

  @Test
  void since_markerNotInTheFeed_isEverything() throws Exception {
    FeedNames names = names(_ -> true, linked("b", "2.0.0"));

    assertThat(names.since("feed:a@1.0.0")).isInstanceOf(Everything.class);
    assertThat(names.since("catalog:x").marker()).contains("feed:b@2.0.0");
  }
}
