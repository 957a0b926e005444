package dev.cratehold.store;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

final class SqliteIndexStoreTest extends IndexStoreContract {
  @TempDir Path directory;
  private Database database;

  @BeforeEach
  void openDatabase() throws IOException {
    database = Database.open(directory.resolve("test.db"));
  }

  @AfterEach
  void closeDatabase() throws IOException {
    database.close();
  }

  @Override
  IndexStore index() {
    return new SqliteIndexStore(database);
  }
}
