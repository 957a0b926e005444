package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.home.CargoSize;
import dev.cratehold.home.compat.CompatTexts;
import dev.cratehold.home.compat.CompatTotals;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 4: sizes in words are those of the real cargo, digit for digit, for a thousand sizes: it is
/// shown a crate of each size, an empty file that has only a length.
class HomeAcceptance04HumanBytesTest {
  private static final long SEED = Long.getLong("cratehold.bytes.seed", 4L);
  private static final int SIZES = 1000;

  /// The longest file of common file systems is a little under twice that.
  private static final int LARGEST_POWER = 43;

  @TempDir private Path scratch;

  @Test
  void text_aThousandSizes_isCargos() throws Exception {
    System.out.println("seed " + SEED);
    Path home = Files.createDirectory(scratch.resolve("home"));
    Files.createDirectories(home.resolve("registry/index/r-0123456789abcdef"));
    Path cache = Files.createDirectories(home.resolve("registry/cache/r-0123456789abcdef"));
    CompatCase asked = new CompatCase(List.of("--max-crate-size", "0"), 1_790_000_000);
    try (RandomAccessFile crate =
        new RandomAccessFile(cache.resolve("foo-1.0.0.crate").toFile(), "rw")) {
      for (long size : sizes()) {
        crate.setLength(size);
        compare(asked, home, size);
      }
    }
  }

  private void compare(CompatCase asked, Path home, long size)
      throws IOException, InterruptedException {
    CompatTotals totals = new CompatTotals(1, 0, size);
    assertThat(asked.byCargo(home, scratch, "--dry-run").lines())
        .as("%d bytes", size)
        .contains(CompatTexts.status("Summary", totals.text()));
    assertThat(totals.text()).endsWith(CargoSize.text(size) + " total");
  }

  /// Every power of two with its neighbours, every half of a tenth near them, and what chance adds.
  private static Iterable<Long> sizes() {
    TreeSet<Long> sizes = new TreeSet<>();
    for (int power = 1; power <= LARGEST_POWER; power++) {
      long size = 1L << power;
      sizes.addAll(List.of(size - 1, size, size + 1, size + size / 20, size + size / 4));
    }
    for (long unit = 1 << 10; unit <= 1L << 30; unit <<= 10) {
      sizes.addAll(List.of(unit * 1000 - 1, unit * 1023, unit * 1024 - unit / 20));
    }
    SplittableRandom random = new SplittableRandom(SEED);
    while (sizes.size() < SIZES) {
      sizes.add(random.nextLong(1, 1L << random.nextInt(1, LARGEST_POWER)));
    }
    return sizes;
  }
}
