package dev.cratehold.cas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.cas.index.IndexEntry;
import dev.cratehold.cas.integrity.Integrity;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the first page of the documentation shows.
final class GuideTest {
  @TempDir Path temporary;

  @Test
  void guide_asItStandsOnTheFirstPage_works() throws IOException {
    byte[] bytes = "hello world".getBytes(UTF_8);
    InputStream source = new ByteArrayInputStream("much".getBytes(UTF_8));
    ByteArrayOutputStream read = new ByteArrayOutputStream();

    guide(temporary, bytes, source, read);

    assertThat(read.toString(UTF_8)).isEqualTo("much");
    assertThat(temporary.resolve("copy")).hasContent("hello world");
  }

  private static void guide(Path directory, byte[] bytes, InputStream source, OutputStream target)
      throws IOException {
    // [guide]
    Cache cache = Cache.in(directory.resolve("my-cache"));

    cache.put("my key", bytes); // by key
    byte[] again = cache.get("my key"); // hashed, or an exception

    Integrity integrity = cache.put(bytes, PutOptions.DEFAULT); // by digest alone
    cache.blob(integrity).copyTo(directory.resolve("copy"));

    try (CacheWriter writer = cache.writer("large", PutOptions.DEFAULT)) {
      source.transferTo(writer); // an OutputStream
      writer.commit(); // visible now, whole
    }
    try (BlobReader reader = cache.blob("large").stream()) {
      reader.transferTo(target); // fails at the end if it is corrupt
    }

    cache.entries().map(IndexEntry::key).forEach(System.out::println);
    cache.remove("my key");
    cache.verify(); // a report; nothing is changed
    // [guide]
    assertThat(again).isEqualTo(bytes);
    assertThat(cache.find("my key")).isEmpty();
    assertThat(cache.verify().isSound()).isTrue();
  }

  @Test
  void guide_onTheFirstPage_isTheOneThatIsTested() throws IOException {
    String page = Files.readString(Path.of("src/main/java/dev/cratehold/cas/package-info.java"));
    String here = Files.readString(Path.of("src/test/java/dev/cratehold/cas/GuideTest.java"));
    Matcher shown = Pattern.compile("(?s)```java\n(.*?)```").matcher(page);
    Matcher tested = Pattern.compile("(?s)// \\[guide]\n(.*?)// \\[guide]\n").matcher(here);

    assertThat(shown.find()).isTrue();
    assertThat(tested.find()).isTrue();
    assertThat(shown.group(1).replace("///", "").replaceAll("\\s+", " "))
        .isEqualTo(tested.group(1).replaceAll("\\s+", " ").replaceFirst("^ ", " "));
  }
}
