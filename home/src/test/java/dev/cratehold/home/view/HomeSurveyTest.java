package dev.cratehold.home.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import dev.cratehold.home.LastUse;
import dev.cratehold.home.LastUse.Evidence;
import dev.cratehold.home.lastuse.LastUseDatabase;
import dev.cratehold.home.lastuse.LastUseRow;
import dev.cratehold.home.lastuse.RowChange;
import dev.cratehold.home.view.HomeSummary.Basis;
import dev.cratehold.home.view.TopQuery.Order;
import dev.cratehold.posix.Posix;
import dev.cratehold.registry.LockFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeSurveyTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final String REGISTRY = "index.crates.io-1949cf8c6b5b557f";
  private static final String REPOSITORY = "x-0123456789abcdef";

  @TempDir private Path root;

  private CargoHome home() {
    return new CargoHome(root);
  }

  private HomeSurvey survey() {
    return new HomeSurvey(home(), Posix.system(), NOW);
  }

  private Path file(String path, int length) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[length]);
    return Files.setLastModifiedTime(file, FileTime.from(NOW.minus(Duration.ofDays(2))));
  }

  private void crateAndSource(String stem, int crateLength, int sourceLength) throws IOException {
    file("registry/cache/" + REGISTRY + "/" + stem + ".crate", crateLength);
    file("registry/src/" + REGISTRY + "/" + stem + "/src/lib.rs", sourceLength);
  }

  private static RowChange row(ItemId id, OptionalLong bytes, Duration unused) {
    return new RowChange.Insert(new LastUseRow(id, bytes, NOW.minus(unused).getEpochSecond()));
  }

  private void rows(RowChange... rows) throws IOException {
    try (LastUseDatabase database = LastUseDatabase.open(home(), InstantSource.fixed(NOW))) {
      database.apply(List.of(rows));
    }
  }

  private void twoCratesInTheDatabase() throws IOException {
    rows(
        row(ItemId.index(REGISTRY), OptionalLong.empty(), Duration.ofHours(1)),
        row(ItemId.crate(REGISTRY, "a-1.0.0.crate"), OptionalLong.of(100), Duration.ofHours(1)),
        row(ItemId.src(REGISTRY, "a-1.0.0"), OptionalLong.of(1000), Duration.ofHours(1)),
        row(ItemId.crate(REGISTRY, "b-1.0.0.crate"), OptionalLong.of(50), Duration.ofDays(40)),
        row(ItemId.src(REGISTRY, "b-1.0.0"), OptionalLong.empty(), Duration.ofDays(40)));
  }

  @Test
  void fromDatabase_rows_areSummedUp() throws IOException {
    twoCratesInTheDatabase();

    HomeSummary summary = survey().fromDatabase();

    assertThat(summary.basis()).isEqualTo(Basis.DATABASE);
    assertThat(summary.of(HomePart.CRATES))
        .extracting("items", "bytes", "unmeasured")
        .containsExactly(2L, 150L, 0L);
    assertThat(summary.of(HomePart.SOURCES))
        .extracting("items", "bytes", "unmeasured")
        .containsExactly(2L, 1000L, 1L);
    assertThat(summary.total().realBytes()).isEmpty();
  }

  @Test
  void fromDatabase_rows_areSummedUpByRegistryAndAge() throws IOException {
    twoCratesInTheDatabase();

    HomeSummary summary = survey().fromDatabase();

    PlaceSummary place = summary.places().getFirst();
    assertThat(place.knownAs()).contains("crates.io");
    assertThat(place.of(ItemKind.CRATE).bytes()).isEqualTo(150);
    assertThat(place.lastUse())
        .isEqualTo(new LastUse(NOW.minus(Duration.ofHours(1)).getEpochSecond(), Evidence.DATABASE));
    assertThat(summary.of(AgeClass.DAY).items()).isEqualTo(3);
    assertThat(summary.of(AgeClass.THREE_MONTHS).items()).isEqualTo(2);
  }

  @Test
  void fromDatabase_sourceUnusedForAMonth_isReclaimableByGc() throws IOException {
    twoCratesInTheDatabase();

    Reclaimable gc = survey().fromDatabase().reclaimable().getFirst();

    assertThat(gc.command()).isEqualTo("cratehold home gc");
    assertThat(gc.usage().items()).isEqualTo(1);
    assertThat(gc.usage().unmeasured()).isEqualTo(1);
  }

  @Test
  void fromDatabase_oldCrateWithAUsedSource_isNotReclaimable() throws IOException {
    rows(
        row(ItemId.index(REGISTRY), OptionalLong.empty(), Duration.ofDays(400)),
        row(ItemId.crate(REGISTRY, "a-1.0.0.crate"), OptionalLong.of(100), Duration.ofDays(400)),
        row(ItemId.src(REGISTRY, "a-1.0.0"), OptionalLong.of(1000), Duration.ofDays(1)));

    assertThat(survey().fromDatabase().reclaimable().getFirst().usage().items()).isZero();
  }

  @Test
  void fromDatabase_noDatabase_countsNamesAndSaysSo() throws IOException {
    crateAndSource("a-1.0.0", 10, 20);

    HomeSummary summary = survey().fromDatabase();

    assertThat(summary.of(HomePart.CRATES)).isEqualTo(Usage.unknown(1));
    assertThat(summary.of(AgeClass.UNKNOWN).items()).isEqualTo(2);
    assertThat(summary.notes()).singleElement().asString().contains("no database", "--scan");
  }

  @Test
  void scan_everyPart_isMeasured() throws IOException {
    crateAndSource("a-1.0.0", 10, 20);
    file("registry/index/" + REGISTRY + "/config.json", 30);
    file("git/db/" + REPOSITORY + "/HEAD", 40);
    file("git/checkouts/" + REPOSITORY + "/1234567/x", 50);
    file("build/27/395b96a3e11a01/x", 60);
    file("log/x.jsonl", 70);
    file("bin/cargo-x", 80);
    file(".cratehold/trash/x", 90);
    file("config.toml", 100);
    file("mine/x", 110);

    HomeSummary summary = survey().scan(ScanListener.NONE);

    assertThat(
            summary.parts().entrySet().stream()
                .map(part -> part.getKey() + " " + part.getValue().bytes()))
        .containsExactly(
            "INDEXES 30",
            "CRATES 10",
            "SOURCES 20",
            "GIT_DATABASES 40",
            "GIT_CHECKOUTS 50",
            "BUILDS 60",
            "LOGS 70",
            "PROGRAMS 80",
            "UNDO 90",
            "OTHER 100",
            "UNKNOWN 110");
  }

  @Test
  void scan_anything_addsUpToWhatDuSays() throws Exception {
    crateAndSource("a-1.0.0", 10_000, 20_000);
    Path pack = file("git/db/" + REPOSITORY + "/objects/pack/p.pack", 50_000);
    Path link = root.resolve("git/checkouts/" + REPOSITORY + "/1234567/.git/p.pack");
    Files.createDirectories(link.getParent());
    Files.createLink(link, pack);
    file("registry/CACHEDIR.TAG", 177);
    file("registry/cache/stray", 5_000);
    file("registry/cache/" + REGISTRY + "/directory.crate/x", 6_000);
    file("registry/unknown/x", 7_000);
    file("git/db/stray", 8_000);
    file("unknown/x", 9_000);
    file("unknown-file", 9_000);
    file("log/x.jsonl", 3_000);
    file("log/directory/x", 3_000);
    file("build/27/395b96a3e11a01/x", 3_000);
    file("build/own/x", 3_000);
    Files.createSymbolicLink(root.resolve("registry/src/link"), root);

    HomeSummary summary = survey().scan(ScanListener.NONE);

    assertThat(summary.total().realBytes().orElseThrow()).isEqualTo(du() * 1024);
    assertThat(summary.of(HomePart.GIT_CHECKOUTS).bytes()).isEqualTo(50_000);
    assertThat(summary.of(HomePart.GIT_CHECKOUTS).realBytes().orElseThrow()).isLessThan(50_000);
  }

  private long du() throws IOException, InterruptedException {
    Process du = new ProcessBuilder("du", "-sk", root.toString()).start();
    String printed = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(du.waitFor()).isZero();
    return Long.parseLong(printed.substring(0, printed.indexOf('\t')));
  }

  @Test
  void scan_untracked_isAsOldAsItsFiles() throws IOException {
    crateAndSource("a-1.0.0", 10, 20);

    HomeSummary summary = survey().scan(ScanListener.NONE);

    assertThat(summary.of(AgeClass.WEEK).items()).isEqualTo(2);
  }

  @Test
  void scan_tracked_isAsOldAsTheDatabaseSays() throws IOException {
    crateAndSource("b-1.0.0", 10, 20);
    twoCratesInTheDatabase();

    HomeSummary summary = survey().scan(ScanListener.NONE);

    assertThat(summary.of(AgeClass.THREE_MONTHS).items()).isEqualTo(2);
    assertThat(summary.of(AgeClass.DAY).items()).isZero();
  }

  @Test
  void scan_noHome_isEmpty() throws IOException {
    HomeSurvey survey = new HomeSurvey(new CargoHome(root.resolve("none")), Posix.system(), NOW);

    assertThat(survey.scan(ScanListener.NONE).total().bytes()).isZero();
  }

  private static TopQuery query(Set<ItemKind> kinds, Order order, int limit) {
    return new TopQuery(kinds, Optional.empty(), Optional.empty(), Optional.empty(), order, limit);
  }

  private List<String> paths(TopQuery query) throws IOException {
    return survey().top(query, Projects.NONE, ScanListener.NONE).items().stream()
        .map(entry -> entry.item().id().path())
        .toList();
  }

  @Test
  void top_largest_measuresWhatTheDatabaseDoesNotKnow() throws IOException {
    crateAndSource("a-1.0.0", 10, 20);
    crateAndSource("b-1.0.0", 30, 5_000);
    twoCratesInTheDatabase();

    TopItems top =
        survey()
            .top(query(Set.of(ItemKind.SRC), Order.LARGEST, 0), Projects.NONE, ScanListener.NONE);

    assertThat(top.items())
        .extracting(entry -> entry.item().id().name() + " " + entry.item().bytes().orElse(0))
        .containsExactly("b-1.0.0 5000", "a-1.0.0 1000");
  }

  @Test
  void top_leastRecentlyUsed_comesFirst() throws IOException {
    crateAndSource("a-1.0.0", 10, 20);
    crateAndSource("b-1.0.0", 30, 40);
    twoCratesInTheDatabase();

    assertThat(paths(query(Set.of(ItemKind.CRATE), Order.LEAST_RECENTLY_USED, 1)))
        .containsExactly("registry/cache/" + REGISTRY + "/b-1.0.0.crate");
  }

  @Test
  void top_limit_stillSumsUpAll() throws IOException {
    crateAndSource("a-1.0.0", 10, 20);
    crateAndSource("b-1.0.0", 30, 40);

    TopItems top =
        survey()
            .top(query(Set.of(ItemKind.SRC), Order.LARGEST, 1), Projects.NONE, ScanListener.NONE);

    assertThat(top.items()).hasSize(1);
    assertThat(top.matched().bytes()).isEqualTo(60);
  }

  @Test
  void top_filters_takeAwayTheOthers() throws IOException {
    crateAndSource("windows-sys-1.0.0", 10, 20);
    crateAndSource("serde-1.0.0", 10, 20);
    file("registry/src/other-0/windows-1.0.0/x", 10);
    TopQuery query =
        new TopQuery(
            Set.of(ItemKind.SRC),
            Optional.of("index.crates.io"),
            Optional.of(new NamePattern("WIN*")),
            Optional.of(Duration.ofDays(1)),
            Order.LARGEST,
            0);

    assertThat(paths(query)).containsExactly("registry/src/" + REGISTRY + "/windows-sys-1.0.0");
  }

  @Test
  void top_olderThanNothingIs_isEmpty() throws IOException {
    crateAndSource("a-1.0.0", 10, 20);
    TopQuery query =
        new TopQuery(
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(Duration.ofDays(3)),
            Order.LARGEST,
            0);

    assertThat(paths(query)).isEmpty();
  }

  @Test
  void top_projects_areThoseThatNeedIt() throws IOException {
    crateAndSource("a-1.0.0", 10, 20);
    Path project = Path.of("/project/Cargo.lock");
    LockFile lockFile =
        LockFile.parse(
            """
            [[package]]
            name = "a"
            version = "1.0.0"
            source = "sparse+https://example.com/"
            """);

    TopItems top =
        survey()
            .top(
                query(Set.of(ItemKind.SRC), Order.LARGEST, 0),
                Projects.of(Map.of(project, lockFile)),
                ScanListener.NONE);

    assertThat(top.items().getFirst().neededBy()).containsExactly(project);
  }
}
