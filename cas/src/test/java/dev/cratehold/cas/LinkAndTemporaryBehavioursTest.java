package dev.cratehold.cas;

import static dev.cratehold.cas.Samples.HELLO;
import static dev.cratehold.cas.Samples.HELLO_SHA256;
import static dev.cratehold.cas.Samples.HELLO_SHA512;
import static dev.cratehold.cas.Samples.OTHER;
import static dev.cratehold.cas.Samples.bytes;
import static dev.cratehold.cas.Samples.cache;
import static dev.cratehold.cas.Samples.file;
import static dev.cratehold.cas.Samples.files;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cratehold.cas.content.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Behaviours 76 and 77: content that is a link, and temporary directories.
final class LinkAndTemporaryBehavioursTest {
  @TempDir Path temporary;
  private Path root;
  private Cache cache;
  private Path target;

  @BeforeEach
  void openCache() throws IOException {
    root = temporary.resolve("cache");
    cache = Cache.in(root);
    target = Files.write(temporary.resolve("target"), HELLO);
  }

  @Test
  @Behaviour(76)
  void link_aFile_isContentByKeyAndByDigest() throws IOException {
    assertThat(cache.link("key", target, PutOptions.DEFAULT)).isEqualTo(HELLO_SHA256);

    assertThat(file(cache, HELLO_SHA256)).isSymbolicLink();
    assertThat(cache.get("key")).isEqualTo(HELLO);
    assertThat(cache.get(HELLO_SHA256)).isEqualTo(HELLO);
    assertThat(cache.find("key").orElseThrow().size()).hasValue(11);
    assertThat(files(root)).noneMatch(name -> name.startsWith("tmp"));
  }

  @Test
  @Behaviour(76)
  void link_firstThingInACacheForNpm_works() throws IOException {
    Cache npm = cache(root, Layout.NPM);

    npm.link("key", target, PutOptions.DEFAULT);

    assertThat(npm.get("key")).isEqualTo(HELLO);
    assertThat(file(npm, HELLO_SHA512)).isSymbolicLink();
  }

  @Test
  @Behaviour(76)
  void link_relativeName_isFoundFromTheCache() throws IOException {
    Path here = Path.of("").toAbsolutePath();

    cache.link("key", here.relativize(target.toAbsolutePath()), PutOptions.DEFAULT);

    assertThat(cache.get("key")).isEqualTo(HELLO);
  }

  @Test
  @Behaviour(76)
  void linkReader_readInPartOrToTheEnd_stillCommits() throws IOException {
    byte[] large = bytes(1, 100_000);
    Files.write(target, large);
    for (int read : new int[] {0, 1, 50_000, 100_000, 200_000}) {
      try (LinkReader reader = cache.linkReader("key " + read, target, PutOptions.DEFAULT)) {
        assertThat(reader.readNBytes(read)).hasSize(Math.min(read, large.length));
        reader.commit();
      }
      assertThat(cache.get("key " + read)).isEqualTo(large);
    }
  }

  @Test
  @Behaviour(76)
  void link_notWhatWasSaid_changesNothing() throws IOException {
    assertThatExceptionOfType(MismatchException.class)
        .isThrownBy(() -> cache.link("key", target, PutOptions.DEFAULT.withIntegrity(OTHER)));
    assertThatExceptionOfType(MismatchException.class)
        .isThrownBy(() -> cache.link("key", target, PutOptions.DEFAULT.withSize(12)));
    try (LinkReader _ = cache.linkReader("key", target, PutOptions.DEFAULT)) {
      assertThat(files(root)).isEmpty();
    }

    assertThat(files(root)).isEmpty();
  }

  @Test
  @Behaviour(76)
  void get_targetWasChangedOrRemoved_isAnErrorAndTheTargetStays() throws IOException {
    cache.link("key", target, PutOptions.DEFAULT);
    Files.writeString(target, "changed");

    assertThatExceptionOfType(MismatchException.class).isThrownBy(() -> cache.get("key"));
    assertThat(target).hasContent("changed");
    Files.write(target, HELLO);
    cache.link("key", target, PutOptions.DEFAULT);
    Files.delete(target);

    assertThat(cache.contains(HELLO_SHA256)).isFalse();
    assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> cache.get("key"));
  }

  @Test
  @Behaviour(76)
  void put_whereALinkIs_makesItAFileAndLeavesTheTarget() throws IOException {
    cache.link("key", target, PutOptions.DEFAULT);
    Files.setLastModifiedTime(target, FileTime.from(Instant.EPOCH));

    cache.put("key", HELLO);
    Files.delete(target);

    assertThat(cache.get("key")).isEqualTo(HELLO);
  }

  @Test
  @Behaviour(77)
  void temporaryDirectory_anyPrefix_isNewEachTime() throws IOException {
    Path first = cache.temporaryDirectory("prefix-");
    Path second = cache.temporaryDirectory("prefix-");

    assertThat(first).isEmptyDirectory().isNotEqualTo(second).hasParent(root.resolve("tmp"));
    assertThat(first.getFileName().toString()).startsWith("prefix-");
    assertThat(cache.temporaryDirectory("")).exists();
  }

  @Test
  @Behaviour(77)
  void withTemporaryDirectory_usedOrFailed_removesItAndKeepsTmp() throws IOException {
    Path used =
        cache.withTemporaryDirectory(
            "x",
            directory -> {
              Files.writeString(Files.createDirectory(directory.resolve("in")).resolve("f"), "");
              return directory;
            });
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() ->
            cache.withTemporaryDirectory(
                "x",
                directory -> {
                  Files.writeString(directory.resolve("file"), "");
                  throw new IOException("not today");
                }))
        .withMessage("not today");

    assertThat(used).doesNotExist();
    assertThat(root.resolve("tmp")).isEmptyDirectory();
    assertThat(
            cache.<String>withTemporaryDirectory(
                "x",
                directory -> {
                  Trees.delete(directory);
                  return "removed by its user";
                }))
        .isEqualTo("removed by its user");
  }

  @Test
  @Behaviour(77)
  void sweep_directoryOfAKilledProcess_deletesIt() throws IOException {
    Path left = cache.temporaryDirectory("left-");
    Path file = Files.writeString(left.resolve("file"), "");
    Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    Files.setLastModifiedTime(left, FileTime.from(Instant.EPOCH));
    Path young = cache.temporaryDirectory("young-");

    assertThat(cache.sweep(Duration.ofHours(1))).isEqualTo(1);

    assertThat(left).doesNotExist();
    assertThat(young).exists();
  }
}
