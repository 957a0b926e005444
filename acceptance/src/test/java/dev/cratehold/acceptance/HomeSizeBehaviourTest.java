package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.HandmadeHome;
import dev.cratehold.testing.HandmadeHome.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The behaviours 31 to 42 of cargo's collection: by size.
class HomeSizeBehaviourTest {
  private static final long NOW = 1_790_000_000L;
  private static final long DAY = 86_400;
  private static final String INDEX = "example.com-0123456789abcdef";

  /// In the order in which they go: the oldest first, and of two as old the one whose name is
  /// first.
  private static final List<Thing> THINGS =
      List.of(
          new Thing("c-1.0.0", 6, 9),
          new Thing("b-1.0.0", 2, 8),
          new Thing("a-1.0.0", 1, 7),
          new Thing("d-1.0.0", 3, 6),
          new Thing("d-1.0.1", 4, 6),
          new Thing("e-1.0.0", 5, 2),
          new Thing("a-2.0.0", 1, 1));

  /// How many of them must go for a limit.
  private static final Map<Integer, Integer> BOUNDARIES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(22, 0),
              Map.entry(21, 1),
              Map.entry(16, 1),
              Map.entry(15, 2),
              Map.entry(14, 2),
              Map.entry(13, 3),
              Map.entry(12, 4),
              Map.entry(10, 4),
              Map.entry(9, 5),
              Map.entry(6, 5),
              Map.entry(5, 6),
              Map.entry(1, 6),
              Map.entry(0, 7)));

  private static final List<String> VALID_SIZES =
      List.of(
          "0", "1", "1b", "1B", "1 B", "1kB", "1 kB", "1KB", "1.5kB", "1 kiB", "1.7kiB", "2MB",
          "2 MiB", "1GB", "1 GiB");
  private static final List<String> INVALID_SIZES =
      List.of("", "a", "-1", "10TB", "1.5", "1  kB", "1.25kB", " 1kB");

  @TempDir private Path scratch;

  /// @param days how long it was not used
  private record Thing(String name, int bytes, int days) {
    Row row() {
      return Row.used(NOW - days * DAY);
    }
  }

  @Test
  void b31_maxCrateSize_removesNoMoreThanItMust() throws Exception {
    HandmadeHome home = home();
    for (Thing thing : THINGS) {
      home.crate(INDEX, thing.name + ".crate", thing.bytes, thing.row());
    }
    HomeTrial trial = trial(home);

    for (Map.Entry<Integer, Integer> boundary : BOUNDARIES.entrySet()) {
      expect(trial, "--max-crate-size", boundary.getKey(), crates(boundary.getValue()));
    }
  }

  @Test
  void b32_maxSrcSize_removesNoMoreThanItMust() throws Exception {
    HandmadeHome home = home();
    for (Thing thing : THINGS) {
      home.src(INDEX, thing.name, thing.bytes, thing.row());
    }
    HomeTrial trial = trial(home);

    for (Map.Entry<Integer, Integer> boundary : BOUNDARIES.entrySet()) {
      expect(trial, "--max-src-size", boundary.getKey(), srcs(boundary.getValue()));
    }
  }

  @Test
  void b33_maxCrateSizeOfThingsAsOld_removesByName() throws Exception {
    Row row = Row.used(NOW - DAY);
    HomeTrial trial =
        trial(
            home()
                .crate(INDEX, "b-1.0.0.crate", 10, row)
                .crate(INDEX, "a-1.0.0.crate", 10, row)
                .crate(INDEX, "a-10.0.0.crate", 10, row)
                .crate(INDEX, "B-1.0.0.crate", 10, row));

    expect(trial, "--max-crate-size", 25, List.of(crate("B-1.0.0"), crate("a-1.0.0")));
  }

  @Test
  void b34_maxCrateSize_countsCratesWithoutARow() throws Exception {
    HomeTrial trial =
        trial(
            home()
                .crate(INDEX, "old-1.0.0.crate", 10, Row.used(NOW - DAY))
                .crate(INDEX, "new-1.0.0.crate", 7, Row.none())
                .crate(INDEX, "empty-1.0.0.crate", 0, Row.none()));

    HomeTrial.Outcome all = trial.both("--max-crate-size", "17").done();
    assertThat(all.after().rows("crate"))
        .contains(
            "crate " + INDEX + "/new-1.0.0.crate 7 @" + NOW,
            "crate " + INDEX + "/empty-1.0.0.crate 0 @" + NOW);
    expect(trial, "--max-crate-size", 16, List.of(crate("old-1.0.0")));
  }

  @Test
  void b35_maxSrcSize_measuresSourcesWithoutASize() throws Exception {
    HomeTrial trial =
        trial(
            home()
                .src(INDEX, "known-1.0.0", 10, Row.used(NOW - DAY))
                .src(INDEX, "unknown-1.0.0", 20, Row.unsized(NOW - 2 * DAY)));

    HomeTrial.Outcome all = trial.both("--max-src-size", "30").done();
    assertThat(all.after().rows("src"))
        .contains("src " + INDEX + "/unknown-1.0.0 20 @" + (NOW - 2 * DAY));
    expect(trial, "--max-src-size", 29, List.of(src("unknown-1.0.0")));
  }

  @Test
  void b36_maxSizeWithoutADatabase_makesOneAndFillsIt() throws Exception {
    Path home =
        home()
            .crate(INDEX, "a-1.0.0.crate", 10, Row.none())
            .src(INDEX, "a-1.0.0", 20, Row.none())
            .gitDb("dep-0123456789abcdef", 30, Row.none())
            .checkout("dep-0123456789abcdef", "abcdef0", 40, Row.none())
            .withoutDatabase();

    HomeTrial.Outcome made =
        HomeTrial.of(home, scratch, NOW).both("--max-download-size", "1000").done();

    assertThat(made.gone()).isEmpty();
    assertThat(made.after().rows())
        .containsExactly(
            "crate " + INDEX + "/a-1.0.0.crate 10 @" + NOW,
            "git-checkout dep-0123456789abcdef/abcdef0 40 @" + NOW,
            "git-db dep-0123456789abcdef @" + NOW,
            "index " + INDEX + " @" + NOW,
            "src " + INDEX + "/a-1.0.0 20 @" + NOW);
    modify(home, NOW - 3 * DAY);
    HomeTrial.Outcome own = HomeTrial.of(home, scratch, NOW).own("--max-download-size", "1000");
    assertThat(own.done().gone()).isEmpty();
    // Of what no limit is for, nothing is measured.
    assertThat(own.after().rows())
        .containsExactly(
            "crate " + INDEX + "/a-1.0.0.crate 10 @" + (NOW - 3 * DAY),
            "git-checkout dep-0123456789abcdef/abcdef0 - @" + (NOW - 3 * DAY),
            "git-db dep-0123456789abcdef @" + (NOW - 3 * DAY),
            "index " + INDEX + " @" + (NOW - 3 * DAY),
            "src " + INDEX + "/a-1.0.0 20 @" + (NOW - 3 * DAY));
  }

  @Test
  void b37_maxDownloadSize_removesTheOldestOfCratesAndSources() throws Exception {
    HomeTrial trial =
        trial(
            home()
                .src(INDEX, "a-1.0.0", 1, Row.used(NOW - 9 * DAY))
                .crate(INDEX, "a-1.0.0.crate", 4, Row.used(NOW - 8 * DAY))
                .src(INDEX, "b-1.0.0", 6, Row.used(NOW - 7 * DAY))
                .crate(INDEX, "b-1.0.0.crate", 5, Row.used(NOW - 7 * DAY))
                .crate(INDEX, "c-1.0.0.crate", 4, Row.used(NOW - 6 * DAY))
                .src(INDEX, "c-1.0.0", 5, Row.used(NOW - 5 * DAY))
                .src(INDEX, "d-1.0.0", 4, Row.used(NOW - DAY))
                .crate(INDEX, "d-1.0.0.crate", 1, Row.used(NOW - DAY)));
    List<String> inOrder =
        List.of(
            src("a-1.0.0"),
            crate("a-1.0.0"),
            src("b-1.0.0"),
            crate("b-1.0.0"),
            crate("c-1.0.0"),
            src("c-1.0.0"),
            src("d-1.0.0"),
            crate("d-1.0.0"));

    Map<Integer, Integer> boundaries = Map.of(30, 0, 29, 1, 28, 2, 24, 3, 20, 3, 1, 7, 0, 8);
    for (Map.Entry<Integer, Integer> boundary : boundaries.entrySet()) {
      String limit = boundary.getKey().toString();
      assertThat(trial.both("--max-download-size", limit).done().gone())
          .as(limit)
          .containsExactlyInAnyOrderElementsOf(inOrder.subList(0, boundary.getValue()));
      assertThat(trial.own("--max-download-size", limit).done().gone())
          .as("%s by default", limit)
          .containsExactlyInAnyOrderElementsOf(inOrder.subList(0, boundary.getValue()));
    }
  }

  /// The crate's row is older than its source's.
  @Test
  void b37_maxDownloadSizeByDefault_keepsACrateWithItsSource() throws Exception {
    HomeTrial trial =
        trial(
            home()
                .crate(INDEX, "c-1.0.0.crate", 4, Row.used(NOW - 6 * DAY))
                .src(INDEX, "c-1.0.0", 5, Row.used(NOW - 5 * DAY)));

    assertThat(trial.both("--max-download-size", "6").done().gone())
        .containsExactly(crate("c-1.0.0"));
    assertThat(trial.own("--max-download-size", "6").done().gone()).containsExactly(src("c-1.0.0"));
  }

  @Test
  void b38_maxGitSize_keepsTheNewestCheckout() throws Exception {
    expect(trial(repository()), "--max-git-size", 50, List.of("git/checkouts/dep-0/aaaaaaa"));
  }

  @Test
  void b39_maxGitSizeOfNothing_removesTheRest() throws Exception {
    HomeTrial trial = trial(repository());

    // Cargo leaves the directory of the checkouts behind, empty.
    assertThat(trial.both("--max-git-size", "0").done().gone())
        .containsExactly(
            "git/checkouts/dep-0/aaaaaaa", "git/checkouts/dep-0/bbbbbbb", "git/db/dep-0");
    assertThat(trial.own("--max-git-size", "0").done().gone())
        .containsExactly("git/checkouts/dep-0", "git/db/dep-0");
  }

  private HandmadeHome repository() throws IOException {
    return home()
        .gitDb("dep-0", 30, Row.used(NOW - DAY))
        .checkout("dep-0", "aaaaaaa", 20, Row.unsized(NOW - 9 * DAY))
        .checkout("dep-0", "bbbbbbb", 20, Row.used(NOW - DAY));
  }

  @Test
  void b40_maxGitSizeWithoutRows_removesByNameOfWhatItFinds() throws Exception {
    Path home =
        home()
            .gitDb("example", 10, Row.none())
            .checkout("example", "co0", 10, Row.none())
            .checkout("example", "co1", 10, Row.none())
            .write(NOW);
    HomeTrial trial = HomeTrial.of(home, scratch, NOW);

    assertThat(trial.both("--max-git-size", "25").done().gone())
        .containsExactly("git/checkouts/example/co0");
    assertThat(trial.both("--max-git-size", "10").done().gone())
        .containsExactly("git/checkouts/example/co0", "git/checkouts/example/co1");
    modify(home.resolve("git/checkouts/example/co1"), NOW - 9 * DAY);
    modify(home.resolve("git/checkouts/example/co0"), NOW - DAY);
    modify(home.resolve("git/db"), NOW - DAY);
    assertThat(trial.own("--max-git-size", "25").done().gone())
        .containsExactly("git/checkouts/example/co1");
  }

  @Test
  void b41_maxGitSizeWhenTheCloneIsFirst_removesItsCheckoutsWithIt() throws Exception {
    HomeTrial trial =
        trial(
            home()
                .gitDb("abc", 10, Row.none())
                .checkout("abc", "co0", 10, Row.none())
                .checkout("abc", "co1", 10, Row.none()));

    assertThat(trial.both("--max-git-size", "25").done().gone())
        .containsExactly("git/checkouts/abc/co0", "git/checkouts/abc/co1", "git/db/abc");
    assertThat(trial.own("--max-git-size", "25").done().gone())
        .containsExactly("git/checkouts/abc/co0");
    assertThat(trial.own("--max-git-size", "5").done().gone())
        .containsExactly("git/checkouts/abc", "git/db/abc");
  }

  @Test
  void b42_sizes_areReadAsCargoReadsThem() throws Exception {
    HomeTrial trial = trial(home().crate(INDEX, "a-1.0.0.crate", 1600, Row.used(NOW - DAY)));

    for (String size : VALID_SIZES) {
      trial.both("--max-crate-size", size).done();
    }
    for (String size : INVALID_SIZES) {
      assertThat(trial.cargo("--max-crate-size", size).exit()).as(size).isNotZero();
      HomeTrial.Outcome refused = trial.compat("--max-crate-size", size);
      assertThat(refused.exit()).as(size).isEqualTo(2);
      assertThat(refused.gone()).as(size).isEmpty();
    }
  }

  /// Gives everything at or below a path this time.
  private static void modify(Path root, long seconds) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(seconds, TimeUnit.SECONDS));
      }
    }
  }

  /// What goes for a limit, by cargo, by ours in its place, and by ours.
  private static void expect(HomeTrial trial, String option, int limit, List<String> paths)
      throws IOException, InterruptedException {
    String text = Integer.toString(limit);
    assertThat(trial.both(option, text).done().gone())
        .as("%s %d", option, limit)
        .containsExactlyInAnyOrderElementsOf(paths);
    assertThat(trial.own(option, text).done().gone())
        .as("%s %d by default", option, limit)
        .containsExactlyInAnyOrderElementsOf(paths);
  }

  private static List<String> crates(int count) {
    return THINGS.stream().limit(count).map(thing -> crate(thing.name)).toList();
  }

  private static List<String> srcs(int count) {
    return THINGS.stream().limit(count).map(thing -> src(thing.name)).toList();
  }

  private static String crate(String item) {
    return "registry/cache/" + INDEX + "/" + item + ".crate";
  }

  private static String src(String item) {
    return "registry/src/" + INDEX + "/" + item;
  }

  private HandmadeHome home() throws IOException {
    return HandmadeHome.at(Files.createTempDirectory(scratch, "made-").resolve("home"))
        .index(INDEX, Row.used(NOW));
  }

  private HomeTrial trial(HandmadeHome home) throws IOException {
    return HomeTrial.of(home.write(NOW), scratch, NOW);
  }
}
