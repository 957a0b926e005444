package dev.cratehold.mirror.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cratehold.mirror.sync.MirrorFilter.Content;
import dev.cratehold.mirror.sync.MirrorSync.Refused;
import dev.cratehold.proxy.ProxyConfig;
import dev.cratehold.proxy.RegistryProxy;
import dev.cratehold.registry.CrateName;
import dev.cratehold.store.CrateId;
import dev.cratehold.store.MirrorLedger;
import dev.cratehold.store.MirrorState;
import dev.cratehold.store.Pin;
import dev.cratehold.store.QueuedItem;
import dev.cratehold.store.Store;
import dev.cratehold.store.StoreOptions;
import dev.cratehold.store.WorkItem;
import dev.cratehold.store.WorkState;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.Fault;
import dev.cratehold.testing.TestCrate;
import dev.cratehold.upstream.Catalog;
import dev.cratehold.upstream.Upstream;
import dev.cratehold.upstream.UpstreamOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirrorSyncTest {
  private static final String MOUNT = "crates-io";
  private static final Politeness FAST =
      new Politeness(4, OptionalInt.empty(), OptionalLong.empty());
  private static final MirrorSettings SETTINGS = settings(MirrorFilter.ALL);

  private final FakeRegistry registry = FakeRegistry.start();
  private final FakeCatalog catalog = new FakeCatalog();
  // Time passes between syncs, or what was looked at a moment ago would not be looked at again.
  private final AtomicLong later = new AtomicLong();
  private final InstantSource clock =
      () -> Instant.ofEpochMilli(System.currentTimeMillis() + later.get());

  @TempDir private Path data;
  private Store store;
  private Upstream upstream;

  /// Knows its crates; each change is a number.
  private static final class FakeCatalog implements Catalog {
    private final List<CrateName> changes = new ArrayList<>();
    private boolean forgetful;

    void changed(String... names) {
      Stream.of(names).map(CrateName::new).forEach(changes::add);
    }

    @Override
    public Names names() {
      return new Names(Integer.toString(changes.size()), changes.stream().distinct().toList());
    }

    @Override
    public Optional<Names> changedSince(String marker) {
      return forgetful
          ? Optional.empty()
          : Optional.of(
              new Names(
                  Integer.toString(changes.size()),
                  changes.subList(Integer.parseInt(marker), changes.size())));
    }
  }

  private static MirrorSettings settings(MirrorFilter filter) {
    return new MirrorSettings(Optional.empty(), Optional.empty(), filter, FAST);
  }

  private static MirrorFilter newest(int count) {
    return new MirrorFilter(List.of(), List.of(), OptionalInt.of(count), Content.CRATES);
  }

  @BeforeEach
  void open() throws IOException {
    store = Store.open(data, StoreOptions.defaults(), clock);
    upstream =
        new Upstream(
            registry.sparseUrl(),
            UpstreamOptions.defaults("test")
                .withRetryPause(Duration.ofMillis(1))
                .withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(2)),
            clock);
  }

  @AfterEach
  void close() throws IOException {
    upstream.close();
    store.close();
    registry.close();
  }

  private void publish(TestCrate... crates) {
    registry.publish(crates);
    Stream.of(crates).forEach(crate -> catalog.changed(crate.name().value()));
  }

  private static TestCrate crate(String name, String version) {
    return CrateBuilder.crate(name, version).build();
  }

  private static CrateId id(TestCrate crate) {
    return new CrateId(MOUNT, crate.name(), crate.version(), crate.checksum());
  }

  private SyncReport sync(MirrorSettings settings) throws Exception {
    later.addAndGet(10_000);
    RegistryProxy proxy = new RegistryProxy(MOUNT, store, upstream, ProxyConfig.defaults(), clock);
    return new MirrorSync(proxy, store, registry.sparseUrl().toString(), clock)
        .run(settings, new CatalogNames(catalog), Refused.WHEN_DUE, _ -> {});
  }

  private List<String> asked() {
    return registry.log().all().stream().map(request -> request.path()).sorted().toList();
  }

  private long downloads() {
    return registry.log().matching("/dl/.*").size();
  }

  @Test
  void run_first_holdsEverything() throws Exception {
    TestCrate foo = crate("foo", "1.0.0");
    TestCrate bar = crate("Bar_x", "0.1.0+b");
    publish(foo, bar);

    SyncReport report = sync(SETTINGS);

    assertThat(report.isComplete()).isTrue();
    assertThat(report.done().fetched()).isEqualTo(2);
    assertThat(store.holds(id(foo))).isTrue();
    assertThat(store.holds(id(bar))).isTrue();
    assertThat(store.mirrors().find(MOUNT).flatMap(MirrorState::marker)).contains("catalog:2");
  }

  @Test
  void run_catalogKnowsChanges_asksForTheseAlone() throws Exception {
    for (int i = 0; i < 20; i++) {
      publish(crate("crate-" + i, "1.0.0"));
    }
    sync(SETTINGS);
    registry.log().clear();
    publish(crate("crate-3", "1.1.0"));

    SyncReport report = sync(SETTINGS);

    assertThat(report.done().fetched()).isEqualTo(1);
    assertThat(asked()).containsExactly("/dl/crate-3/1.1.0/download", "/index/cr/at/crate-3");
  }

  @Test
  void run_catalogForgotTheMarker_looksAtAllNames() throws Exception {
    publish(crate("foo", "1.0.0"), crate("bar", "1.0.0"));
    sync(SETTINGS);
    catalog.forgetful = true;
    registry.log().clear();

    sync(SETTINGS);

    assertThat(asked()).containsExactly("/index/3/b/bar", "/index/3/f/foo");
  }

  @Test
  void run_crateDeleted_forgetsItsIndexFileAndKeepsItsFiles() throws Exception {
    TestCrate foo = crate("foo", "1.0.0");
    publish(foo);
    sync(SETTINGS);
    registry.remove("foo");
    catalog.changed("foo");

    SyncReport report = sync(SETTINGS);

    assertThat(report.isComplete()).isTrue();
    assertThat(report.done().missingNames()).containsExactly(foo.name());
    assertThat(store.index().find(MOUNT, foo.name())).isEmpty();
    assertThat(store.holds(id(foo))).isTrue();
  }

  @Test
  void run_downloadRefused_staysInTheQueueUntilItSucceeds() throws Exception {
    TestCrate foo = crate("foo", "1.0.0");
    publish(foo, crate("bar", "1.0.0"));
    registry.when(foo).then(Fault.status(403));

    SyncReport broken = sync(SETTINGS);
    assertThat(broken.isComplete()).isFalse();
    assertThat(broken.left().in(WorkState.REFUSED)).isEqualTo(1);
    assertThat(store.workQueue().failures(MOUNT, 10))
        .singleElement()
        .satisfies(failure -> assertThat(failure.reason()).contains("foo 1.0.0", "403"));

    registry.heal();
    later.addAndGet(60_000);
    registry.log().clear();
    SyncReport healed = sync(SETTINGS);
    assertThat(healed.isComplete()).isTrue();
    assertThat(store.holds(id(foo))).isTrue();
    assertThat(downloads()).isEqualTo(1);
  }

  @Test
  void run_indexFileFails_staysInTheQueueAndIsTriedAgain() throws Exception {
    publish(crate("foo", "1.0.0"), crate("bar", "1.0.0"));
    registry.when("/index/3/f/foo").then(Fault.status(403));

    SyncReport broken = sync(SETTINGS);
    assertThat(broken.left().in(WorkState.REFUSED)).isEqualTo(1);
    assertThat(broken.done().fetched()).isEqualTo(1);

    registry.heal();
    assertThat(sync(SETTINGS).isComplete()).isTrue();
  }

  @Test
  void look_upstreamFailsWithACopyHere_isAFailure() throws Exception {
    TestCrate foo = crate("foo", "1.0.0");
    publish(foo);
    sync(SETTINGS);
    later.addAndGet(10_000);
    registry.when("/index/3/f/foo").then(Fault.status(403));
    RegistryProxy proxy = new RegistryProxy(MOUNT, store, upstream, ProxyConfig.defaults(), clock);
    Attempt look =
        new Attempts(
                proxy,
                store,
                new CatalogNames(catalog),
                MirrorFilter.ALL,
                Pace.none(),
                new SyncCounters())
            .of(WorkItem.Kind.INDEX_FILE);

    assertThatExceptionOfType(StaleIndexException.class)
        .isThrownBy(() -> look.make(new QueuedItem(new WorkItem.IndexFile(MOUNT, foo.name()), 0)));
  }

  /// Breaks off behind the first name.
  private static final class BrokenNames implements NameSource {
    @Override
    public Everything all() {
      return new Everything(
          visitor -> {
            visitor.visit(new CrateName("foo"));
            throw new IOException("broken off");
          },
          Optional.of("1"),
          MirrorLedger.Gone.LOOKED_AT);
    }

    @Override
    public Step since(String marker) {
      return all();
    }
  }

  @Test
  void run_namesBreakOff_areListedFromTheBeginningNextTime() throws Exception {
    publish(crate("foo", "1.0.0"), crate("bar", "1.0.0"));
    RegistryProxy proxy = new RegistryProxy(MOUNT, store, upstream, ProxyConfig.defaults(), clock);
    MirrorSync sync = new MirrorSync(proxy, store, registry.sparseUrl().toString(), clock);

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> sync.run(SETTINGS, new BrokenNames(), Refused.WHEN_DUE, _ -> {}));

    assertThat(store.mirrors().find(MOUNT).flatMap(MirrorState::marker)).isEmpty();
    assertThat(sync(SETTINGS).done().fetched()).isEqualTo(2);
  }

  @Test
  void run_namesCannotBeRead_keepsWhatWasSettledBefore() throws Exception {
    publish(crate("foo", "1.0.0"));
    var _ = sync(SETTINGS);
    Optional<MirrorState> before = store.mirrors().find(MOUNT);
    RegistryProxy proxy = new RegistryProxy(MOUNT, store, upstream, ProxyConfig.defaults(), clock);
    MirrorSync sync = new MirrorSync(proxy, store, registry.sparseUrl().toString(), clock);
    NameSource missing = new NamesFile(data.resolve("missing"));

    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> sync.run(settings(newest(1)), missing, Refused.WHEN_DUE, _ -> {}));

    assertThat(before).isPresent();
    assertThat(store.mirrors().find(MOUNT)).isEqualTo(before);
  }

  @Test
  void run_filterChanged_fetchesWhatIsWantedNow() throws Exception {
    publish(crate("foo", "1.0.0"), crate("foo", "2.0.0"), crate("foo", "3.0.0"));

    assertThat(sync(settings(newest(1))).done().fetched()).isEqualTo(1);
    assertThat(sync(settings(newest(2))).done().fetched()).isEqualTo(1);
    assertThat(sync(SETTINGS).done().fetched()).isEqualTo(1);
    assertThat(sync(SETTINGS).done().looked()).isZero();
  }

  @Test
  void run_crateMissing_isFoundQueuedAndFetchedAgain() throws Exception {
    TestCrate foo = crate("foo", "1.0.0");
    publish(foo, crate("bar", "1.0.0"));
    sync(SETTINGS);
    store.blobs().delete(foo.checksum());

    List<CrateId> missing = new ArrayList<>();
    MirrorCheck.Listener listener =
        new MirrorCheck.Listener() {
          @Override
          public void missing(CrateId crate, String reason) {
            missing.add(crate);
          }

          @Override
          public void progressed(long names, long all) {}
        };
    MirrorCheck.Result result =
        new MirrorCheck(
                store,
                MOUNT,
                MirrorFilter.ALL,
                MirrorCheck.Depth.EXISTENCE,
                MirrorCheck.Repair.QUEUE,
                listener)
            .run();

    assertThat(result.missing()).isEqualTo(1);
    assertThat(missing).containsExactly(id(foo));
    assertThat(sync(SETTINGS).done().fetched()).isEqualTo(1);
    assertThat(store.holds(id(foo))).isTrue();
  }

  @Test
  void prune_filterNarrower_removesWhatItDoesNotWant() throws Exception {
    TestCrate old = crate("foo", "1.0.0");
    TestCrate last = crate("foo", "2.0.0");
    publish(old, last);
    sync(SETTINGS);
    sync(settings(newest(1)));

    List<CrateId> planned = new ArrayList<>();
    MirrorPruning.Listener plan = (held, _) -> planned.add(held.crate());
    new MirrorPruning(store, MOUNT, newest(1), MirrorPruning.Mode.DRY_RUN, plan).run();
    assertThat(planned).containsExactly(id(old));
    assertThat(store.holds(id(old))).isTrue();

    MirrorPruning.Result result =
        new MirrorPruning(store, MOUNT, newest(1), MirrorPruning.Mode.REMOVE, (_, _) -> {}).run();
    assertThat(result.removed()).isEqualTo(1);
    assertThat(store.holds(id(old))).isFalse();
    assertThat(store.blobs().open(old.checksum())).isEmpty();
    assertThat(store.holds(id(last))).isTrue();
  }

  @Test
  void prune_indexFileToBeLookedAt_removesNothingOfThatCrate() throws Exception {
    TestCrate old = crate("foo", "1.0.0");
    publish(old, crate("foo", "2.0.0"));
    sync(SETTINGS);
    store.workQueue().add(List.of(new WorkItem.IndexFile(MOUNT, old.name())));

    MirrorPruning.Result result =
        new MirrorPruning(store, MOUNT, newest(1), MirrorPruning.Mode.REMOVE, (_, _) -> {}).run();

    assertThat(result.removed()).isZero();
    assertThat(store.holds(id(old))).isTrue();
  }

  @Test
  void prune_pinnedVersion_stays() throws Exception {
    TestCrate old = crate("foo", "1.0.0");
    publish(old, crate("foo", "2.0.0"));
    sync(SETTINGS);
    int _ = store.pins().add(List.of(new Pin(MOUNT, old.name(), Optional.of(old.version()), "us")));

    MirrorPruning.Result result =
        new MirrorPruning(store, MOUNT, newest(1), MirrorPruning.Mode.REMOVE, (_, _) -> {}).run();

    assertThat(result.removed()).isZero();
    assertThat(store.holds(id(old))).isTrue();
  }

  @Test
  void prune_crateOfAnotherRegistry_stays() throws Exception {
    TestCrate foo = crate("foo", "1.0.0");
    publish(foo);
    sync(SETTINGS);

    MirrorPruning.Result result =
        new MirrorPruning(store, "other", MirrorFilter.ALL, MirrorPruning.Mode.REMOVE, (_, _) -> {})
            .run();

    assertThat(result).isEqualTo(new MirrorPruning.Result(0, 0, 0));
    assertThat(store.holds(id(foo))).isTrue();
  }

  @Test
  void prune_indexFilesForgotten_removesNothing() throws Exception {
    publish(crate("foo", "1.0.0"));
    sync(SETTINGS);
    store.index().forgetAll(MOUNT);

    MirrorPruning.Result result =
        new MirrorPruning(store, MOUNT, MirrorFilter.ALL, MirrorPruning.Mode.REMOVE, (_, _) -> {})
            .run();

    assertThat(result.removed()).isZero();
    assertThat(result.kept()).isEqualTo(1);
  }

  private SyncReport sync(MirrorSettings settings, NameSource source, Refused refused)
      throws Exception {
    later.addAndGet(10_000);
    RegistryProxy proxy = new RegistryProxy(MOUNT, store, upstream, ProxyConfig.defaults(), clock);
    return new MirrorSync(proxy, store, registry.sparseUrl().toString(), clock)
        .run(settings, source, refused, _ -> {});
  }

  private SyncReport syncNames(String... names) throws Exception {
    Path file = Files.write(data.resolve(String.join("-", names)), List.of(names));
    return sync(
        new MirrorSettings(Optional.of(file), Optional.empty(), MirrorFilter.ALL, FAST),
        new NamesFile(file),
        Refused.WHEN_DUE);
  }

  @Test
  void run_filterNarrower_forgetsTheCratesThatOnlyTheOneBeforeWanted() throws Exception {
    TestCrate old = crate("foo", "1.0.0");
    publish(old, crate("foo", "2.0.0"));
    registry.when(old).then(Fault.status(403));
    assertThat(sync(SETTINGS).isComplete()).isFalse();

    assertThat(sync(settings(newest(1))).isComplete()).isTrue();
  }

  @Test
  void run_otherNames_forgetsTheCratesThatOnlyThoseBeforeNamed() throws Exception {
    TestCrate foo = crate("foo", "1.0.0");
    publish(foo, crate("bar", "1.0.0"));
    registry.when(foo).then(Fault.status(403));
    assertThat(syncNames("foo", "bar").isComplete()).isFalse();

    assertThat(syncNames("bar").isComplete()).isTrue();
  }

  @Test
  void run_refusedAgainAndAgain_isTriedOnceItsPauseIsOverOrAtOnceOnDemand() throws Exception {
    TestCrate foo = crate("foo", "1.0.0");
    publish(foo);
    registry.when(foo).then(Fault.status(403));
    for (int i = 0; i < Verdict.EAGER_ATTEMPTS + 1; i++) {
      assertThat(sync(SETTINGS).isComplete()).isFalse();
    }
    registry.heal();

    assertThat(sync(SETTINGS).isComplete()).isFalse();
    assertThat(sync(SETTINGS, new CatalogNames(catalog), Refused.NOW).isComplete()).isTrue();
  }

  private List<String> pruned(MirrorFilter filter) throws Exception {
    List<String> removed = new ArrayList<>();
    MirrorPruning.Listener listener =
        (held, reason) -> removed.add(held.crate().name() + ": " + reason);
    new MirrorPruning(store, MOUNT, filter, MirrorPruning.Mode.REMOVE, listener).run();
    return removed;
  }

  @Test
  void prune_crateExcludedOrNotNamed_isRemoved() throws Exception {
    publish(crate("foo", "1.0.0"), crate("bar", "1.0.0"), crate("baz", "1.0.0"));
    syncNames("foo", "bar", "baz");
    syncNames("bar", "baz");

    MirrorFilter noBaz =
        new MirrorFilter(
            List.of(), List.of(new NamePattern("baz")), OptionalInt.empty(), Content.CRATES);

    assertThat(pruned(MirrorFilter.ALL)).containsExactly("foo: the mirror does not have foo");
    assertThat(pruned(noBaz)).containsExactly("baz: the mirror does not have baz");
    assertThat(pruned(MirrorFilter.ALL)).isEmpty();
  }

  @Test
  void prune_crateThatTheRegistryDeleted_isRemoved() throws Exception {
    publish(crate("foo", "1.0.0"));
    sync(SETTINGS);
    registry.remove("foo");
    catalog.changed("foo");
    sync(SETTINGS);

    assertThat(pruned(MirrorFilter.ALL))
        .containsExactly("foo: the registry does not have foo any more");
  }
}
