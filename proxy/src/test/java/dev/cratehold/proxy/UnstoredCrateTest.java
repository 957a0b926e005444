package dev.cratehold.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cratehold.store.CrateId;
import dev.cratehold.store.ScrubMode;
import dev.cratehold.store.Store;
import dev.cratehold.store.StoreOptions;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeClock;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.Fault;
import dev.cratehold.testing.FaultyFileSystem;
import dev.cratehold.testing.Hook;
import dev.cratehold.testing.TestCrate;
import dev.cratehold.upstream.Upstream;
import dev.cratehold.upstream.UpstreamOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Crates that the store does not take, because its disk is full or fails.
class UnstoredCrateTest {
  private static final int LARGE = 3 << 20;

  private final FakeClock clock = new FakeClock();
  private final FakeRegistry registry = FakeRegistry.start();
  private final TestCrate large = CrateBuilder.crate("foo", "1.0.0").payload(LARGE, 1).build();
  private final FaultyFileSystem files = FaultyFileSystem.create();
  private final Semaphore windows = new Semaphore(2);
  private final FillCounters counters = new FillCounters();

  @TempDir private Path data;
  private Store store;
  private Upstream upstream;
  private CrateRelay relay;

  @BeforeEach
  void open() throws IOException {
    registry.publish(large);
    store = Store.open(files.path(data), StoreOptions.defaults(), clock);
    upstream =
        new Upstream(
            registry.sparseUrl(),
            UpstreamOptions.defaults("test").withRetryPause(Duration.ofMillis(1)),
            clock);
    relay = newRelay(Duration.ofSeconds(30));
  }

  private CrateRelay newRelay(Duration patience) {
    Semaphore requests = new Semaphore(10);
    Complaints complaints = new Complaints(clock);
    KeptIndex kept = new KeptIndex("crates-io", store.index(), store.alerts(), complaints, 1 << 20);
    IndexRelay index =
        new IndexRelay(
            "crates-io", kept, store.alerts(), upstream, requests, ProxyConfig.defaults(), clock);
    return new CrateRelay(index, services(requests, patience, complaints));
  }

  private FillServices services(Semaphore requests, Duration patience, Complaints complaints) {
    return new FillServices(
        store, upstream, requests, windows, patience, counters, complaints, clock);
  }

  @AfterEach
  void close() throws IOException {
    files.heal();
    upstream.close();
    store.close();
    registry.close();
  }

  @Test
  void get_noFileCanBeMade_isPassedOnWholeAndStoredLater() throws Exception {
    files.fullFrom(1);

    assertThat(fetch()).isEqualTo(large.file());
    assertThat(fetch()).isEqualTo(large.file());

    awaitFills();
    assertThat(counters.snapshot().unstored()).isEqualTo(2);
    assertThat(windows.availablePermits()).isEqualTo(2);
    files.heal();
    assertThat(fetch()).isEqualTo(large.file());
    assertThat(store.open(id())).hasValueSatisfying(UnstoredCrateTest::close);
  }

  @Test
  void get_diskFullInTheMiddle_goesOnForAllWhoFollow() throws Exception {
    Hook slow = registry.when(large).then(Fault.bandwidth(20 << 20));
    try (FillReader before = arriving();
        FillReader during = arriving();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      files.fullFrom(2);
      Future<byte[]> one = threads.submit(() -> Replies.readToEnd(before));
      Future<byte[]> other = threads.submit(() -> Replies.readToEnd(during));
      assertThat(one.get()).isEqualTo(large.file());
      assertThat(other.get()).isEqualTo(large.file());
    }
    slow.close();
    assertThat(counters.snapshot().unstored()).isEqualTo(1);
    assertThat(store.open(id())).isEmpty();
    assertSound();
    assertThat(registry.log().count(registry.downloadPath(large))).isEqualTo(1);
  }

  @Test
  void get_diskFullAtAnyMoment_givesTheRightBytesAndLeavesASoundStore() throws Exception {
    boolean struck = true;
    for (int n = 1; struck; n++) {
      TestCrate crate = another(n);
      files.fullFrom(n);
      assertThat(fetch(crate)).as("full from operation %d on", n).isEqualTo(crate.file());
      awaitFills();
      struck = files.lastFault().isPresent();
      files.heal();
      assertSound();
    }
    assertThat(counters.snapshot().unstored()).isGreaterThan(5);
  }

  @Test
  void get_oneOperationFails_givesTheRightBytesNowAndNext() throws Exception {
    boolean struck = true;
    for (int n = 1; struck; n++) {
      TestCrate crate = another(n);
      files.failAt(n);
      assertThat(fetch(crate)).as("operation %d fails", n).isEqualTo(crate.file());
      awaitFills();
      struck = files.lastFault().isPresent();
      files.heal();
      assertThat(fetch(crate)).as("after operation %d failed", n).isEqualTo(crate.file());
      awaitFills();
      assertSound();
    }
  }

  private TestCrate another(int n) {
    TestCrate crate = CrateBuilder.crate("foo-" + n, "1.0.0").payload(400_000, n).build();
    registry.publish(crate);
    return crate;
  }

