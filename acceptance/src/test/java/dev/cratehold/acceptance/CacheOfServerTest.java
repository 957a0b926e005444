package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cratehold.cas.Cache;
import dev.cratehold.cas.CacheError;
import dev.cratehold.cas.RefusedException;
import dev.cratehold.cas.Removal;
import dev.cratehold.cas.VerificationReport;
import dev.cratehold.cas.integrity.ContentHash;
import dev.cratehold.cas.integrity.HashAlgorithm;
import dev.cratehold.cas.integrity.Integrity;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.TestCrate;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The store of a real server, looked at as a cache: all crates are content that is in use, by the
/// server's own word, and nobody else may delete any of it.
class CacheOfServerTest {
  private static final int CRATES = 5;

  @TempDir private Path scratch;

  @Test
  void verifyAndDelete_storeOfServer_isSoundAndRefused() throws Exception {
    List<TestCrate> crates =
        IntStream.range(0, CRATES)
            .mapToObj(i -> CrateBuilder.crate("stored" + i, "1.0.0").payload(20_000, i).build())
            .toList();
    try (FakeRegistry upstream = FakeRegistry.start().publish(crates);
        Cratehold cratehold = Cratehold.start(scratch, upstream);
        PlainClient client = new PlainClient()) {
      for (TestCrate crate : crates) {
        assertThat(client.get(cratehold.crate(crate)).body()).isEqualTo(crate.file());
      }
      Cache cache = Cache.in(cratehold.data().resolve("blobs"));

      assertSound(cache.verify(), crates);
      Integrity first = integrity(crates.getFirst());
      assertThat(cache.get(first)).isEqualTo(crates.getFirst().file());
      assertRefused(() -> cache.collect(CacheTrees.EVERYTHING));
      assertRefused(cache::clear);
      assertRefused(() -> cache.remove("stored0"));
      assertRefused(() -> cache.remove("stored0", Removal.CONTENT));
      assertRefused(() -> cache.removeContent(first));

      assertSound(cache.verify(), crates);
      assertThat(cratehold.run("store", "verify").exit()).isZero();
    }
  }

  private static Integrity integrity(TestCrate crate) {
    return Integrity.of(new ContentHash(HashAlgorithm.SHA256, crate.checksum().hex(), ""));
  }

  private static void assertSound(VerificationReport report, List<TestCrate> crates) {
    long bytes = crates.stream().mapToLong(TestCrate::size).sum();
    assertThat(CacheVerification.of(report))
        .isEqualTo(new CacheVerification(CRATES, 0, 0, 0, bytes, 0, 0, 0));
    assertThat(report.findings()).isEmpty();
    assertThat(report.isSound()).isTrue();
  }

  private static void assertRefused(ThrowingCallable deleting) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(deleting)
        .satisfies(e -> assertThat(e.code()).isEqualTo(CacheError.OWNED_ELSEWHERE));
  }
}
