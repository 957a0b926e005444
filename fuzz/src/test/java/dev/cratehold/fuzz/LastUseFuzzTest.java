package dev.cratehold.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.ItemId;
import dev.cratehold.home.lastuse.LastUseDatabase;
import dev.cratehold.home.lastuse.LastUseRow;
import dev.cratehold.home.lastuse.LastUseState;
import dev.cratehold.home.lastuse.RowChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastUseFuzzTest {
  /// Of SQL in the schema, and of the file format.
  private static final List<String> DICTIONARY =
      List.of(
          "SQLite format 3\0",
          "registry_index",
          "registry_crate",
          "git_db",
          "git_checkout",
          "global_data",
          "timestamp",
          "INTEGER",
          "TEXT",
          "NOT NULL",
          "UNIQUE",
          "CREATE VIEW",
          "CREATE TRIGGER",
          "../..",
          "/",
          "..",
          "\0\0\0\7",
          "\0\0\0\0",
          "\u00ff\u00ff\u00ff\u00ff",
          "-1");

  /// Each is a file that SQLite opens.
  private static final int INPUTS = 1000;

  @TempDir private Path root;

  @Test
  void read_damagedDatabase_givesItemsOfTheHomeOrASentence() throws IOException {
    CargoHome home = new CargoHome(root);
    byte[] sound = sound(home);
    Fuzz.run(
        "databases of last uses",
        INPUTS,
        random -> {
          byte[] bytes = new Mutator(random, DICTIONARY).mutate(sound);
          checkReading(home, random.nextInt(4) == 0 ? overwritten(bytes, random) : bytes);
        });
  }

  @Test
  void read_randomBytes_givesASentence() {
    CargoHome home = new CargoHome(root);
    Fuzz.run(
        "random bytes as databases",
        INPUTS,
        random -> {
          byte[] bytes = new byte[random.nextInt(10_000)];
          random.nextBytes(bytes);
          checkReading(home, bytes);
        });
  }

  private static byte[] sound(CargoHome home) throws IOException {
    InstantSource clock = InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000));
    List<RowChange> changes = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String registry = "index.example-%d".formatted(i % 3);
      String repository = "repository-%d".formatted(i % 3);
      changes.add(insert(ItemId.index(registry), i));
      changes.add(insert(ItemId.crate(registry, "foo-1.0.%d.crate".formatted(i)), i));
      changes.add(insert(ItemId.src(registry, "foo-1.0.%d".formatted(i)), i));
      changes.add(insert(ItemId.gitDb(repository), i));
      changes.add(insert(ItemId.gitCheckout(repository, "a%d".formatted(i)), i));
    }
    try (LastUseDatabase database = LastUseDatabase.open(home, clock)) {
      database.apply(changes);
    }
    return Files.readAllBytes(home.lastUseDatabase());
  }

  private static RowChange insert(ItemId id, int number) {
    return new RowChange.Insert(new LastUseRow(id, OptionalLong.of(number), number));
  }

  /// Whole pages of noise, as a failing disk writes them.
  private static byte[] overwritten(byte[] bytes, SplittableRandom random) {
    byte[] noise = new byte[random.nextInt(1, 4097)];
    random.nextBytes(noise);
    int start = random.nextInt(bytes.length + 1);
    System.arraycopy(noise, 0, bytes, start, Math.min(noise.length, bytes.length - start));
    return bytes;
  }

  private static void checkReading(CargoHome home, byte[] bytes) throws IOException {
    Files.write(home.lastUseDatabase(), bytes);
    switch (LastUseDatabase.read(home)) {
      case LastUseState.Present present ->
          present.snapshot().rows().forEach(row -> check(home, row));
      case LastUseState.Missing _ -> {}
      case LastUseState.Unreadable unreadable ->
          assertThat(unreadable.why()).contains(home.lastUseDatabase().toString());
    }
    assertThat(home.lastUseDatabase()).hasBinaryContent(bytes);
  }

  /// Whatever a row says, it leads to a place below that of its kind.
  private static void check(CargoHome home, LastUseRow row) {
    Path base = home.base(row.id().kind());
    Path path = home.resolve(row.id());
    assertThat(path.normalize()).isEqualTo(path).startsWithRaw(base);
    assertThat(path).isNotEqualTo(base);
    assertThat(row.timestamp()).isNotNegative();
  }
}
