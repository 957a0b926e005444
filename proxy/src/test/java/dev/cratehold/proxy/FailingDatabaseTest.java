package dev.cratehold.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.store.ScrubMode;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.TestCrate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A database that refuses each of its writes in turn.
class FailingDatabaseTest {
  private static final Duration TTL = Duration.ofSeconds(61);

  private final TestCrate foo = CrateBuilder.crate("foo", "1.0.0").build();
  private final TestCrate newer = CrateBuilder.crate("foo", "2.0.0").build();

  @TempDir private Path data;

  /// Everything that a table's change can be, as SQLite calls it.
  private record Write(String operation, String table) {}

  @Test
  void anyWriteFails_answersAreRightNowAndLater() throws Exception {
    try (ProxyFixture fixture = ProxyFixture.open(data)) {
      List<Write> writes = writes();
      assertThat(writes).hasSizeGreaterThan(10);
      int n = 0;
      for (Write write : writes) {
        TestCrate first = CrateBuilder.crate("foo" + n, "1.0.0").build();
        TestCrate second = CrateBuilder.crate("foo" + n, "1.0.1").build();
        TestCrate replaced = CrateBuilder.crate("foo" + n, "1.0.0").file("a.rs", "//").build();
        n++;
        inject(write);
        checkAll(fixture, write, first, second, replaced);
        heal(write);
        fixture.clock.advance(TTL);
        assertThat(fixture.index(second).copy().body()).asString().contains(second.indexLine());
        assertThat(fixture.fetch(second)).isEqualTo(second.file());
      }
      assertThat(fixture.store.scrub(ScrubMode.REPORT, (_, _) -> {}).isSound()).isTrue();
    }
  }

  /// A new file, a changed one, a confirmed one, and one in which other bytes have the old version.
  private static void checkAll(
      ProxyFixture fixture, Write write, TestCrate first, TestCrate second, TestCrate replaced)
      throws IOException {
    fixture.registry.publish(first);
    assertThat(body(fixture, first)).as("%s", write).contains(first.indexLine());
    assertThat(fixture.fetch(first)).as("%s", write).isEqualTo(first.file());
    fixture.registry.publish(second);
    fixture.clock.advance(TTL);
    assertThat(body(fixture, first)).as("%s", write).contains(second.indexLine());
    fixture.clock.advance(TTL);
    assertThat(fixture.index(first).status()).isEqualTo(CacheStatus.REVALIDATED);
    fixture.registry.replace(replaced);
    fixture.clock.advance(TTL);
    assertThat(body(fixture, first)).as("%s", write).contains(replaced.indexLine());
    assertThat(fixture.fetch(replaced)).as("%s", write).isEqualTo(replaced.file());
    assertThat(fixture.fetch(first)).as("%s", write).isEqualTo(first.file());
  }

  @Test
  void removalFails_crateIsMissingAllTheSame() throws Exception {
    try (ProxyFixture fixture = ProxyFixture.open(data)) {
      fixture.registry.publish(foo);
      fixture.index(foo);
      for (Write write : writes()) {
        inject(write);
      }
      fixture.registry.remove("foo");
      fixture.clock.advance(TTL);
      for (int i = 0; i < 3; i++) {
        assertThat(fixture.proxy.index(foo.name(), Wish.AS_KEPT))
            .isInstanceOf(IndexReply.Missing.class);
        fixture.clock.advance(Duration.ofSeconds(20));
      }
      for (Write write : writes()) {
        heal(write);
      }
      fixture.registry.publish(newer);
      fixture.clock.advance(TTL);
      assertThat(body(fixture, newer)).contains(newer.indexLine());
    }
  }

  @Test
  void databaseCannotBeRead_everythingIsFetched() throws Exception {
    try (ProxyFixture fixture = ProxyFixture.open(data)) {
      List<String> tables = tables();
      fixture.registry.publish(foo);
      assertThat(fixture.fetch(foo)).isEqualTo(foo.file());
      for (String table : tables) {
        execute("ALTER TABLE %1$s RENAME TO %1$s_gone".formatted(table));
      }
      fixture.registry.publish(newer);
      fixture.clock.advance(TTL);
      assertThat(body(fixture, foo)).contains(newer.indexLine());
      assertThat(fixture.fetch(newer)).isEqualTo(newer.file());
      assertThat(fixture.fetch(foo)).isEqualTo(foo.file());
      for (String table : tables) {
        execute("ALTER TABLE %1$s_gone RENAME TO %1$s".formatted(table));
      }
      assertThat(fixture.fetch(newer)).isEqualTo(newer.file());
    }
  }

  private static String body(ProxyFixture fixture, TestCrate crate) throws IOException {
    return new String(fixture.index(crate).copy().body(), StandardCharsets.UTF_8);
  }

  private List<Write> writes() throws SQLException {
    return tables().stream()
        .flatMap(table ->
            Stream.of("INSERT", "UPDATE", "DELETE").map(operation -> new Write(operation, table)))
        .toList();
  }

  private List<String> tables() throws SQLException {
    List<String> names = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet tables =
            statement.executeQuery("SELECT name FROM sqlite_schema WHERE type = 'table'")) {
      while (tables.next()) {
        names.add(tables.getString(1));
      }
    }
    names.removeIf(name -> name.startsWith("sqlite_"));
    return names;
  }

  private void inject(Write write) throws SQLException {
    execute(
        "CREATE TRIGGER fault_%1$s_%2$s BEFORE %1$s ON %2$s BEGIN SELECT RAISE(ABORT, 'injected'); END"
            .formatted(write.operation(), write.table()));
  }

  private void heal(Write write) throws SQLException {
    execute("DROP TRIGGER fault_%s_%s".formatted(write.operation(), write.table()));
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection connect() throws SQLException {
    Connection connection =
        DriverManager.getConnection("jdbc:sqlite:" + data.resolve("cratehold.db"));
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 10000");
    }
    return connection;
  }
}
