package dev.cratehold.cas;

import static dev.cratehold.cas.Samples.HELLO;
import static dev.cratehold.cas.Samples.HELLO_SHA256;
import static dev.cratehold.cas.Samples.cache;
import static dev.cratehold.cas.Samples.files;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Behaviours 62 to 65: removing entries, content, and all.
final class RemoveBehavioursTest {
  @TempDir Path root;
  private Cache cache;

  @BeforeEach
  void openCache() {
    cache = Cache.in(root);
  }

  @Test
  @Behaviour(62)
  void remove_aKey_keepsTheContentAndNamesTheKeyInTheError() throws IOException {
    cache.put("the key", HELLO);

    cache.remove("the key");

    assertThat(cache.get(HELLO_SHA256)).isEqualTo(HELLO);
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> cache.get("the key"))
        .withMessageContaining("the key")
        .withMessageContaining(root.toString())
        .satisfies(e -> assertThat(e.failure().key()).contains("the key"));
  }

  @Test
  @Behaviour(63)
  void removeContent_ofAKey_keepsTheEntry() throws IOException {
    cache.put("key", HELLO);

    assertThat(cache.removeContent(HELLO_SHA256)).isTrue();

    assertThat(cache.find("key")).isPresent();
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> cache.get("key"))
        .satisfies(e -> assertThat(e.code()).isEqualTo(CacheError.CONTENT_NOT_FOUND))
        .satisfies(e -> assertThat(e.failure().key()).contains("key"));
  }

  @Test
  @Behaviour(64)
  void removeContent_missing_isFalse() throws IOException {
    assertThat(cache.removeContent(HELLO_SHA256)).isFalse();
    assertThat(files(root)).isEmpty();
  }

  @Test
  @Behaviour(65)
  void clear_filesOfBothAndForeignOnes_leavesTheForeignOnes() throws IOException {
    cache.put("key", HELLO);
    cache(root, Layout.NPM).put("key", HELLO);
    Files.writeString(root.resolve("_lastverified"), "1");
    Files.createDirectories(root.resolve("content-v1/old"));
    Files.writeString(root.resolve("tmp/left"), "by somebody who was killed");
    Files.writeString(root.resolve("README"), "foreign");
    Files.createDirectories(root.resolve("mine/too"));

    cache.clear();

    assertThat(files(root)).containsExactly("README");
    assertThat(root.resolve("mine/too")).exists();
    assertThat(cache.entries()).isEmpty();
    cache.put("key", HELLO);
    assertThat(cache.get("key")).isEqualTo(HELLO);
  }

  @Test
  @Behaviour(65)
  void clear_missingOrOddlyNamedCache_isCleared() throws IOException {
    Cache missing = Cache.in(root.resolve("missing"));
    missing.clear();
    assertThat(missing.root()).doesNotExist();
    for (String name : List.of("[a](b){c} *?", "with space", "a\nb")) {
      Cache odd = cache(root.resolve(name), Layout.NPM);
      odd.put("key", HELLO);

      odd.clear();

      assertThat(files(odd.root())).isEmpty();
    }
  }

  @Test
  @Behaviour(65)
  void clear_linksToOutside_leavesWhatTheyPointTo() throws IOException {
    Path outside = Files.createDirectories(root.resolve("outside"));
    Files.writeString(outside.resolve("file"), "mine");
    Cache inside = Cache.in(root.resolve("inside"));
    inside.put("key", HELLO);
    Files.createSymbolicLink(inside.root().resolve("index-v1"), outside);
    Files.createSymbolicLink(inside.root().resolve("content-v2/link"), outside);

    inside.clear();

    assertThat(files(inside.root())).isEmpty();
    assertThat(outside.resolve("file")).hasContent("mine");
  }
}
