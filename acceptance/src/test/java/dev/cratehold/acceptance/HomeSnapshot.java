package dev.cratehold.acceptance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is in a Cargo home, for comparing it with another.
final class HomeSnapshot {
  /// What is no part of the comparison: cargo's locks, its database, and what Cratehold keeps.
  private static final Set<String> ASIDE =
      Set.of(".global-cache", ".package-cache", ".package-cache-mutate", ".cratehold");

  /// The rows of the database by the names of the things; what the tables themselves say of ids
  /// depends on the order in which a directory lists its entries.
  private static final String ROWS =
      """
      SELECT 'user_version', user_version FROM pragma_user_version;
      SELECT 'global_data', last_auto_gc FROM global_data;
      SELECT 'registry_index', name, timestamp FROM registry_index ORDER BY name;
      SELECT 'registry_crate', i.name, c.name, size, c.timestamp
        FROM registry_crate c LEFT JOIN registry_index i ON i.id = registry_id ORDER BY 2, 3;
      SELECT 'registry_src', i.name, s.name, size, s.timestamp
        FROM registry_src s LEFT JOIN registry_index i ON i.id = registry_id ORDER BY 2, 3;
      SELECT 'git_db', name, timestamp FROM git_db ORDER BY name;
      SELECT 'git_checkout', d.name, c.name, size, c.timestamp
        FROM git_checkout c LEFT JOIN git_db d ON d.id = git_id ORDER BY 2, 3;
      PRAGMA foreign_key_check;
      PRAGMA integrity_check;
      """;

  private HomeSnapshot() {}

  /// The paths of everything, relative to the home.
  static Set<String> paths(Path home) throws IOException {
    try (Stream<Path> all = Files.walk(home)) {
      return all.map(home::relativize)
          .filter(path -> !ASIDE.contains(path.getName(0).toString()))
          .map(Path::toString)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /// A checksum of every byte, name, mode and time in the home.
  static String checksum(Path home) throws IOException, InterruptedException {
    return run(
        "",
        "sh",
        "-c",
        "cd \"$0\" && find . -printf '%p %y %m %T@ %l\\n' | LC_ALL=C sort | sha256sum"
            + " && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum",
        home.toString());
  }

  /// All rows of the database.
  static String rows(Path home) throws IOException, InterruptedException {
    return sql(home, ROWS);
  }

  /// What `sqlite3` prints for these statements.
  static String sql(Path home, String statements) throws IOException, InterruptedException {
    return sqlite(home, statements);
  }

  /// The tables, with blanks and line breaks made equal.
  static String schema(Path home) throws IOException, InterruptedException {
    return sqlite(home, ".schema").replaceAll("\\s+", " ").replace(" )", ")").strip();
  }

  private static String sqlite(Path home, String input) throws IOException, InterruptedException {
    Path file = home.resolve(".global-cache");
    if (!Files.exists(file)) {
      return "no database";
    }
    return run(input + "\n", "sqlite3", "-batch", file.toString());
  }

  private static String run(String input, String... command)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
      in.write(input);
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
      throw new AssertionError(command[0] + " failed: " + output);
    }
    return output;
  }
}
