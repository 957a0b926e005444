package dev.cratehold.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cratehold.registry.Checksum;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import dev.cratehold.store.CrateId;
import dev.cratehold.store.IndexCopy;
import dev.cratehold.store.Store;
import dev.cratehold.store.StoreOptions;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeClock;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.Fault;
import dev.cratehold.testing.Hook;
import dev.cratehold.testing.TestCrate;
import dev.cratehold.upstream.Upstream;
import dev.cratehold.upstream.UpstreamException;
import dev.cratehold.upstream.UpstreamOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryProxyTest {
  private static final CrateName FOO = new CrateName("foo");
  private static final String FOO_INDEX = "/index/3/f/foo";
  private static final int LARGE = 300_000;

  private final FakeClock clock = new FakeClock();
  private final FakeRegistry registry = FakeRegistry.start();
  private final TestCrate foo = CrateBuilder.crate("foo", "1.0.0").build();
  private final TestCrate large = CrateBuilder.crate("foo", "2.0.0").payload(LARGE, 1).build();

  @TempDir private Path data;
  private Store store;
  private Upstream upstream;
  private RegistryProxy proxy;

  @BeforeEach
  void open() throws IOException {
    registry.publish(foo);
    store = Store.open(data, StoreOptions.defaults(), clock);
    upstream =
        new Upstream(
            registry.sparseUrl(),
            UpstreamOptions.defaults("test")
                .withRetryPause(Duration.ofMillis(1))
                .withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(2)),
            clock);
    proxy = newProxy(Duration.ofSeconds(20));
  }

  private RegistryProxy newProxy(Duration staleAfter) {
    ProxyConfig config = ProxyConfig.defaults().withStaleAfter(staleAfter).withIndexMemory(1 << 20);
    return new RegistryProxy("crates-io", store, upstream, config, clock);
  }

  @AfterEach
  void close() throws IOException {
    upstream.close();
    store.close();
    registry.close();
  }

  @Test
  void index_withinTheTimeToLive_isServedWithoutTheUpstream() throws IOException {
    assertThat(index()).isEqualTo(found(CacheStatus.MISS, foo.indexLine()));
    clock.advance(Duration.ofSeconds(59));
    assertThat(index()).isEqualTo(found(CacheStatus.HIT, foo.indexLine()));
    assertThat(proxy.indexFromMemory(FOO)).isPresent();
    assertThat(registry.log().count(FOO_INDEX)).isEqualTo(1);
  }

  @Test
  void index_afterTheTimeToLive_isRevalidated() throws IOException {
    index();
    clock.advance(Duration.ofSeconds(61));
    assertThat(proxy.indexFromMemory(FOO)).isEmpty();
    assertThat(index()).isEqualTo(found(CacheStatus.REVALIDATED, foo.indexLine()));
    assertThat(registry.log().matching(FOO_INDEX).getLast().headers()).containsKey("if-none-match");
    assertThat(index()).isEqualTo(found(CacheStatus.HIT, foo.indexLine()));
  }

  @Test
  void index_changedUpstream_isServedAnew() throws IOException {
    index();
    registry.publish(large);
    clock.advance(Duration.ofSeconds(61));
    Found newer = index();
    assertThat(newer.status()).isEqualTo(CacheStatus.MISS);
    assertThat(newer.body()).contains(foo.indexLine(), large.indexLine());
  }

  @Test
  void index_upstreamWithoutValidatorsAndWithoutChange_countsAsRevalidated() throws IOException {
    try (FakeRegistry plain =
        FakeRegistry.builder().validators(dev.cratehold.testing.IndexValidators.NONE).start()) {
      plain.publish(foo);
      upstream = new Upstream(plain.sparseUrl(), UpstreamOptions.defaults("test"), clock);
      proxy = newProxy(Duration.ofSeconds(20));
      index();
      clock.advance(Duration.ofSeconds(61));
      assertThat(index().status()).isEqualTo(CacheStatus.REVALIDATED);
    }
  }

  @Test
  void index_afterARestart_isServedFromTheStore() throws IOException {
    index();
    proxy = newProxy(Duration.ofSeconds(20));
    assertThat(index()).isEqualTo(found(CacheStatus.HIT, foo.indexLine()));
    assertThat(registry.log().count(FOO_INDEX)).isEqualTo(1);
  }

  @Test
  void index_damagedInTheStore_isFetchedAnewAndServedWhole() throws IOException {
    index();
    IndexCopy good = store.index().find("crates-io", FOO).orElseThrow();
    byte[] gzip = good.gzip().clone();
    gzip[gzip.length / 2] ^= 0x5a;
    store
        .index()
        .put(
            "crates-io",
            FOO,
            new IndexCopy(gzip, good.length(), good.etag(), good.upstream(), good.checkedAt()));
    proxy = newProxy(Duration.ofSeconds(20));

    assertThat(index()).isEqualTo(found(CacheStatus.MISS, foo.indexLine()));
    assertThat(crate(foo)).isEqualTo(foo.file());
    proxy = newProxy(Duration.ofSeconds(20));
    assertThat(index()).isEqualTo(found(CacheStatus.HIT, foo.indexLine()));
  }

  @Test
  void index_upstreamGone_isServedStaleAndUpstreamLeftAloneForAWhile() throws IOException {
    index();
    registry.when(FOO_INDEX).then(Fault.status(500));
    clock.advance(Duration.ofSeconds(61));
    assertThat(index()).isEqualTo(found(CacheStatus.STALE, foo.indexLine()));
    long asked = registry.log().count(FOO_INDEX);
    assertThat(index().status()).isEqualTo(CacheStatus.STALE);
    assertThat(registry.log().count(FOO_INDEX)).isEqualTo(asked);
    registry.heal();
    clock.advance(Duration.ofSeconds(3));
    assertThat(index().status()).isEqualTo(CacheStatus.REVALIDATED);
  }

  @Test
  void index_upstreamHangs_isServedStaleAfterAMoment() throws IOException {
    proxy = newProxy(Duration.ofMillis(50));
    registry.when("/never").then(Fault.hang());
    proxy.index(FOO, Wish.AS_KEPT);
    clock.advance(Duration.ofSeconds(61));
    registry.when(FOO_INDEX).then(Fault.hang());
    assertThat(index().status()).isEqualTo(CacheStatus.STALE);
  }

  @Test
  void index_nothingKeptAndUpstreamFails_isAFailureAndNotRemembered() throws IOException {
    registry.when(FOO_INDEX).then(Fault.status(503));
    assertThatThrownBy(() -> proxy.index(FOO, Wish.AS_KEPT)).isInstanceOf(UpstreamException.class);
    registry.heal();
    assertThat(index().status()).isEqualTo(CacheStatus.MISS);
  }

  @Test
  void index_rubbishFromUpstream_neverReplacesAGoodCopy() throws IOException {
    index();
    for (Fault fault :
        List.of(Fault.html(), Fault.empty(), Fault.body("{\"name\":\"bar\"}".getBytes(UTF_8)))) {
      registry.when(FOO_INDEX).then(fault);
      clock.advance(Duration.ofSeconds(61));
      assertThat(index()).isEqualTo(found(CacheStatus.STALE, foo.indexLine()));
      registry.heal();
    }
  }

  @Test
  void index_noSuchCrate_isRememberedForAShortWhile() throws IOException {
    CrateName bar = new CrateName("bar");
    assertThat(proxy.index(bar, Wish.AS_KEPT)).isEqualTo(new IndexReply.Missing(CacheStatus.MISS));
    assertThat(proxy.index(bar, Wish.AS_KEPT))
        .isEqualTo(new IndexReply.Missing(CacheStatus.NEGATIVE));
    assertThat(registry.log().count("/index/3/b/bar")).isEqualTo(1);
    registry.publish(CrateBuilder.crate("bar", "1.0.0").build());
    clock.advance(Duration.ofSeconds(31));
    assertThat(proxy.index(bar, Wish.AS_KEPT)).isInstanceOf(IndexReply.Found.class);
  }

  @Test
  void index_removedUpstream_isGoneButItsCratesAreStillServed() throws IOException {
    crate(foo);
    registry.remove("foo");
    clock.advance(Duration.ofSeconds(61));
    assertThat(proxy.index(FOO, Wish.AS_KEPT)).isEqualTo(new IndexReply.Missing(CacheStatus.MISS));
    assertThat(crate(foo)).isEqualTo(foo.file());
  }

  @Test
  void index_manyAtOnce_asksTheUpstreamOnce() throws Exception {
    Hook hang = registry.when(FOO_INDEX).then(Fault.hang());
    List<Found> all = together(20, this::index, hang);
    assertThat(all).containsOnly(found(CacheStatus.MISS, foo.indexLine()));
    assertThat(registry.log().count(FOO_INDEX)).isEqualTo(1);
  }

  @Test
  void crate_firstAndSecondTime_isFetchedOnceAndStored() throws IOException {
    registry.publish(large);
    assertThat(crate(large)).isEqualTo(large.file());
    assertThat(proxy.crate(FOO, large.version(), large.checksum()))
        .isInstanceOfSatisfying(CrateReply.Stored.class, RegistryProxyTest::closeFile);
    assertThat(crate(large)).isEqualTo(large.file());
    assertThat(registry.log().count(registry.downloadPath(large))).isEqualTo(1);
  }

  @Test
  void crate_servedAsMissAndAsHit_isCountedAsUsedTwice() throws IOException {
    crate(foo);
    clock.advance(Duration.ofMinutes(1));
    crate(foo);
    store.close();
    store = Store.open(data, StoreOptions.defaults(), clock);
    assertThat(store.holdings().find(id(foo)))
        .hasValueSatisfying(held -> {
          assertThat(held.uses()).isEqualTo(2);
          assertThat(held.bytesServed()).isEqualTo(2L * foo.size());
          assertThat(held.lastUse()).isEqualTo(clock.instant());
        });
  }

  @Test
  void crate_manyAtOnce_asksTheUpstreamOnce() throws Exception {
    registry.publish(large);
    Hook hang = registry.when(large).then(Fault.hang());
    List<byte[]> all = together(20, () -> crate(large), hang);
    assertThat(all).allSatisfy(bytes -> assertThat(bytes).isEqualTo(large.file()));
    assertThat(registry.log().count(registry.downloadPath(large))).isEqualTo(1);
  }

  @Test
  void crate_withoutChecksum_isTheOneThatTheIndexLists() throws IOException {
    assertThat(Replies.bytes(proxy.crate(FOO, foo.version()))).isEqualTo(foo.file());
    assertThat(proxy.crate(FOO, new CrateVersion("9.9.9"))).isInstanceOf(CrateReply.Missing.class);
  }

  @Test
  void crate_unlistedChecksum_isMissingAndNotFetched() throws IOException {
    Checksum other = new Checksum("a".repeat(64));
    assertThat(proxy.crate(FOO, foo.version(), other)).isInstanceOf(CrateReply.Missing.class);
    assertThat(registry.log().count(registry.downloadPath(foo))).isZero();
  }

  @Test
  void crate_storedUnderAnotherName_isMissing() throws IOException {
    crate(foo);
    registry.publish(CrateBuilder.crate("bar", "1.0.0").build());
    assertThat(proxy.crate(new CrateName("bar"), foo.version(), foo.checksum()))
        .isInstanceOf(CrateReply.Missing.class);
  }

  @Test
  void crate_publishedSinceTheLastCheck_isFoundAtOnce() throws IOException {
    index();
    registry.publish(large);
    clock.advance(Duration.ofSeconds(2));
    assertThat(crate(large)).isEqualTo(large.file());
    assertThat(index().body()).contains(large.indexLine());
  }

  @Test
  void crate_indexUnknownAndUpstreamGone_isAFailure() {
    registry.when("/.*").then(Fault.status(500));
    assertThatThrownBy(() -> crate(foo)).isInstanceOf(UpstreamException.class);
  }

  @Test
  void crate_upstreamGone_isServedFromTheStore() throws IOException {
    crate(foo);
    registry.stop();
    clock.advance(Duration.ofDays(400));
    proxy = newProxy(Duration.ofSeconds(20));
    assertThat(crate(foo)).isEqualTo(foo.file());
    assertThat(index().status()).isEqualTo(CacheStatus.STALE);
  }

  @Test
  void crate_republished_bothFilesAreServedByTheirChecksums() throws IOException {
    crate(foo);
    TestCrate other = CrateBuilder.crate("foo", "1.0.0").file("src/new.rs", "// new").build();
    registry.replace(other);
    clock.advance(Duration.ofSeconds(61));
    assertThat(crate(other)).isEqualTo(other.file());
    assertThat(crate(foo)).isEqualTo(foo.file());
    assertThat(Replies.bytes(proxy.crate(FOO, foo.version()))).isEqualTo(other.file());
  }

  @Test
  void crate_listedOnlyOnce_isStillFetched() throws IOException {
    index();
    registry.putIndexFile("foo", (large.indexLine() + "\n").getBytes(UTF_8));
    clock.advance(Duration.ofSeconds(61));
    assertThat(index().body()).doesNotContain(foo.checksum().hex());
    assertThat(crate(foo)).isEqualTo(foo.file());
  }

  @Test
  void crate_wrongBytes_areNeverCompletedNorStored() throws IOException {
    registry.publish(large);
    for (Fault fault : List.of(Fault.corrupt(), Fault.html(), Fault.empty(), Fault.shorten(0.7))) {
      registry.when(large).then(fault);
      assertThatThrownBy(() -> crate(large)).as("%s", fault).isInstanceOf(IOException.class);
      assertThat(store.open(id(large))).isEmpty();
      registry.heal();
    }
    assertThat(crate(large)).isEqualTo(large.file());
  }

  @Test
  void crate_transferBreaksTwice_isCompletedAllTheSame() throws IOException {
    registry.publish(large);
    registry.when(large).times(1).then(Fault.resetAfter(0.3));
    registry.when(large).after(1).times(1).then(Fault.truncateAfter(0.6));
    assertThat(crate(large)).isEqualTo(large.file());
    assertThat(registry.log().count(registry.downloadPath(large))).isEqualTo(3);
  }

  @Test
  void crate_lengthChangesBetweenAttempts_failsWithoutCompletion() {
    registry.publish(large);
    registry.when(large).times(1).then(Fault.resetAfter(0.5));
    registry.when(large).after(1).then(Fault.body(new byte[LARGE / 2]));
    assertThatThrownBy(() -> crate(large)).isInstanceOf(IOException.class);
    registry.heal();
    assertThatCode(() -> crate(large)).doesNotThrowAnyException();
  }

  @Test
  void crate_transferBreaksAlways_failsWithoutCompletion() {
    registry.publish(large);
    registry.when(large).then(Fault.resetAfter(0.5));
    assertThatThrownBy(() -> crate(large)).isInstanceOf(IOException.class);
  }

  @Test
  void crate_lastBytesNotYetVerified_areHeldBack() throws Exception {
    registry.publish(large);
    Hook stall = registry.when(large).then(Fault.stallAfter(0.9));
    CrateReply reply = proxy.crate(FOO, large.version(), large.checksum());
    try (FillReader reader = ((CrateReply.Arriving) reply).reader()) {
      Semaphore progress = new Semaphore(0);
      reader.onProgress(progress::release);
      byte[] early = readUntilStalled(reader, progress);
      assertThat(early.length).isLessThanOrEqualTo((int) (large.size() * 0.9) - Fill.HELD_BACK);
      assertThat(large.file()).startsWith(early);
      assertThat(reader.length()).hasValue(large.size());
      assertThat(reader.isComplete()).isFalse();
    }
    stall.close();
  }

  /// Everything that is released before the transfer stalls, of which there is some.
  private static byte[] readUntilStalled(FillReader reader, Semaphore progress)
      throws IOException, InterruptedException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    while (progress.tryAcquire(500, TimeUnit.MILLISECONDS) || read.size() == 0) {
      ByteBuffer chunk = ByteBuffer.allocate(LARGE);
      int n = reader.read(chunk, read.size());
      read.write(chunk.array(), 0, Math.max(0, n));
    }
    return read.toByteArray();
  }

  @Test
  void crate_readerGone_isFetchedToTheEnd() throws Exception {
    registry.publish(large);
    Hook stall = registry.when(large).then(Fault.bandwidth(400_000));
    CrateReply reply = proxy.crate(FOO, large.version(), large.checksum());
    ((CrateReply.Arriving) reply).reader().close();
    assertThat(crate(large)).isEqualTo(large.file());
    stall.close();
    assertThat(registry.log().count(registry.downloadPath(large))).isEqualTo(1);
  }

  @Test
  void crate_readerCannotBeTold_isFetchedForTheOthers() throws Exception {
    registry.publish(large);
    Hook slow = registry.when(large).then(Fault.bandwidth(400_000));
    CrateReply reply = proxy.crate(FOO, large.version(), large.checksum());
    try (FillReader reader = ((CrateReply.Arriving) reply).reader()) {
      reader.onProgress(() -> {
        throw new RejectedExecutionException("its event loop has ended");
      });
      FutureTask<byte[]> other = new FutureTask<>(() -> crate(large));
      Thread.startVirtualThread(other);
      assertThat(other.get(20, TimeUnit.SECONDS)).isEqualTo(large.file());
    }
    slow.close();
    assertThat(registry.log().count(registry.downloadPath(large))).isEqualTo(1);
  }

  private record Found(CacheStatus status, String body) {}

  private static Found found(CacheStatus status, String line) {
    return new Found(status, line + "\n");
  }

  private Found index() throws IOException {
    IndexReply.Found reply = (IndexReply.Found) proxy.index(FOO, Wish.AS_KEPT);
    return new Found(reply.status(), new String(reply.copy().body(), UTF_8));
  }

  private static final java.nio.charset.Charset UTF_8 = StandardCharsets.UTF_8;

  private static CrateId id(TestCrate crate) {
    return new CrateId("crates-io", crate.name(), crate.version(), crate.checksum());
  }

  private byte[] crate(TestCrate crate) throws IOException {
    return Replies.bytes(proxy.crate(crate.name(), crate.version(), crate.checksum()));
  }

  private static void closeFile(CrateReply.Stored stored) {
    try {
      stored.file().close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @FunctionalInterface
  private interface Work<T> {
    T run() throws IOException;
  }

  /// Runs the same work on so many threads at once, and releases what their upstream waits for when
  /// all have begun.
  private static <T> List<T> together(int count, Work<T> work, Hook hang) throws Exception {
    CountDownLatch begun = new CountDownLatch(count);
    List<Future<T>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        running.add(
            threads.submit(() -> {
              begun.countDown();
              return work.run();
            }));
      }
      begun.await();
      hang.release();
      List<T> results = new ArrayList<>();
      for (Future<T> one : running) {
        results.add(one.get());
      }
      return results;
    }
  }
}
