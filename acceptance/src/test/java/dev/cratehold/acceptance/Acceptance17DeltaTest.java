package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.TestCrate;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 17, the part on deltas: where a git index tells what changed, nothing else is asked for.
class Acceptance17DeltaTest {
  private static final int CRATES = 200;
  private static final int CHANGED = 10;

  /// Two requests of git, and one for each crate.
  private static final int MOST_REQUESTS = 12;

  @TempDir private Path scratch;

  private static List<TestCrate> crates(int count, String version) {
    return IntStream.range(0, count)
        .mapToObj(i -> CrateBuilder.crate("crate-%03d".formatted(i), version).build())
        .toList();
  }

  @Test
  void sync_tenNewVersions_takesTwelveRequestsAtMost() throws Exception {
    try (FakeRegistry crates = FakeRegistry.start();
        GitIndexServer upstream =
            GitIndexServer.start(scratch, crates).publish(crates(CRATES, "1.0.0"))) {
      MirrorDirectory mirror = new MirrorDirectory(scratch, "git+" + upstream.url());
      Cratehold.Outcome first = mirror.sync();
      assertThat(first.exit()).as(first.output()).isZero();
      assertThat(crates.log().all()).hasSize(CRATES);
      upstream.publish(crates(CHANGED, "1.1.0"));
      upstream.requests().clear();
      crates.log().clear();

      Cratehold.Outcome delta = mirror.sync();

      assertThat(delta.exit()).as(delta.output()).isZero();
      assertThat(crates.log().all()).hasSize(CHANGED);
      assertThat(upstream.requests().size() + crates.log().all().size())
          .as("git: %s", upstream.requests())
          .isLessThanOrEqualTo(MOST_REQUESTS);
      Cratehold.Outcome verified = mirror.run("verify");
      assertThat(verified.exit()).as(verified.output()).isZero();
    }
  }

  @Test
  void sync_sparseUpstreamWithCatalog_asksForCratesAlone() throws Exception {
    try (FakeRegistry crates = FakeRegistry.start();
        GitIndexServer catalog =
            GitIndexServer.start(scratch, crates).publish(crates(CRATES, "1.0.0"))) {
      MirrorDirectory mirror = new MirrorDirectory(scratch, "sparse+" + crates.indexUrl());
      Cratehold.Outcome synced = mirror.sync("--catalog", "git+" + catalog.url());

      assertThat(synced.exit()).as(synced.output()).isZero();
      assertThat(crates.log().matching("/index/(?!config).*")).isEmpty();
      assertThat(crates.log().matching("/dl/.*")).hasSize(CRATES);
    }
  }
}
