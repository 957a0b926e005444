package dev.cratehold.home.gc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.ItemId;
import dev.cratehold.home.lastuse.LastUseRow;
import dev.cratehold.home.layout.HomeListing;
import dev.cratehold.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A quarter of an inventory of 20,000 crates, 20,000 sources and 300 clones, of which half is to
/// go: making all of it takes the disk a minute, and what is held grows with the number.
class LargeInventoryTest {
  private static final int CRATES = 5_000;
  private static final int CLONES = 75;
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final String REGISTRY = TestHome.REGISTRY;

  @TempDir private Path scratch;

  private static long used(int number) {
    return NOW.getEpochSecond() - (number % 2 == 0 ? 200 : 2) * 86_400L - number;
  }

  private static LastUseRow row(ItemId id, int number) {
    return new LastUseRow(id, OptionalLong.of(number), used(number));
  }

  private CargoHome makeDirectories() throws IOException {
    CargoHome home = new CargoHome(scratch.toRealPath());
    Path cache = Files.createDirectories(home.root().resolve("registry/cache").resolve(REGISTRY));
    Path src = Files.createDirectories(home.root().resolve("registry/src").resolve(REGISTRY));
    Files.createDirectories(home.resolve(ItemId.index(REGISTRY)));
    for (int i = 0; i < CRATES; i++) {
      Files.createFile(cache.resolve("package-%d-1.0.0.crate".formatted(i)));
      Files.createDirectory(src.resolve("package-%d-1.0.0".formatted(i)));
    }
    for (int i = 0; i < CLONES; i++) {
      Files.createDirectories(home.resolve(ItemId.gitDb("project-%d".formatted(i))));
    }
    return home;
  }

  private static List<LastUseRow> rows() {
    List<LastUseRow> rows = new ArrayList<>();
    rows.add(row(ItemId.index(REGISTRY), 1));
    for (int i = 0; i < CRATES; i++) {
      rows.add(row(ItemId.crate(REGISTRY, "package-%d-1.0.0.crate".formatted(i)), i));
      rows.add(row(ItemId.src(REGISTRY, "package-%d-1.0.0".formatted(i)), i));
    }
    for (int i = 0; i < CLONES; i++) {
      rows.add(row(ItemId.gitDb("project-%d".formatted(i)), i));
    }
    return rows;
  }

  @Test
  void plan_largeHome_takesASmallPartOfAQuarterOf256Megabytes() throws IOException {
    CargoHome home = makeDirectories();
    LastUses uses = LastUses.of(rows());
    CollectionOptions options = CollectionOptions.builder().build();
    Planning planning =
        new Planning(
            Posix.system(), options, NOW, new Measuring(home, Posix.system(), HomeListener.NONE));

    HomeListing listing = HomeListing.read(home, Posix.system());
    Inventory inventory = InventoryReader.read(listing, uses, NOW);
    HomePlan plan = planning.plan(inventory);

    assertThat(plan.totals().items()).isEqualTo(CRATES + (CLONES + 1) / 2);
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    long held = runtime.totalMemory() - runtime.freeMemory();
    assertThat(held).as("heap with rows, listing, inventory and plan").isLessThan(48L << 20);
    assertThat(List.of(uses, listing, inventory, plan)).isNotEmpty();
  }
}
