package dev.cratehold.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.store.ScrubReport.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a process that publishes, at several moments, and looks at what is left.
final class KillTest {
  @TempDir Path directory;

  @Test
  void kill_whilePublishing_allThatWasReportedIsThere() throws IOException {
    // A number that was not reported may be published again by the next process.
    Set<Integer> reported = new TreeSet<>();
    for (int lines : List.of(1, 50, 300)) {
      Process process = PublishingProcess.start(directory, reported.size() * 2);
      reported.addAll(PublishingProcess.killAfter(process, lines));
      process.onExit().join();

      try (Store store = Samples.open(directory)) {
        for (int number : reported) {
          assertHeld(store, number);
        }
      }
    }

    try (Store store = Samples.open(directory)) {
      ScrubReport report = store.scrub(ScrubMode.REPORT, (_, _) -> {});
      assertThat(report.findings()).allMatch(finding -> finding instanceof Finding.Unlisted);
      assertThat(report.intact()).isGreaterThanOrEqualTo(reported.size());
    }
  }

  private static void assertHeld(Store store, int number) throws IOException {
    assertThat(Samples.read(store.open(PublishingProcess.crate(number)).orElseThrow()))
        .isEqualTo(PublishingProcess.crateBytes(number));
    IndexCopy copy =
        store.index().find(Samples.REGISTRY, PublishingProcess.name(number)).orElseThrow();
    assertThat(copy.body()).isEqualTo(PublishingProcess.indexBytes(number));
  }
}
