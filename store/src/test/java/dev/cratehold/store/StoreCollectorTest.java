package dev.cratehold.store;

import static dev.cratehold.store.Samples.bytes;
import static dev.cratehold.store.Samples.crate;
import static dev.cratehold.store.Samples.publish;
import static dev.cratehold.store.Samples.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.registry.Checksum;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import dev.cratehold.retention.CollectionReport.End;
import dev.cratehold.retention.Reason;
import dev.cratehold.retention.Retained;
import dev.cratehold.store.StoreCollector.PinnedCrates;
import dev.cratehold.store.StoreCollector.Search;
import dev.cratehold.testing.FakeClock;
import dev.cratehold.testing.FaultyFileSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreCollectorTest {
  private static final int SIZE = 10_000;
  private static final CollectionLimits MONTH =
      CollectionLimits.none().withMaxAge(Duration.ofDays(30));

  private final FaultyFileSystem disk = FaultyFileSystem.create();
  private final FakeClock clock = new FakeClock();

  @TempDir Path directory;
  private Store store;

  @BeforeEach
  void openStore() throws IOException {
    open();
  }

  private void open() throws IOException {
    store = Store.open(disk.path(directory), StoreOptions.defaults().withMinFree(0), clock);
  }

  private void reopen() throws IOException {
    store.close();
    open();
  }

  @AfterEach
  void closeStore() throws IOException {
    disk.heal();
    store.close();
  }

  private static byte[] content(int number) {
    return bytes(number, SIZE);
  }

  private static CrateId numbered(int number) {
    return crate("crate" + number, "1.0.0", content(number));
  }

  /// Publishes crates `0` to `count`, each an hour after the one before, and lets `age` go by.
  private void fill(int count, Duration age) throws IOException {
    for (int i = 0; i < count; i++) {
      publish(store, numbered(i), content(i));
      store.close();
      Files.setLastModifiedTime(
          Samples.file(directory, numbered(i).checksum()), FileTime.from(clock.instant()));
      clock.advance(Duration.ofHours(1));
      open();
    }
    clock.advance(age);
  }

  private StorePlan plan(CollectionLimits limits) throws IOException {
    return store.collector().plan(limits, Search.EVERYTHING);
  }

  private List<CollectedFile> described(StorePlan plan) throws IOException {
    List<CollectedFile> files = new ArrayList<>();
    store.collector().describe(plan, files::add);
    return files;
  }

  private List<CollectedFile> carriedOut(StorePlan plan) throws IOException {
    List<CollectedFile> files = new ArrayList<>();
    StoreReport report = store.collector().carryOut(plan, files::add, () -> false);
    assertThat(report.isWhole()).isTrue();
    assertThat(report.files()).isEqualTo(files.size());
    return files;
  }

  private List<Integer> held(int count) throws IOException {
    List<Integer> held = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Optional<LocalFile> file = store.open(numbered(i));
      if (file.isPresent()) {
        assertThat(read(file.get())).isEqualTo(content(i));
        held.add(i);
      }
    }
    return held;
  }

  @Test
  void plan_age_takesWhatWasNotUsedForLonger() throws IOException {
    fill(3, Duration.ofDays(31));
    store.uses().used(numbered(1), SIZE, clock.instant().minus(Duration.ofDays(2)));

    StorePlan plan = plan(MONTH);

    assertThat(described(plan))
        .extracting(CollectedFile::crates)
        .containsExactly(List.of(numbered(0)), List.of(numbered(2)));
    assertThat(plan.bytes()).isEqualTo(2 * SIZE);
    assertThat(described(plan).getFirst().reason())
        .isEqualTo(new Reason.Unused(Duration.ofDays(30)));
  }

  @Test
  void carryOut_plan_deletesExactlyThat() throws IOException {
    fill(3, Duration.ofDays(31));
    store.uses().used(numbered(1), SIZE, clock.instant());
    StorePlan plan = plan(MONTH);
    List<CollectedFile> described = described(plan);

    assertThat(carriedOut(plan)).isEqualTo(described);

    assertThat(held(3)).containsExactly(1);
    assertThat(Samples.file(directory, numbered(0).checksum())).doesNotExist();
    assertThat(store.holdings().totals().crateBytes()).isEqualTo(SIZE);
    assertThat(store.scrub(ScrubMode.REPORT, (_, _) -> {}).findings()).isEmpty();
  }

  @Test
  void plan_size_takesTheLeastRecentlyUsed() throws IOException {
    fill(5, Duration.ofDays(1));
    store.uses().used(numbered(0), SIZE, clock.instant().minus(Duration.ofHours(2)));
    reopen();
    StoreCollector _ = store.collector();
    long beside = store.status().storedBytes() - 5 * SIZE;

    StorePlan plan = plan(CollectionLimits.none().withMaxBytes(beside + 2 * SIZE));

    carriedOut(plan);
    assertThat(held(5)).containsExactly(0, 4);
    assertThat(plan.missing()).isZero();
  }

  @Test
  void plan_room_takesWhatTheDiskLacks() throws IOException {
    fill(4, Duration.ofDays(1));
    disk.pretendFree(1_000_000);

    carriedOut(plan(CollectionLimits.none().withMinFree(1_000_000 + SIZE + 1)));

    assertThat(held(4)).containsExactly(2, 3);
  }

  @Test
  void plan_withinGrace_staysAndIsCounted() throws IOException {
    fill(2, Duration.ZERO);

    StorePlan plan =
        plan(CollectionLimits.none().withMaxBytes(0).withGrace(Duration.ofMinutes(61)));

    assertThat(described(plan))
        .extracting(CollectedFile::crates)
        .containsExactly(List.of(numbered(0)));
    assertThat(plan.retained()).isEqualTo(new Retained(1, 0));
    assertThat(plan.missing()).isEqualTo(SIZE);
  }

  private static Pin pin(String name, Optional<String> version) {
    return new Pin(
        Samples.REGISTRY, new CrateName(name), version.map(CrateVersion::new), "somebody");
  }

  @Test
  void plan_pinned_stays() throws IOException {
    fill(3, Duration.ofDays(31));
    store
        .pins()
        .add(
            List.of(
                pin("CRATE0", Optional.empty()),
                pin("crate1", Optional.of("2.0.0")),
                pin("crate2", Optional.of("1.0.0"))));

    StorePlan plan = plan(MONTH);
    carriedOut(plan);

    assertThat(plan.retained()).isEqualTo(new Retained(0, 2));
    assertThat(held(3)).containsExactly(0, 2);
  }

  @Test
  void carryOut_pinnedMeanwhile_stays() throws IOException {
    fill(2, Duration.ofDays(31));
    StorePlan plan = plan(MONTH);
    store.pins().add(List.of(pin("crate0", Optional.empty())));

    carriedOut(plan);

    assertThat(held(2)).containsExactly(0);
  }

  @Test
  void carryOut_usedMeanwhile_stays() throws IOException {
    fill(2, Duration.ofDays(31));
    StorePlan plan = plan(MONTH);
    store.uses().used(numbered(1), SIZE, clock.instant());

    StoreReport report = store.collector().carryOut(plan, _ -> {}, () -> false);

    assertThat(report.used()).isEqualTo(1);
    assertThat(held(2)).containsExactly(1);
  }

  @Test
  void carryOut_publishedAgainMeanwhile_stays() throws IOException {
    fill(1, Duration.ofDays(31));
    StorePlan plan = plan(MONTH);
    publish(store, numbered(0), content(0));

    assertThat(carriedOut(plan)).isEmpty();

    assertThat(held(1)).containsExactly(0);
  }

  @Test
  void carryOut_twice_findsNothingLeft() throws IOException {
    fill(3, Duration.ofDays(31));
    StorePlan plan = plan(MONTH);

    assertThat(carriedOut(plan)).hasSize(3);
    StoreReport second = store.collector().carryOut(plan, _ -> {}, () -> false);

    assertThat(second.vanished()).isEqualTo(3);
    assertThat(second.isWhole()).isTrue();
  }

  @Test
  void carryOut_fileOpen_isReadToItsEnd() throws IOException {
    fill(1, Duration.ofDays(31));
    LocalFile open = store.open(numbered(0)).orElseThrow();

    carriedOut(plan(MONTH));

    assertThat(read(open)).isEqualTo(content(0));
  }

  @Test
  void carryOut_besideAnotherStoreObject_thatOneFetchesAgain() throws IOException {
    fill(1, Duration.ofDays(31));
    try (Store server = Store.open(directory, StoreOptions.defaults(), clock)) {
      assertThat(read(server.open(numbered(0)).orElseThrow())).isEqualTo(content(0));
      carriedOut(plan(MONTH));

      assertThat(server.open(numbered(0))).isEmpty();
      publish(server, numbered(0), content(0));
      assertThat(read(server.open(numbered(0)).orElseThrow())).isEqualTo(content(0));
    }
  }

  @Test
  void carryOut_stopped_leavesTheRest() throws IOException {
    fill(3, Duration.ofDays(31));
    List<CollectedFile> gone = new ArrayList<>();

    StoreReport report = store.collector().carryOut(plan(MONTH), gone::add, () -> !gone.isEmpty());

    assertThat(report.end()).isEqualTo(End.STOPPED);
    assertThat(report.left()).isEqualTo(2);
    assertThat(held(3)).containsExactly(1, 2);
  }

  @Test
  void plan_fileOfTwoCrates_goesOnceAndWithBoth() throws IOException {
    byte[] shared = bytes(99, SIZE);
    publish(store, crate("one", "1.0.0", shared), shared);
    publish(store, crate("two", "1.0.0", shared), shared);
    reopen();
    Files.setLastModifiedTime(
        Samples.file(directory, Samples.checksum(shared)), FileTime.from(clock.instant()));
    clock.advance(Duration.ofDays(31));
    store.uses().used(crate("two", "1.0.0", shared), SIZE, clock.instant());
    assertThat(described(plan(MONTH))).isEmpty();
    clock.advance(Duration.ofDays(31));

    List<CollectedFile> gone = carriedOut(plan(MONTH));

    assertThat(gone).singleElement().extracting(CollectedFile::bytes).isEqualTo((long) SIZE);
    assertThat(gone.getFirst().crates()).hasSize(2);
    assertThat(store.holdings().totals().crates()).isZero();
  }

  @Test
  void carryOut_oneOfTwoCratesOfAFileIsUsedMeanwhile_bothStay() throws IOException {
    byte[] shared = bytes(99, SIZE);
    CrateId one = crate("one", "1.0.0", shared);
    publish(store, one, shared);
    publish(store, crate("two", "1.0.0", shared), shared);
    reopen();
    Files.setLastModifiedTime(
        Samples.file(directory, Samples.checksum(shared)), FileTime.from(clock.instant()));
    clock.advance(Duration.ofDays(31));
    StorePlan plan = plan(MONTH);
    store.uses().used(one, SIZE, clock.instant());

    StoreReport report = store.collector().carryOut(plan, _ -> {}, () -> false);

    assertThat(report.used()).isEqualTo(1);
    assertThat(report.files()).isZero();
    assertThat(store.holdings().totals().crates()).isEqualTo(2);
    assertThat(read(store.open(one).orElseThrow())).isEqualTo(shared);
  }

  private void unlisted(int number, Instant published) throws IOException {
    try (StagedBlob staged = store.blobs().stage()) {
      staged.write(ByteBuffer.wrap(content(number)));
      staged.publish(numbered(number).checksum());
    }
    Files.setLastModifiedTime(
        Samples.file(directory, numbered(number).checksum()), FileTime.from(published));
  }

  @Test
  void plan_unlistedFile_goesByTheTimeItWasPublished() throws IOException {
    unlisted(0, clock.instant().minus(Duration.ofDays(31)));
    unlisted(1, clock.instant().minus(Duration.ofDays(29)));
    unlisted(2, clock.instant());

    List<CollectedFile> gone = carriedOut(plan(MONTH));

    assertThat(gone).singleElement().extracting(CollectedFile::crates).isEqualTo(List.of());
    assertThat(store.blobs().open(numbered(0).checksum())).isEmpty();
    assertThat(held(3)).containsExactly(1, 2);
  }

  @Test
  void plan_unlistedYoungerThanTheGrace_isNoGarbage() throws IOException {
    unlisted(0, clock.instant().minus(Duration.ofMinutes(59)));

    assertThat(plan(CollectionLimits.none().withMaxBytes(0)).files()).isZero();
  }

  @Test
  void carryOut_unlistedFileIsListedMeanwhile_stays() throws IOException {
    unlisted(0, clock.instant().minus(Duration.ofDays(31)));
    StorePlan plan = plan(MONTH);
    store.open(numbered(0)).orElseThrow().close();
    reopen();

    assertThat(carriedOut(plan)).isEmpty();

    assertThat(held(1)).containsExactly(0);
  }

  @Test
  void carryOut_everyStepFailsOnce_leavesASoundStoreThatServes() throws IOException {
    int n = 0;
    do {
      n++;
      publish(store, numbered(n), content(n));
      reopen();
      Files.setLastModifiedTime(
          Samples.file(directory, numbered(n).checksum()), FileTime.from(clock.instant()));
      clock.advance(Duration.ofDays(31));
      StorePlan plan = plan(MONTH);
      disk.failAt(n);
      store.collector().carryOut(plan, _ -> {}, () -> false);
    } while (disk.lastFault().isPresent() && isSoundAfter(n));

    assertThat(n).isGreaterThan(2);
  }

  private boolean isSoundAfter(int n) throws IOException {
    disk.heal();
    assertThat(store.scrub(ScrubMode.REPORT, (_, _) -> {}).isSound()).isTrue();
    clock.advance(Duration.ofDays(31));
    carriedOut(plan(MONTH));
    assertThat(store.open(numbered(n))).isEmpty();
    publish(store, numbered(n), content(n));
    assertThat(read(store.open(numbered(n)).orElseThrow())).isEqualTo(content(n));
    return true;
  }

  @Test
  void planOf_crates_takesThemWhateverTheirAge() throws IOException {
    fill(2, Duration.ZERO);
    HeldCrate held = store.holdings().find(numbered(1)).orElseThrow();

    List<CollectedFile> gone =
        carriedOut(store.collector().planOf(List.of(held), PinnedCrates.STAY));

    assertThat(gone)
        .singleElement()
        .extracting(CollectedFile::reason)
        .isEqualTo(new Reason.Requested());
    assertThat(held(2)).containsExactly(0);
  }

  @Test
  void planOf_pinned_goesOnlyIfAskedFor() throws IOException {
    fill(1, Duration.ZERO);
    store.pins().add(List.of(pin("crate0", Optional.empty())));
    List<HeldCrate> held = List.of(store.holdings().find(numbered(0)).orElseThrow());

    assertThat(carriedOut(store.collector().planOf(held, PinnedCrates.STAY))).isEmpty();
    assertThat(carriedOut(store.collector().planOf(held, PinnedCrates.GO))).hasSize(1);
  }

  @RepeatedTest(8)
  void carryOut_anyLimits_doesWhatWasDescribed(RepetitionInfo seed) throws IOException {
    Random random = new Random(seed.getCurrentRepetition());
    int count = 20;
    fill(count, Duration.ofDays(2));
    IntStream.range(0, count)
        .filter(_ -> random.nextBoolean())
        .forEach(i ->
            store
                .uses()
                .used(numbered(i), 1, clock.instant().minusSeconds(random.nextInt(200_000))));
    List<Pin> pins =
        Stream.generate(() -> pin("crate" + random.nextInt(count), Optional.empty()))
            .limit(3)
            .toList();
    store.pins().add(pins);
    StoreCollector _ = store.collector();
    CollectionLimits limits =
        CollectionLimits.none()
            .withMaxAge(Duration.ofHours(random.nextInt(80)))
            .withMaxBytes(store.status().storedBytes() - (long) random.nextInt(count) * SIZE);
    StorePlan plan = plan(limits);
    List<CollectedFile> described = described(plan);

    assertThat(carriedOut(plan)).isEqualTo(described);

    List<Integer> kept = held(count);
    assertThat(kept).hasSize(count - described.size());
    assertThat(pins).allMatch(p -> kept.contains(Integer.valueOf(p.name().value().substring(5))));
    assertThat(plan(limits.withMaxBytes(Long.MAX_VALUE)).files()).isZero();
  }

  @Test
  void plan_aDirectoryCannotBeListed_findsItsFilesNextTime() throws IOException {
    unlisted(0, clock.instant().minus(Duration.ofDays(31)));
    String first = numbered(0).checksum().hex().substring(0, 2);
    Path shard = directory.resolve("blobs/content-v2/sha256").resolve(first);
    Path elsewhere = Files.move(shard, directory.resolve("elsewhere"));
    Files.createSymbolicLink(shard, shard);

    assertThat(plan(MONTH).files()).isZero();

    Files.delete(shard);
    Files.move(elsewhere, shard);
    assertThat(plan(MONTH).files()).isEqualTo(1);
  }

  @Test
  void plan_unlistedFilesInEveryDirectory_areAllFound() throws IOException {
    List<Checksum> files = new ArrayList<>();
    for (int first : new int[] {0, 1, 127, 128, 255}) {
      Checksum checksum = new Checksum("%02x".formatted(first) + "0".repeat(62));
      Path file = Samples.file(directory, checksum);
      Files.createDirectories(file.resolveSibling(""));
      Files.writeString(file, "x");
      Files.setLastModifiedTime(
          file, FileTime.from(clock.instant().minus(Duration.ofDays(40 + first))));
      files.add(checksum);
    }

    assertThat(described(plan(MONTH)))
        .extracting(CollectedFile::checksum)
        .containsExactlyElementsOf(files.reversed());
  }

  /// Lists crates without files, each a second after the one before.
  private List<CrateId> list(int count) throws IOException {
    List<CrateId> crates = new ArrayList<>();
    List<SqliteHoldings.Addition> additions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      CrateId crate = crate("crate" + i, "1.0.0", bytes(i, 10));
      crates.add(crate);
      additions.add(new SqliteHoldings.Addition(crate, 10, clock.instant().plusSeconds(i)));
    }
    ((SqliteHoldings) store.holdings()).add(additions);
    clock.advance(Duration.ofDays(31));
    return crates;
  }

  @Test
  void describe_manyFiles_tellsTheCrateOfEach() throws IOException {
    List<CrateId> crates = new ArrayList<>(list(2500));
    store.pins().add(List.of(pin("crate3", Optional.empty()), pin("crate1700", Optional.empty())));
    crates.remove(1700);
    crates.remove(3);

    assertThat(described(plan(MONTH)))
        .extracting(CollectedFile::crates)
        .containsExactlyElementsOf(crates.stream().map(List::of).toList());
  }

  @Test
  void describe_manyFilesOneOfTwoCrates_tellsBoth() throws IOException {
    List<CrateId> crates = list(1500);
    CrateId twin = crate("twin", "1.0.0", bytes(1200, 10));
    Instant before = clock.instant().minus(Duration.ofDays(31));
    ((SqliteHoldings) store.holdings()).add(List.of(new SqliteHoldings.Addition(twin, 10, before)));

    List<CollectedFile> described = described(plan(MONTH));

    assertThat(described).hasSize(1500);
    assertThat(described.get(1200).crates()).containsExactlyInAnyOrder(crates.get(1200), twin);
  }
}