  @Test
  void get_wrongBytesThatCannotBeStored_areNeverCompleted() throws Exception {
    for (int n : new int[] {1, 10}) {
      registry.when(large).then(Fault.corrupt());
      files.fullFrom(n);
      assertThatThrownBy(this::fetch).isInstanceOf(IOException.class);
      files.heal();
      registry.heal();
    }
    assertThat(fetch()).isEqualTo(large.file());
  }

  @Test
  void get_wrongBytesThatCannotBeStored_endIsHeldBack() throws Exception {
    registry.when(large).then(Fault.corrupt());
    files.fullFrom(1);
    try (FillReader reader = arriving()) {
      assertThat(readUntilItBreaks(reader)).isLessThanOrEqualTo(large.size() - Fill.HELD_BACK);
    }
  }

  /// Returns how many bytes there were.
  private static long readUntilItBreaks(FillReader reader) {
    long position = 0;
    try {
      while (true) {
        int n = reader.read(ByteBuffer.allocate(64 << 10), position);
        assertThat(n).as("the end of a wrong file").isNotNegative();
        position += n;
      }
    } catch (IOException _) {
      return position;
    }
  }

  @Test
  void get_windowHasMoved_isFetchedForTheLatecomerAnew() throws Exception {
    files.fullFrom(1);
    try (FillReader first = arriving()) {
      byte[] begun = new byte[LARGE / 2];
      readFully(first, begun);
      assertThat(fetch()).isEqualTo(large.file());
      byte[] rest = Replies.readToEnd(first, begun.length);
      assertThat(rest).isEqualTo(Arrays.copyOfRange(large.file(), begun.length, large.size()));
    }
    assertThat(registry.log().count(registry.downloadPath(large))).isEqualTo(2);
  }

  @Test
  void get_everybodyGone_endsTheFill() throws Exception {
    files.fullFrom(1);
    arriving().close();
    awaitFills();
    assertThat(counters.snapshot().failed()).isEqualTo(1);
    assertThat(windows.availablePermits()).isEqualTo(2);
  }

  @Test
  void get_oneReaderStopsReading_isCutOffAndTheOtherServed() throws Exception {
    relay = newRelay(Duration.ofSeconds(2));
    files.fullFrom(1);
    Hook hang = registry.when(large).then(Fault.bandwidth(8 << 20));
    try (FillReader stopped = arriving();
        FillReader other = arriving()) {
      assertThat(Replies.readToEnd(other)).isEqualTo(large.file());
      assertThatThrownBy(() -> stopped.read(ByteBuffer.allocate(10), 0))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("too slow");
    }
    hang.close();
    assertThat(registry.log().count(registry.downloadPath(large))).isEqualTo(1);
  }

  @Test
  void get_noWindowIsFree_failsInsteadOfTakingMoreMemory() throws Exception {
    relay = newRelay(Duration.ofMillis(100));
    windows.acquire(2);
    files.fullFrom(1);
    assertThatThrownBy(this::fetch)
        .isInstanceOf(NoWindowException.class)
        .hasMessageContaining("foo 1.0.0");
    windows.release(2);
    assertThat(fetch()).isEqualTo(large.file());
  }

  @Test
  void run_whatIsToldOfTheEndFails_readersHearOfItAllTheSame() throws Exception {
    files.fullFrom(1);
    Fill fill =
        new Fill(id(), services(new Semaphore(1), Duration.ofSeconds(30), new Complaints(clock)));
    FillReader reader = fill.join().orElseThrow();
    FutureTask<byte[]> read = new FutureTask<>(() -> Replies.readToEnd(reader));
    Thread.startVirtualThread(read);
    fill.startOnce(() -> {
      throw new IllegalStateException("a defect");
    });
    assertThat(read.get(20, TimeUnit.SECONDS)).isEqualTo(large.file());
    reader.close();
    awaitFills();
  }

  @Test
  void get_storeCannotBeRead_isFetched() throws Exception {
    store.close();
    assertThat(fetch()).isEqualTo(large.file());
    store = Store.open(files.path(data), StoreOptions.defaults(), clock);
  }

  private CrateId id() {
    return id(large);
  }

  private static CrateId id(TestCrate crate) {
    return new CrateId("crates-io", crate.name(), crate.version(), crate.checksum());
  }

  private byte[] fetch() throws IOException {
    return fetch(large);
  }

  private byte[] fetch(TestCrate crate) throws IOException {
    return Replies.bytes(relay.get(id(crate)));
  }

  private FillReader arriving() throws IOException {
    return ((CrateReply.Arriving) relay.get(id())).reader();
  }

  private static void readFully(FillReader reader, byte[] target) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(target);
    while (bytes.hasRemaining()) {
      if (reader.read(bytes, bytes.position()) == 0) {
        Thread.onSpinWait();
      }
    }
  }

  private void assertSound() throws IOException {
    assertThat(store.scrub(ScrubMode.REPORT, (_, _) -> {}).isSound()).isTrue();
  }

  private void awaitFills() {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (counters.snapshot().underWay() > 0 || windows.availablePermits() < 2) {
      assertThat(System.nanoTime()).as("deadline for the end of fills").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private static void close(AutoCloseable file) {
    try {
      file.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
