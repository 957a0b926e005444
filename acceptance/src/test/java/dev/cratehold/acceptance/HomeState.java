package dev.cratehold.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is in a Cargo home at one moment: the caches on disk and the rows of cargo's database. What
/// Cratehold keeps in it for itself, locks and the configuration do not count.
///
/// @param paths relative to the home, with slashes
/// @param rows a text for each row: the table, the name with that of the parent, size and time;
///   without the keys, which say nothing
record HomeState(NavigableSet<String> paths, NavigableSet<String> rows) {
  private static final String ROWS =
      """
      SELECT 'index ' || name || ' @' || timestamp FROM registry_index UNION ALL
      SELECT 'crate ' || i.name || '/' || c.name || ' ' || c.size || ' @' || c.timestamp
        FROM registry_crate c, registry_index i WHERE i.id = registry_id UNION ALL
      SELECT 'src ' || i.name || '/' || s.name || ' ' || ifnull(s.size, '-') || ' @' || s.timestamp
        FROM registry_src s, registry_index i WHERE i.id = registry_id UNION ALL
      SELECT 'git-db ' || name || ' @' || timestamp FROM git_db UNION ALL
      SELECT 'git-checkout ' || d.name || '/' || c.name || ' ' || ifnull(c.size, '-') || ' @'
          || c.timestamp
        FROM git_checkout c, git_db d WHERE d.id = git_id
      """;

  static HomeState of(Path home) throws IOException {
    return new HomeState(paths(home), rows(home));
  }

  private static NavigableSet<String> paths(Path home) throws IOException {
    NavigableSet<String> paths = new TreeSet<>();
    for (String part : List.of("registry", "git")) {
      if (Files.exists(home.resolve(part))) {
        try (Stream<Path> all = Files.walk(home.resolve(part))) {
          all.map(path -> home.relativize(path).toString()).forEach(paths::add);
        }
      }
    }
    return paths;
  }

  private static NavigableSet<String> rows(Path home) {
    return Files.exists(home.resolve(".global-cache")) ? query(home, ROWS) : new TreeSet<>();
  }

  /// The first column of what an SQL query finds in the database of this home.
  static NavigableSet<String> query(Path home, String sql) {
    NavigableSet<String> rows = new TreeSet<>();
    try (Connection database = open(home);
        Statement statement = database.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      while (found.next()) {
        rows.add(String.valueOf(found.getString(1)));
      }
    } catch (SQLException e) {
      throw new AssertionError("the database of " + home + " cannot be read", e);
    }
    return rows;
  }

  /// Changes the database of this home.
  static void change(Path home, String... statements) {
    try (Connection database = open(home);
        Statement statement = database.createStatement()) {
      for (String sql : statements) {
        statement.executeUpdate(sql);
      }
    } catch (SQLException e) {
      throw new AssertionError("the database of " + home + " cannot be changed", e);
    }
  }

  private static Connection open(Path home) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + home.resolve(".global-cache"));
  }

  /// What is here and not in `later`: the topmost of what is gone, without what was below it.
  NavigableSet<String> goneUntil(HomeState later) {
    return paths.stream()
        .filter(path -> !later.paths.contains(path))
        .filter(path -> later.paths.contains(parent(path)) || !path.contains("/"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  /// The rows of one kind.
  List<String> rows(String kind) {
    return rows.stream().filter(row -> row.startsWith(kind + " ")).toList();
  }
}
