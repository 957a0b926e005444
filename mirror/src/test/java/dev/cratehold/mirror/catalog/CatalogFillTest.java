package dev.cratehold.mirror.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cratehold.mirror.sync.CatalogNames;
import dev.cratehold.mirror.sync.MirrorFilter;
import dev.cratehold.mirror.sync.MirrorFilter.Content;
import dev.cratehold.mirror.sync.MirrorSettings;
import dev.cratehold.mirror.sync.MirrorSync;
import dev.cratehold.mirror.sync.NamePattern;
import dev.cratehold.mirror.sync.Politeness;
import dev.cratehold.proxy.ProxyConfig;
import dev.cratehold.proxy.RegistryProxy;
import dev.cratehold.proxy.Wish;
import dev.cratehold.registry.CrateName;
import dev.cratehold.store.IndexCopy;
import dev.cratehold.store.Store;
import dev.cratehold.store.StoreOptions;
import dev.cratehold.store.WorkItem;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeClock;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.Fault;
import dev.cratehold.testing.Hook;
import dev.cratehold.testing.TestCrate;
import dev.cratehold.upstream.Catalog;
import dev.cratehold.upstream.Upstream;
import dev.cratehold.upstream.UpstreamException;
import dev.cratehold.upstream.UpstreamOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogFillTest {
  private static final String MOUNT = "crates-io";

  private final FakeClock clock = new FakeClock();
  private final FakeRegistry registry = FakeRegistry.start();
  private final FakeCatalog catalog = new FakeCatalog();

  @TempDir private Path data;
  private Store store;
  private Upstream upstream;
  private RegistryProxy proxy;

  @BeforeEach
  void open() throws IOException {
    store = Store.open(data, StoreOptions.defaults(), clock);
    upstream =
        new Upstream(
            registry.sparseUrl(),
            UpstreamOptions.defaults("test").withRetryPause(Duration.ofMillis(1)),
            clock);
    proxy = new RegistryProxy(MOUNT, store, upstream, ProxyConfig.defaults(), clock);
  }

  @AfterEach
  void close() throws IOException {
    upstream.close();
    store.close();
    registry.close();
  }

  private CatalogFill fill() {
    return new CatalogFill(proxy, store, catalog, registry.indexUrl().toString(), clock);
  }

  /// Files, and what changed at each moment; the marker counts moments.
  private static final class FakeCatalog implements Catalog {
    private final Map<String, String> files = new TreeMap<>();
    private final List<List<CrateName>> changes = new ArrayList<>();
    private int listings;

    void put(TestCrate crate) {
      files.merge(crate.name().value(), crate.indexLine() + "\n", String::concat);
      changes.add(List.of(crate.name()));
    }

    void remove(TestCrate crate) {
      files.remove(crate.name().value());
      changes.add(List.of(crate.name()));
    }

    @Override
    public Names names() {
      listings++;
      return new Names(marker(), files.keySet().stream().map(CrateName::new).toList());
    }

    private String marker() {
      return Integer.toString(changes.size());
    }

    @Override
    public Optional<Names> changedSince(String marker) {
      List<List<CrateName>> later = changes.subList(Integer.parseInt(marker), changes.size());
      return Optional.of(
          new Names(marker(), later.stream().flatMap(List::stream).distinct().toList()));
    }

    @Override
    public Optional<byte[]> file(CrateName name) {
      return Optional.ofNullable(files.get(name.value()))
          .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static TestCrate crate(String name, String version) {
    return CrateBuilder.crate(name, version).build();
  }

  private String kept(String name) throws IOException {
    return store
        .index()
        .find(MOUNT, new CrateName(name))
        .map(IndexCopy::body)
        .map(body -> new String(body, StandardCharsets.UTF_8))
        .orElse("");
  }

  private long requests() {
    return registry.log().matching("/index/.*").size();
  }

  @Test
  void run_firstTime_takesEveryFileWithoutAskingTheUpstream() throws Exception {
    List<TestCrate> crates = List.of(crate("foo", "1.0.0"), crate("bar", "1.0.0"));
    crates.forEach(catalog::put);
    assertThat(fill().isComplete()).isFalse();

    assertThat(fill().run()).isEqualTo(2);

    assertThat(fill().isComplete()).isTrue();
    assertThat(kept("foo")).isEqualTo(crates.get(0).indexLine() + "\n");
    assertThat(requests()).isZero();
  }

  @Test
  void run_again_looksAtWhatChangedAlone() throws Exception {
    catalog.put(crate("foo", "1.0.0"));
    catalog.put(crate("bar", "1.0.0"));
    fill().run();
    TestCrate newer = crate("foo", "1.1.0");
    registry.publish(crate("foo", "1.0.0"), newer);
    catalog.put(newer);

    assertThat(fill().run()).isEqualTo(1);

    assertThat(catalog.listings).isEqualTo(1);
    assertThat(kept("foo")).contains("1.1.0");
  }

  @Test
  void run_copyHereDiffers_asksTheUpstreamWhichIsRight() throws Exception {
    registry.publish(crate("foo", "1.0.0"), crate("foo", "1.1.0"));
    proxy.look(new CrateName("foo"), Wish.AS_KEPT);
    catalog.put(crate("foo", "1.0.0"));
    clock.advance(Duration.ofMinutes(2));

    fill().run();

    assertThat(kept("foo")).contains("1.1.0");
    assertThat(requests()).isEqualTo(2);
  }

  @Test
  void run_crateGoneFromTheCatalog_isGoneOnlyIfTheUpstreamSaysSo() throws Exception {
    TestCrate foo = crate("foo", "1.0.0");
    TestCrate bar = crate("bar", "1.0.0");
    catalog.put(foo);
    catalog.put(bar);
    fill().run();
    registry.publish(bar);
    catalog.remove(foo);
    catalog.remove(bar);
    clock.advance(Duration.ofMinutes(2));

    fill().run();

    assertThat(kept("foo")).isEmpty();
    assertThat(kept("bar")).isNotEmpty();
  }

  @Test
  void run_upstreamFailsWhereItIsNeeded_isNotComplete() throws Exception {
    registry.stop();

    assertThatExceptionOfType(UpstreamException.class)
        .isThrownBy(() ->
            new CatalogFill(proxy, store, new NamesAlone(), registry.indexUrl().toString(), clock)
                .run());
    assertThat(fill().isComplete()).isFalse();
  }

  /// Knows names and no files.
  private static final class NamesAlone implements Catalog {
    @Override
    public Names names() {
      return new Names("x", List.of(new CrateName("foo")));
    }

    @Override
    public Optional<Names> changedSince(String marker) {
      return Optional.empty();
    }
  }

  @Test
  void run_copyDiffersAndUpstreamFails_isLookedAtAgain() throws Exception {
    catalog.put(crate("foo", "1.0.0"));
    fill().run();
    registry.publish(crate("foo", "1.0.0"), crate("foo", "1.1.0"));
    catalog.put(crate("foo", "1.1.0"));
    clock.advance(Duration.ofMinutes(2));
    Hook failing = registry.when("/index/.*").then(Fault.status(500));

    assertThatExceptionOfType(IOException.class).isThrownBy(() -> fill().run());

    failing.close();
    clock.advance(Duration.ofMinutes(2));
    fill().run();
    assertThat(kept("foo")).contains("1.1.0");
  }

  @Test
  void isComplete_firstFillOfAnotherUpstreamFails_staysFalse() throws Exception {
    catalog.put(crate("foo", "1.0.0"));
    fill().run();
    registry.stop();
    CatalogFill other =
        new CatalogFill(proxy, store, new NamesAlone(), "https://other.example/", clock);
    proxy.look(new CrateName("foo"), Wish.AS_KEPT);

    assertThatExceptionOfType(IOException.class).isThrownBy(other::run);

    assertThat(other.isComplete()).isFalse();
  }

  @Test
  void run_fileThatIsNone_isPassedOver() throws Exception {
    catalog.files.put("bad", "<html>");
    catalog.put(crate("foo", "1.0.0"));

    fill().run();

    assertThat(kept("bad")).isEmpty();
    assertThat(kept("foo")).isNotEmpty();
  }

  @Test
  void isComplete_filledForAnotherUpstream_isFalse() throws Exception {
    catalog.put(crate("foo", "1.0.0"));
    fill().run();

    CatalogFill other = new CatalogFill(proxy, store, catalog, "https://other.example/", clock);

    assertThat(other.isComplete()).isFalse();
  }

  /// What was here when the first upstream's markers were made is not here any more.
  @Test
  void isComplete_upstreamChangedAndChangedBack_isFalse() throws Exception {
    long _ = store.registry(MOUNT, "one");
    catalog.put(crate("foo", "1.0.0"));
    fill().run();
    assertThat(fill().isComplete()).isTrue();

    long _ = store.registry(MOUNT, "other");
    long _ = store.registry(MOUNT, "one");

    assertThat(fill().isComplete()).isFalse();
    proxy = new RegistryProxy(MOUNT, store, upstream, ProxyConfig.defaults(), clock);
    fill().run();
    assertThat(kept("foo")).isNotEmpty();
  }

  private void mirror(MirrorSettings settings) throws Exception {
    new MirrorSync(proxy, store, registry.indexUrl().toString(), clock)
        .run(settings, new CatalogNames(catalog), MirrorSync.Refused.WHEN_DUE, _ -> {});
  }

  @Test
  void run_afterAMirrorOfEverything_looksAtWhatChangedSince() throws Exception {
    TestCrate foo = crate("foo", "1.0.0");
    registry.publish(foo);
    catalog.put(foo);
    mirror(MirrorSettings.DEFAULT);

    assertThat(fill().isComplete()).isTrue();
    catalog.put(crate("bar", "1.0.0"));
    int listings = catalog.listings;
    assertThat(fill().run()).isEqualTo(1);
    assertThat(catalog.listings).isEqualTo(listings);
    assertThat(kept("bar")).isNotEmpty();
  }

  @Test
  void isComplete_mirrorOfSomethingOrWithoutAnIndexFile_isFalse() throws Exception {
    TestCrate foo = crate("foo", "1.0.0");
    registry.publish(foo);
    catalog.put(foo);
    MirrorFilter some =
        new MirrorFilter(
            List.of(new NamePattern("f*")), List.of(), OptionalInt.empty(), Content.CRATES);
    mirror(new MirrorSettings(Optional.empty(), Optional.empty(), some, Politeness.DEFAULT));
    assertThat(fill().isComplete()).isFalse();

    mirror(MirrorSettings.DEFAULT);
    assertThat(fill().isComplete()).isTrue();
    long _ = store.workQueue().add(List.of(new WorkItem.IndexFile(MOUNT, new CrateName("new"))));
    assertThat(fill().isComplete()).isFalse();
  }

  @Test
  void offer_takenFile_isComparedWithTheUpstreamWhenItIsAskedFor() throws Exception {
    catalog.put(crate("foo", "1.0.0"));
    fill().run();
    registry.publish(crate("foo", "1.0.0"), crate("foo", "1.1.0"));

    proxy.look(new CrateName("foo"), Wish.AS_KEPT);

    assertThat(kept("foo")).contains("1.1.0");
  }
}
