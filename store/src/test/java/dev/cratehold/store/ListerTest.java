package dev.cratehold.store;

import static dev.cratehold.store.Samples.NOW;
import static dev.cratehold.store.Samples.bytes;
import static dev.cratehold.store.Samples.crate;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.registry.Checksum;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ListerTest {
  private static final CrateId CRATE = crate("serde", "1.0.0", bytes(1, 10));

  @TempDir Path directory;
  private Database database;
  private SqliteHoldings holdings;

  @BeforeEach
  void openDatabase() throws IOException {
    database = Database.open(directory.resolve("test.db"), Samples.UNWATCHED);
    holdings = new SqliteHoldings(database);
  }

  @AfterEach
  void closeDatabase() throws IOException {
    database.close();
  }

  private void list(Disk disk) throws IOException {
    try (Lister lister = new Lister(disk, holdings, InstantSource.fixed(NOW))) {
      lister.add(CRATE, NOW);
    }
  }

  @Test
  void add_bytesForcedToTheDisk_isListedAfterwards() throws IOException {
    Disk disk =
        new Disk(() -> {
          assertThat(holdings.contains(CRATE)).isFalse();
          return OptionalLong.of(10);
        });

    list(disk);

    assertThat(holdings.size(CRATE)).hasValue(10);
  }

  @Test
  void isVerified_afterTheListing_isFalseSoThatTheFileIsCheckedAsAnyOther() throws IOException {
    Lister lister =
        new Lister(new Disk(() -> OptionalLong.of(10)), holdings, InstantSource.fixed(NOW));
    lister.add(CRATE, NOW);
    lister.close();

    assertThat(holdings.contains(CRATE)).isTrue();
    assertThat(lister.isVerified(CRATE)).isFalse();
  }

  @Test
  void add_bytesThatCannotBeForced_isNotListed() throws IOException {
    list(
        new Disk(() -> {
          throw new IOException("the disk is full");
        }));

    assertThat(holdings.contains(CRATE)).isFalse();
  }

  @Test
  void add_afterADefectOnTheThread_isListedAllTheSame() throws IOException {
    CrateId other = crate("other", "1.0.0", bytes(2, 10));
    AtomicInteger files = new AtomicInteger();
    Disk disk =
        new Disk(() -> {
          if (files.incrementAndGet() == 1) {
            throw new StackOverflowError();
          }
          return OptionalLong.of(10);
        });
    try (Lister lister = new Lister(disk, holdings, InstantSource.fixed(NOW))) {
      lister.add(CRATE, NOW);
      lister.add(other, NOW);
    }

    assertThat(holdings.contains(CRATE)).isFalse();
    assertThat(holdings.contains(other)).isTrue();
  }

  @Test
  void add_fileGoneMeanwhile_isNotListed() throws IOException {
    list(new Disk(OptionalLong::empty));

    assertThat(holdings.contains(CRATE)).isFalse();
  }

  /// A blob store in which every file is intact, and `checked` is told of each that is hashed.
  static BlobStore disk(Runnable checked) {
    return new Disk(OptionalLong::empty, checked);
  }

  private interface Sync {
    OptionalLong run() throws IOException;
  }

  /// A blob store that holds every file, intact, and whose `sync` does what the test says.
  private record Disk(Sync sync, Runnable checked) implements BlobStore {
    Disk(Sync sync) {
      this(sync, () -> {});
    }

    @Override
    public OptionalLong sync(Checksum checksum) throws IOException {
      return sync.run();
    }

    @Override
    public StagedBlob stage() {
      throw new IllegalStateException("nothing is staged here");
    }

    @Override
    public Optional<Blob> open(Checksum checksum) {
      throw new IllegalStateException("nothing is opened here");
    }

    @Override
    public BlobCheck check(Checksum checksum) {
      checked.run();
      return new BlobCheck.Intact(10);
    }

    @Override
    public BlobCheck quarantine(Checksum checksum) {
      return check(checksum);
    }

    @Override
    public Optional<BlobFacts> facts(Checksum checksum) {
      return Optional.empty();
    }

    @Override
    public BlobExpiry deleteExpired(Checksum checksum, Instant limit) {
      return BlobExpiry.MISSING;
    }

    @Override
    public boolean delete(Checksum checksum) {
      return false;
    }

    @Override
    public List<Checksum> list(int first) {
      return List.of();
    }

    @Override
    public List<Checksum> readable(int first) {
      return List.of();
    }
  }
}
