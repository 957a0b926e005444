package dev.cratehold.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyntheticHomeTest {
  @TempDir Path scratch;

  @Test
  void create_sameSeedTwice_isEqual() throws Exception {
    for (long seed = 1; seed <= 8; seed++) {
      HomeParameters any = HomeParameters.random(seed);
      SyntheticHome one = SyntheticHome.create(scratch.resolve(seed + "/a/home"), any);
      SyntheticHome two = SyntheticHome.create(scratch.resolve(seed + "/b/home"), any);

      assertThat(files(two.root())).as("seed %d", seed).isEqualTo(files(one.root()));
      assertThat(two.times()).as("seed %d", seed).isEqualTo(one.times());
    }
  }

  @Test
  void create_perfect_hasARowForEachThingAndAThingForEachRow() throws Exception {
    SyntheticHome home = SyntheticHome.create(scratch.resolve("home"), HomeParameters.perfect(1));

    for (String registry : home.registries()) {
      assertThat(
              rows(home, "registry_index i, registry_crate c WHERE c.registry_id = i.id", registry))
          .isEqualTo(names(home.root().resolve("registry/cache").resolve(registry)));
      assertThat(
              rows(home, "registry_index i, registry_src c WHERE c.registry_id = i.id", registry))
          .isEqualTo(names(home.root().resolve("registry/src").resolve(registry)));
    }
    for (String db : home.gitDbs()) {
      assertThat(rows(home, "git_db i, git_checkout c WHERE c.git_id = i.id", db))
          .isEqualTo(names(home.root().resolve("git/checkouts").resolve(db)));
    }
  }

  @Test
  void create_lostParents_haveRowsAndNoDirectory() throws Exception {
    HomeParameters.Flaws lost =
        new HomeParameters.Flaws(0, 0, 0, 0, 2, 0, 0, 0, 0, HomeParameters.Database.PRESENT);

    SyntheticHome home =
        SyntheticHome.create(scratch.resolve("home"), HomeParameters.perfect(1).with(lost));

    assertThat(home.root().resolve("registry/index").resolve(home.registries().getLast()))
        .doesNotExist();
    assertThat(home.root().resolve("git/db").resolve(home.gitDbs().getLast())).doesNotExist();
    assertThat(
            rows(
                home,
                "registry_index i, registry_crate c WHERE c.registry_id = i.id",
                home.registries().getLast()))
        .isNotEmpty();
  }

  private static SortedMap<String, String> files(Path root) throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.toList()) {
        boolean plain = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
        files.put(
            root.relativize(file).toString(),
            plain ? Hashes.sha256(Files.readAllBytes(file)).hex() : "");
      }
    }
    return files;
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static List<String> rows(SyntheticHome home, String tables, String parent)
      throws SQLException {
    List<String> names = new ArrayList<>();
    try (Connection database =
            DriverManager.getConnection("jdbc:sqlite:" + home.root().resolve(".global-cache"));
        Statement statement = database.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT c.name FROM %s AND i.name = '%s' ORDER BY c.name"
                    .formatted(tables, parent))) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }
}
