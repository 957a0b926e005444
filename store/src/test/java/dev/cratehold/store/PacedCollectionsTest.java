package dev.cratehold.store;

import static dev.cratehold.store.Samples.bytes;
import static dev.cratehold.store.Samples.crate;
import static dev.cratehold.store.Samples.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.cratehold.registry.CrateName;
import dev.cratehold.store.StoreStatus.State;
import dev.cratehold.testing.FakeClock;
import dev.cratehold.testing.FaultyFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PacedCollectionsTest {
  private static final int SIZE = 100_000;
  private static final long MOST = 1_000_000;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final CollectionLimits LIMITS =
      CollectionLimits.none().withMaxBytes(MOST).withMinFree(0);

  private final FaultyFileSystem disk = FaultyFileSystem.create();
  private final FakeClock clock = new FakeClock();

  @TempDir Path directory;
  private Store store;

  @BeforeEach
  void openStore() throws IOException {
    open();
  }

  private void open() throws IOException {
    store =
        Store.open(
            disk.path(directory), StoreOptions.defaults().withMinFree(0).withMaxBytes(MOST), clock);
  }

  @AfterEach
  void closeStore() throws IOException {
    store.close();
  }

  private static CrateId numbered(int number) {
    return crate("crate" + number, "1.0.0", bytes(number, SIZE));
  }

  /// Publishes until nothing more has room; an hour lies between two crates. Returns how many.
  private int fill() throws IOException {
    for (int i = 0; ; i++) {
      try {
        publish(store, numbered(i), bytes(i, SIZE));
      } catch (NoRoomException _) {
        return i;
      }
      store.close();
      Files.setLastModifiedTime(
          Samples.file(directory, numbered(i).checksum()), FileTime.from(clock.instant()));
      clock.advance(HOUR);
      open();
    }
  }

  private static void await(BooleanSupplier condition) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
          }
        });
  }

  private boolean hasRoom() {
    try {
      store.stage(OptionalLong.of(SIZE)).close();
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private boolean holds(int number) throws IOException {
    return store.holdings().contains(numbered(number));
  }

  @Test
  void shortage_limitReached_makesRoomByTheLeastRecentlyUsed() throws IOException {
    int count = fill();
    clock.advance(HOUR);
    store.uses().used(numbered(0), SIZE, clock.instant());

    try (CollectionSchedule _ = store.keepCollecting(LIMITS, HOUR)) {
      await(this::hasRoom);
    }

    assertThat(holds(0)).isTrue();
    assertThat(holds(1)).isFalse();
    assertThat(holds(count - 1)).isTrue();
    assertThat(store.status().storedBytes()).isLessThanOrEqualTo(MOST * 95 / 100);
    assertThat(store.status().state()).isEqualTo(State.WRITABLE);
  }

  @Test
  void shortage_diskBelowItsReserve_makesRoom() throws IOException {
    int count = fill();
    disk.pretendFree(500_000);
    store.close();
    store = Store.open(disk.path(directory), StoreOptions.defaults().withMinFree(600_000), clock);

    try (CollectionSchedule _ =
        store.keepCollecting(LIMITS.withMaxBytes(2 * MOST).withMinFree(600_000), HOUR)) {
      assertThat(hasRoom()).isFalse();
      await(() -> crates() < count);
    }

    assertThat(holds(0)).isFalse();
    assertThat(holds(count - 1)).isTrue();
  }

  @Test
  void shortage_everythingPinned_saysWhyThereIsNoRoom() throws IOException {
    int count = fill();
    for (int i = 0; i < count; i++) {
      CrateName name = numbered(i).name();
      store.pins().add(List.of(new Pin(Samples.REGISTRY, name, Optional.empty(), "test")));
    }

    try (CollectionSchedule _ = store.keepCollecting(LIMITS, HOUR)) {
      assertThat(hasRoom()).isFalse();
      await(() -> store.status().sentence().contains("what is left is pinned or was used"));
    }

    assertThat(store.holdings().totals().crates()).isEqualTo(count);
    assertThatExceptionOfType(NoRoomException.class)
        .isThrownBy(() -> store.stage(OptionalLong.of(SIZE)))
        .withMessageContaining("more would have to go");
  }

  @Test
  void interval_isOver_collectsByAge() throws IOException {
    fill();
    clock.advance(Duration.ofDays(3));
    CollectionLimits days = CollectionLimits.none().withMaxAge(Duration.ofDays(2));

    try (CollectionSchedule _ = store.keepCollecting(days, Duration.ofMillis(1))) {
      await(() -> crates() == 0);
    }
  }

  private long crates() {
    try {
      return store.holdings().totals().crates();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void keepCollecting_nothingConfigured_deletesNothing() throws IOException {
    int count = fill();
    clock.advance(Duration.ofDays(1000));

    try (CollectionSchedule _ =
        store.keepCollecting(CollectionLimits.none(), Duration.ofMillis(1))) {
      assertThat(hasRoom()).isFalse();
    }

    assertThat(crates()).isEqualTo(count);
  }
}
