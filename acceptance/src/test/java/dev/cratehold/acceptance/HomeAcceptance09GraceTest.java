package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 9, grace: what cargo has just fetched stays, whatever the ages say.
class HomeAcceptance09GraceTest {
  @TempDir private Path scratch;

  @Test
  void gc_allAgesZeroAfterAFetch_leavesWhatAnOfflineBuildNeeds() throws Exception {
    try (FilledHome home = FilledHome.create(scratch)) {
      home.command().run(Collecting.everything()).expect(0);

      assertThat(home.hasSource()).isTrue();
      home.cargo().run(home.project(), "build", "--offline").expectSuccess();
    }
  }

  @Test
  void gc_afterGrace_takesIt() throws Exception {
    try (FilledHome home = FilledHome.create(scratch)) {
      home.command().now(Collecting.afterGrace()).run(Collecting.everything()).expect(0);

      assertThat(home.hasSource()).isFalse();
      home.cargo().run(home.project(), "build").expectSuccess();
    }
  }
}
