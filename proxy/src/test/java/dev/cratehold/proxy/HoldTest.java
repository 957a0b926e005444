package dev.cratehold.proxy;

import static dev.cratehold.proxy.ProxyFixture.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cratehold.registry.Checksum;
import dev.cratehold.store.HeldCrate;
import dev.cratehold.store.LocalFile;
import dev.cratehold.store.NoRoomException;
import dev.cratehold.store.Store;
import dev.cratehold.store.StoreOptions;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.Fault;
import dev.cratehold.testing.FaultyFileSystem;
import dev.cratehold.testing.Hook;
import dev.cratehold.testing.TestCrate;
import dev.cratehold.upstream.UpstreamException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Crates that are fetched for the store alone.
class HoldTest {
  private final TestCrate crate = CrateBuilder.crate("foo", "1.0.0").payload(300_000, 1).build();

  @TempDir private Path data;
  private ProxyFixture fixture;

  @BeforeEach
  void open() throws IOException {
    fixture = ProxyFixture.open(data);
    fixture.registry.publish(crate);
  }

  @AfterEach
  void close() throws IOException {
    fixture.close();
  }

  private Holding hold() throws IOException {
    return fixture.proxy.hold(crate.name(), crate.version(), crate.checksum());
  }

  private long downloads() {
    return fixture.registry.log().count(fixture.registry.downloadPath(crate));
  }

  @Test
  void hold_twice_fetchesOnce() throws IOException {
    assertThat(hold()).isEqualTo(Holding.FETCHED);
    assertThat(hold()).isEqualTo(Holding.HELD);

    assertThat(downloads()).isEqualTo(1);
    try (LocalFile file = fixture.store.open(id(crate)).orElseThrow()) {
      assertThat(file.length()).isEqualTo(crate.file().length);
    }
  }

  @Test
  void hold_done_isNeitherARequestNorAUse() throws IOException {
    hold();
    fixture.store.close();

    assertThat(fixture.proxy.statistics().crates().found().values()).containsOnly(0L);
    try (Store store = Store.open(data, StoreOptions.defaults(), fixture.clock)) {
      assertThat(store.holdings().find(id(crate)))
          .hasValueSatisfying(held -> assertThat(held).extracting(HeldCrate::uses).isEqualTo(0L));
    }
  }

  @Test
  void hold_besideAClient_sharesItsFetch() throws Exception {
    Hook stalled = fixture.registry.when(crate).then(Fault.hang());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<byte[]> client = threads.submit(() -> fixture.fetch(crate));
      fixture.registry.log().await(fixture.registry.downloadPath(crate), 1, Duration.ofSeconds(20));
      Future<Holding> holding = threads.submit(this::hold);
      stalled.release();

      assertThat(client.get()).isEqualTo(crate.file());
      assertThat(holding.get()).isIn(Holding.FETCHED, Holding.HELD);
    }
    assertThat(downloads()).isEqualTo(1);
  }

  @Test
  void hold_unlistedChecksum_fetchesNothing() throws IOException {
    Checksum other = new Checksum("0".repeat(64));

    assertThat(fixture.proxy.hold(crate.name(), crate.version(), other))
        .isEqualTo(Holding.NOT_LISTED);
    assertThat(downloads()).isZero();
  }

  @Test
  void hold_upstreamFails_isAFailureAndLaterFetched() throws IOException {
    Hook failing = fixture.registry.when(crate).then(Fault.status(500));

    assertThatExceptionOfType(UpstreamException.class).isThrownBy(this::hold);

    failing.close();
    assertThat(hold()).isEqualTo(Holding.FETCHED);
  }

  @Test
  void hold_fullDisk_saysSoAndDoesNotFetchToTheEnd() throws Exception {
    FaultyFileSystem files = FaultyFileSystem.create();
    Path full = data.resolve("full");
    try (Store store = Store.open(files.path(full), StoreOptions.defaults(), fixture.clock)) {
      RegistryProxy proxy =
          new RegistryProxy(
              ProxyFixture.MOUNT, store, fixture.upstream, ProxyFixture.patient(), fixture.clock);
      files.fullFrom(1);

      assertThatExceptionOfType(NoRoomException.class)
          .isThrownBy(() -> proxy.hold(crate.name(), crate.version(), crate.checksum()));

      files.heal();
      assertThat(proxy.hold(crate.name(), crate.version(), crate.checksum()))
          .isEqualTo(Holding.FETCHED);
    }
  }
}
