package dev.cratehold.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.registry.Checksum;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import dev.cratehold.store.WorkSelection.Which;
import dev.cratehold.testing.FakeClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The work queue, the ledger of mirrors, and what else mirrors need of a store.
class WorkQueueTest {
  private static final String MOUNT = "crates-io";
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  private final FakeClock clock = new FakeClock();
  @TempDir private Path data;
  private Store store;

  @BeforeEach
  void open() throws IOException {
    store = Store.open(data, StoreOptions.defaults(), clock);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private void reopen() throws IOException {
    store.close();
    open();
  }

  private static CrateId crate(String name, String version) {
    Checksum checksum = new Checksum(String.format(Locale.ROOT, "%064x", version.hashCode()));
    return new CrateId(MOUNT, new CrateName(name), new CrateVersion(version), checksum);
  }

  private static WorkItem.Crate item(CrateId crate) {
    return new WorkItem.Crate(crate);
  }

  private static WorkItem.IndexFile index(String name) {
    return new WorkItem.IndexFile(MOUNT, new CrateName(name));
  }

  private static WorkSelection all(WorkItem.Kind kind) {
    return new WorkSelection(MOUNT, kind, Which.ALL, Integer.MAX_VALUE, NOW);
  }

  private List<WorkItem> queued(WorkItem.Kind kind, int page) throws IOException {
    WorkQueue queue = store.workQueue();
    List<WorkItem> items = new ArrayList<>();
    List<QueuedItem> next = queue.first(all(kind), page);
    while (!next.isEmpty()) {
      next.forEach(queued -> items.add(queued.item()));
      next = queue.after(all(kind), next.getLast().item(), page);
    }
    return items;
  }

  private void add(Collection<WorkItem> items) throws IOException {
    long added = store.workQueue().add(items);
    assertThat(added).isLessThanOrEqualTo(items.size());
  }

  private void settle(WorkOutcome outcome) throws IOException {
    assertThat(store.workQueue().settle(List.of(outcome))).isEmpty();
  }

  private static WorkOutcome failed(WorkItem item, WorkState state, int attempts, Instant due) {
    return new WorkOutcome.Failed(new FailedItem(item, state, attempts, due, "no luck"));
  }

  /// Publishes bytes and returns the crate that they are.
  private CrateId publish(String name, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (StagedBlob blob = store.stage(OptionalLong.of(bytes.length))) {
      blob.write(ByteBuffer.wrap(bytes));
      CrateId crate =
          new CrateId(MOUNT, new CrateName(name), new CrateVersion("1.0.0"), blob.finish());
      store.publish(blob, crate);
      return crate;
    }
  }

  @Test
  void add_manyAndReopened_areReadInPagesInOrder() throws Exception {
    List<WorkItem> items = new ArrayList<>();
    IntStream.range(0, 25)
        .forEach(i -> items.add(item(crate("crate-" + (char) ('a' + i), "1." + i + ".0"))));
    add(items.reversed());
    add(items);
    reopen();

    assertThat(queued(WorkItem.Kind.CRATE, 10)).isEqualTo(items);
    assertThat(store.workQueue().totals(MOUNT).all()).isEqualTo(25);
  }

  @Test
  void settle_indexFileLooked_replacesTheCratesOfThatName() throws Exception {
    add(List.of(index("foo"), item(crate("Foo", "1.0.0")), item(crate("bar", "1.0.0"))));

    settle(
        new WorkOutcome.Looked(
            index("foo"), List.of(crate("Foo", "2.0.0"), crate("Foo", "3.0.0"))));

    assertThat(queued(WorkItem.Kind.INDEX_FILE, 10)).isEmpty();
    assertThat(queued(WorkItem.Kind.CRATE, 10))
        .containsExactly(
            item(crate("bar", "1.0.0")), item(crate("Foo", "2.0.0")), item(crate("Foo", "3.0.0")));
  }

  @Test
  void settle_lookedAgain_keepsWhatWasNotedOfARefusedCrate() throws Exception {
    CrateId foo = crate("foo", "1.0.0");
    add(List.of(item(foo)));
    settle(failed(item(foo), WorkState.REFUSED, 7, NOW.plusSeconds(60)));

    settle(new WorkOutcome.Looked(index("foo"), List.of(foo)));

    assertThat(store.workQueue().failures(MOUNT, 10))
        .singleElement()
        .isEqualTo(new FailedItem(item(foo), WorkState.REFUSED, 7, NOW.plusSeconds(60), "no luck"));
  }

  @Test
  void settle_published_waitsUntilItIsListed() throws Exception {
    CrateId crate = crate("foo", "1.0.0");
    add(List.of(item(crate)));
    WorkOutcome published = new WorkOutcome.Published(item(crate));

    assertThat(store.workQueue().settle(List.of(published))).containsExactly(published);
    assertThat(store.workQueue().contains(item(crate))).isTrue();

    CrateId held = publish("held", "bytes");
    add(List.of(item(held)));
    reopen(); // closing lists it
    settle(new WorkOutcome.Published(item(held)));
    assertThat(store.workQueue().contains(item(held))).isFalse();
  }

  @Test
  void add_crateHeld_isNotAdded() throws Exception {
    CrateId held = publish("held", "bytes");
    reopen();

    assertThat(store.workQueue().add(List.of(item(held)))).isZero();
  }

  @Test
  void first_failedItems_areSelectedByTimeAndAttempts() throws Exception {
    WorkQueue queue = store.workQueue();
    WorkItem failed = item(crate("failed", "1.0.0"));
    WorkItem refused = item(crate("refused", "1.0.0"));
    WorkItem waiting = item(crate("waiting", "1.0.0"));
    add(List.of(failed, refused, waiting));
    settle(failed(failed, WorkState.FAILED, 2, NOW.plusSeconds(5)));
    settle(failed(refused, WorkState.REFUSED, 1, NOW));

    assertThat(queued(WorkItem.Kind.CRATE, 10)).containsExactly(refused, waiting);
    assertThat(queue.nextRetry(MOUNT, WorkItem.Kind.CRATE, 3)).contains(NOW.plusSeconds(5));
    assertThat(queue.nextRetry(MOUNT, WorkItem.Kind.CRATE, 2)).isEmpty();
    WorkSelection again =
        new WorkSelection(MOUNT, WorkItem.Kind.CRATE, Which.FAILED, 3, NOW.plusSeconds(5));
    assertThat(queue.first(again, 10)).containsExactly(new QueuedItem(failed, 2));
    assertThat(queue.count(again)).isEqualTo(1);

    assertThat(queue.arm(MOUNT, WorkState.FAILED)).isEqualTo(1);
    assertThat(queued(WorkItem.Kind.CRATE, 10)).containsExactly(failed, refused, waiting);
  }

  @Test
  void advance_namesOfAnEarlierGeneration_goAndAreLookedAt() throws Exception {
    MirrorLedger ledger = store.mirrors();
    ledger.configure(MOUNT, "sparse+https://a/", "settings", MirrorLedger.Keeping.KEPT);
    ledger.addNames(MOUNT, 1, List.of(new CrateName("Foo"), new CrateName("bar")));
    ledger.advance(MOUNT, 1, Optional.of("one"), MirrorLedger.Gone.LOOKED_AT);
    settle(new WorkOutcome.Looked(index("foo"), List.of()));
    settle(new WorkOutcome.Looked(index("bar"), List.of()));

    ledger.addNames(MOUNT, 2, List.of(new CrateName("foo")));
    settle(new WorkOutcome.Looked(index("foo"), List.of()));
    assertThat(ledger.find(MOUNT).flatMap(MirrorState::marker)).contains("one");
    ledger.advance(MOUNT, 2, Optional.of("two"), MirrorLedger.Gone.LOOKED_AT);

    assertThat(ledger.namesAfter(MOUNT, "", 10)).containsExactly(new CrateName("foo"));
    assertThat(ledger.has(MOUNT, new CrateName("FOO"))).isTrue();
    assertThat(ledger.has(MOUNT, new CrateName("bar"))).isFalse();
    assertThat(queued(WorkItem.Kind.INDEX_FILE, 10)).containsExactly(index("bar"));
    assertThat(ledger.find(MOUNT).flatMap(MirrorState::marker)).contains("two");
  }

  @Test
  void configure_markerForgotten_keepsTheRest() throws Exception {
    MirrorLedger ledger = store.mirrors();
    ledger.configure(MOUNT, "a", "one", MirrorLedger.Keeping.KEPT);
    ledger.advance(MOUNT, 3, Optional.of("m"), MirrorLedger.Gone.FORGOTTEN);
    ledger.synced(MOUNT, NOW);

    ledger.configure(MOUNT, "b", "two", MirrorLedger.Keeping.FORGOTTEN);

    assertThat(ledger.find(MOUNT))
        .contains(new MirrorState("b", "two", 3, Optional.empty(), Optional.of(NOW)));
  }

  @Test
  void lockMirror_held_saysWhoHasIt() throws Exception {
    try (Store other = Store.open(data, StoreOptions.defaults(), clock)) {
      MirrorLock.Attempt first = store.lockMirror("the first");
      assertThat(first).isInstanceOf(MirrorLock.Attempt.Acquired.class);

      assertThat(other.lockMirror("the second"))
          .isEqualTo(new MirrorLock.Attempt.Busy("the first"));

      if (first instanceof MirrorLock.Attempt.Acquired(MirrorLock lock)) {
        lock.close();
      }
      assertThat(other.lockMirror("the second"))
          .isInstanceOfSatisfying(
              MirrorLock.Attempt.Acquired.class, acquired -> closeQuietly(acquired.lock()));
    }
  }

  private static void closeQuietly(MirrorLock lock) {
    try {
      lock.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void delete_twoCratesWithTheSameBytes_keepsTheFileForTheOther() throws Exception {
    CrateId one = publish("one", "the same");
    CrateId two = publish("two", "the same");
    reopen();

    assertThat(store.delete(one)).isTrue();
    assertThat(store.holds(one)).isFalse();
    try (LocalFile file = store.openListed(two).orElseThrow()) {
      assertThat(file.length()).isEqualTo(8);
    }

    assertThat(store.delete(two)).isTrue();
    assertThat(store.delete(two)).isFalse();
    assertThat(store.blobs().open(two.checksum())).isEmpty();
  }
}
