package dev.cratehold.cas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cratehold.cas.integrity.Integrity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OwnerTest {
  private static final byte[] BYTES = "hello".getBytes(UTF_8);

  @TempDir Path temporary;
  private Path blobs;

  @BeforeEach
  void makeStore() throws IOException {
    Path store = Files.createDirectory(temporary.resolve("store"));
    Files.writeString(store.resolve("cratehold-store"), "# a comment\nowner = store\nformat = 1\n");
    blobs = store.resolve("blobs");
  }

  @Test
  void clear_throughALink_isRefused() throws IOException {
    Integrity integrity = Cache.in(blobs).put("key", BYTES);
    Cache linked = Cache.in(Files.createSymbolicLink(temporary.resolve("link"), blobs));

    for (Removal removal : Removal.values()) {
      assertRefused(() -> linked.remove("key", removal));
    }
    assertRefused(linked::clear);
    assertRefused(() -> linked.collect(CollectOptions.DEFAULT));
    assertRefused(() -> linked.removeContent(integrity));
    assertThat(linked.get("key")).isEqualTo(BYTES);
  }

  @Test
  void clear_directoryIsALinkToElsewhere_isRefused() throws IOException {
    Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
    Files.createSymbolicLink(blobs, elsewhere);

    assertRefused(() -> Cache.in(blobs).clear());
  }

  @Test
  void get_corruptContent_staysWhereItIs() throws IOException {
    Cache cache = Cache.in(blobs);
    cache.put("key", BYTES);
    Path file = cache.blob("key").path();
    Files.writeString(file, "other");

    assertThatExceptionOfType(MismatchException.class).isThrownBy(() -> cache.get("key"));
    assertThat(file).hasContent("other");
  }

  private interface Deed {
    void run() throws IOException;
  }

  private static void assertRefused(Deed deed) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(deed::run)
        .satisfies(refused -> assertThat(refused.code()).isEqualTo(CacheError.OWNED_ELSEWHERE));
  }
}
