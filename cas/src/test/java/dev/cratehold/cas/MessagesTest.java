package dev.cratehold.cas;

import static dev.cratehold.cas.Samples.HELLO;
import static dev.cratehold.cas.Samples.HELLO_SHA256;
import static dev.cratehold.cas.Samples.OTHER;
import static dev.cratehold.cas.Samples.cache;
import static dev.cratehold.cas.Samples.entry;
import static dev.cratehold.cas.Samples.file;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.cas.integrity.HashAlgorithm;
import dev.cratehold.cas.integrity.Integrity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One message of each kind, printed as a user sees it.
final class MessagesTest {
  @TempDir Path root;
  private final List<String> messages = new ArrayList<>();

  private void message(ThrowingCallable deed) {
    Throwable thrown = ThrowableAssert.catchThrowable(deed);
    assertThat(thrown).isInstanceOf(IOException.class);
    messages.add(thrown.getMessage());
  }

  @Test
  void message_ofEachKind_saysWhatWhereAndWhatToDo() throws IOException {
    Cache cache = Cache.in(root, CacheOptions.DEFAULT.withOnCorruption(OnCorruption.KEEP));
    cache.put("key", HELLO);
    message(() -> cache.get("no such key"));
    message(() -> cache.get("a\nkey " + "x".repeat(300)));
    message(() -> cache.get(OTHER));
    cache.index().insert(entry("dangling", OTHER, 1));
    message(() -> cache.get("dangling"));
    message(() -> cache.put("key", HELLO, PutOptions.DEFAULT.withSize(12)));
    message(() -> cache.put("key", HELLO, PutOptions.DEFAULT.withIntegrity(OTHER)));
    message(() -> cache.blob("key").expecting(12).bytes());
    message(() -> cache.blob("key").expecting(OTHER).bytes());
    message(() -> cache.put("key", HELLO, PutOptions.DEFAULT.withMetadata("{")));
    String deep = "[".repeat(200) + "]".repeat(200);
    message(() -> cache.put("key", HELLO, PutOptions.DEFAULT.withMetadata(deep)));
    message(() -> cache.put("\ud800", HELLO));
    message(() -> cache.index().insert(entry("key", HELLO_SHA256, -1)));
    Cache npm = cache(root, Layout.NPM);
    message(() -> npm.put("key", HELLO, PutOptions.DEFAULT.withAlgorithms(HashAlgorithm.XXH3)));
    message(() -> npm.put("key", HELLO, PutOptions.DEFAULT.withRawMetadata(new byte[1])));
    message(() -> npm.index().insert(entry("key", HELLO_SHA256.and(OTHER), 1)));
    message(() -> npm.index().insert(entry("key", Integrity.parse(HELLO_SHA256 + "?x"), 1)));
    message(() -> cache(root, Layout.READ_BOTH).put("key", HELLO));
    message(() -> cache.blob("key").reflinkTo(Path.of("/dev/shm/cratehold-no-reflink")));
    Files.writeString(file(cache, HELLO_SHA256), "hello w0rld");
    message(() -> cache.get("key"));
    Files.writeString(root.resolve("cratehold-store"), "owner = server\n");
    message(() -> Cache.in(root).remove("key"));

    assertThat(messages)
        .allSatisfy(
            message -> assertThat(message).matches("(?s)[^A-Z].*; .*[^.]").hasSizeLessThan(600));
    messages.forEach(System.out::println);
  }
}
