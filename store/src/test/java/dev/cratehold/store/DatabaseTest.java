package dev.cratehold.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DatabaseTest {
  private static final String INSERT = "INSERT INTO registry (mount, upstream) VALUES (?, ?)";
  private static final String COUNT = "SELECT count(*) FROM registry";

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = directory.resolve("test.db");
  }

  private static int insert(Database database, String mount) throws IOException {
    return database.write(statements -> statements.update(INSERT, mount, "upstream"));
  }

  private static int count(Database database) throws IOException {
    return database.read(s -> s.row(COUNT, row -> row.getInt(1))).orElseThrow();
  }

  @Test
  void write_thenReopen_isStillThere() throws IOException {
    try (Database database = Database.open(file, Samples.UNWATCHED)) {
      insert(database, "a");
    }
    try (Database database = Database.open(file, Samples.UNWATCHED)) {
      assertThat(count(database)).isEqualTo(1);
    }
  }

  @Test
  void write_fails_saysWhichDatabaseAndLeavesNothing() throws IOException {
    try (Database database = Database.open(file, Samples.UNWATCHED)) {
      insert(database, "a");

      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() ->
              database.write(statements -> {
                statements.update(INSERT, "b", "upstream");
                return statements.update(INSERT, "a", "upstream");
              }))
          .withMessageContaining(file.toString())
          .withMessageContaining("UNIQUE");

      assertThat(count(database)).isEqualTo(1);
    }
  }

  @Test
  void write_databaseFull_keepsTheOldRowAndTheConnection() throws IOException {
    String replace = "INSERT OR REPLACE INTO registry (mount, upstream) VALUES ('a', ?)";
    try (Database database = Database.open(file, Samples.UNWATCHED)) {
      database.write(statements -> statements.update(replace, "old"));
      long pages = database.read(s -> s.row("PRAGMA page_count", r -> r.getLong(1))).orElseThrow();
      limitPages(database, pages + 1);

      assertThatExceptionOfType(IOException.class)
          .isThrownBy(
              () -> database.write(statements -> statements.update(replace, "x".repeat(1_000_000))))
          .withMessageContaining("full");

      assertThat(upstream(database)).isEqualTo("old");
      limitPages(database, 100_000);
      database.write(statements -> statements.update(replace, "new"));
      assertThat(upstream(database)).isEqualTo("new");
    }
  }

  private static void limitPages(Database database, long pages) throws IOException {
    database.read(s -> s.row("PRAGMA max_page_count = " + pages, row -> row.getLong(1)));
  }

  private static String upstream(Database database) throws IOException {
    return database
        .read(s -> s.row("SELECT upstream FROM registry", row -> row.getString(1)))
        .orElseThrow();
  }

  @Test
  void write_databaseFullAmongOthers_failsAloneInTheBatch() throws Exception {
    try (Database database = Database.open(file, Samples.UNWATCHED);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      long pages = database.read(s -> s.row("PRAGMA page_count", r -> r.getLong(1))).orElseThrow();
      limitPages(database, pages + 1);
      CountDownLatch queued = new CountDownLatch(1);
      Future<Boolean> blocking = threads.submit(() -> database.read(_ -> awaits(queued)));
      Future<Integer> small = threads.submit(() -> insert(database, "small"));
      Future<Integer> large = threads.submit(() -> insert(database, "x".repeat(1_000_000)));
      queued.countDown();

      assertThat(blocking.get()).isTrue();
      assertThat(small.get()).isEqualTo(1);
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(large::get)
          .withMessageContaining("full");
      assertThat(count(database)).isEqualTo(1);
    }
  }

  @Test
  void open_fileThatIsNoDatabase_saysWhatToDo() throws IOException {
    Files.writeString(file, "no database, and longer than its header".repeat(200));

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Database.open(file, Samples.UNWATCHED))
        .withMessageContaining(file.toString())
        .withMessageContaining("move it away");
  }

  @Test
  void write_oneOfABatchFails_theOthersAreCommitted() throws Exception {
    try (Database database = Database.open(file, Samples.UNWATCHED);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch queued = new CountDownLatch(1);
      Future<Boolean> blocking = threads.submit(() -> database.read(_ -> awaits(queued)));
      List<Future<Integer>> writes = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        String mount = "mount" + i % 49;
        writes.add(threads.submit(() -> insert(database, mount)));
      }
      queued.countDown();

      assertThat(blocking.get()).isTrue();
      assertThat(failures(writes)).isEqualTo(1);
      assertThat(count(database)).isEqualTo(49);
    }
  }

  private static boolean awaits(CountDownLatch latch) throws IOException {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static int failures(List<Future<Integer>> writes) throws InterruptedException {
    int failed = 0;
    for (Future<Integer> write : writes) {
      try {
        write.get();
      } catch (ExecutionException e) {
        assertThat(e).hasMessageContaining("UNIQUE");
        failed++;
      }
    }
    return failed;
  }

  @Test
  void work_throwsUnchecked_failsItsCallerAndNobodyElse() throws IOException {
    try (Database database = Database.open(file, Samples.UNWATCHED)) {
      assertThatIllegalStateException()
          .isThrownBy(() ->
              database.write(_ -> {
                throw new IllegalArgumentException("broken");
              }))
          .withRootCauseInstanceOf(IllegalArgumentException.class);

      assertThat(insert(database, "a")).isEqualTo(1);
    }
  }

  @Test
  void work_throwsAnError_failsItsCallerAndNobodyElse() throws IOException {
    try (Database database = Database.open(file, Samples.UNWATCHED)) {
      assertThatIllegalStateException()
          .isThrownBy(() ->
              database.read(_ -> {
                throw new StackOverflowError();
              }));

      assertThat(insert(database, "a")).isEqualTo(1);
    }
  }

  @Test
  void read_afterClose_saysThatItIsClosed() throws IOException {
    Database database = Database.open(file, Samples.UNWATCHED);
    database.close();

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> count(database))
        .withMessageContaining("is closed");
  }

  @Test
  void close_twice_isHarmless() throws IOException {
    Database database = Database.open(file, Samples.UNWATCHED);
    database.close();
    database.close();

    assertThat(file).exists();
  }

  @Test
  void open_schemaOfANewerVersion_isRefusedWithASentence() throws Exception {
    Database.open(file, Samples.UNWATCHED).close();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("PRAGMA user_version = 99");
    }

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Database.open(file, Samples.UNWATCHED))
        .withMessageContaining("schema 99, made by a newer Cratehold");
  }

  @Test
  void open_notADatabase_isRefusedWithASentence() throws IOException {
    Files.write(file, Samples.bytes(1, 100_000));

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Database.open(file, Samples.UNWATCHED))
        .withMessageContaining("cannot open the database " + file)
        .withCauseInstanceOf(SQLException.class);
  }

  @Test
  void open_manyAtOnceOnANewFile_allSucceed() throws Exception {
    List<Callable<Integer>> openers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String mount = "mount" + i;
      openers.add(() -> {
        try (Database database = Database.open(file, Samples.UNWATCHED)) {
          return insert(database, mount);
        }
      });
    }
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      for (Future<Integer> opened : threads.invokeAll(openers)) {
        assertThat(opened.get()).isEqualTo(1);
      }
    }

    try (Database database = Database.open(file, Samples.UNWATCHED)) {
      assertThat(count(database)).isEqualTo(8);
    }
  }
}
