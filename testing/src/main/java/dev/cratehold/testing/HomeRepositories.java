package dev.cratehold.testing;

import dev.cratehold.testing.HomeDraft.Checkout;
import dev.cratehold.testing.HomeDraft.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Writes `git/` of a [SyntheticHome]. The repositories are imitations, for who only looks at
/// directories and files: the pack of a clone is no pack, but its checkouts have hard links to it.
final class HomeRepositories {
  private final Path git;
  private final HomeParameters parameters;
  private final HomeFiller filler;

  HomeRepositories(Path home, HomeParameters parameters, HomeFiller filler) {
    this.git = home.resolve("git");
    this.parameters = parameters;
    this.filler = filler;
  }

  /// Writes all.
  ///
  /// @return the lengths of all files of a checkout outside `.git`, by `directory/name`
  Map<String, Long> write(List<Repository> repositories) throws IOException {
    Files.createDirectories(git.resolve("db"));
    Files.createDirectories(git.resolve("checkouts"));
    Map<String, Long> bytes = new HashMap<>();
    for (int i = 0; i < repositories.size(); i++) {
      SplittableRandom random = new SplittableRandom(parameters.seed() * 37 + i);
      Repository repository = repositories.get(i);
      byte[] pack = filler.next(random);
      Path db = git.resolve("db").resolve(repository.directory());
      if (repository.db().presence().hasFiles()) {
        writeDb(db, pack, repository.db().used());
      }
      for (Checkout checkout : repository.checkouts()) {
        bytes.put(
            repository.directory() + "/" + checkout.name(), write(repository, checkout, random));
      }
    }
    return bytes;
  }

  private static void writeDb(Path db, byte[] pack, long used) throws IOException {
    Files.createDirectories(db.resolve("objects/pack"));
    Files.createDirectories(db.resolve("refs/remotes/origin"));
    HomeFiles.write(db.resolve("objects/pack/pack-1.pack"), pack, used);
    HomeFiles.write(db.resolve("HEAD"), "ref: refs/heads/main\n", used);
    HomeFiles.write(db.resolve("config"), "[core]\n\tbare = true\n", used);
    HomeFiles.write(db.resolve("FETCH_HEAD"), "", used);
  }

  private long write(Repository repository, Checkout checkout, SplittableRandom random)
      throws IOException {
    Map<String, byte[]> contents = new HashMap<>();
    for (int i = 0; i < parameters.amounts().files(); i++) {
      contents.put((i % 2 == 0 ? "" : "src/") + "part_" + i + ".rs", filler.next(random));
    }
    if (checkout.trace().presence().hasFiles()) {
      writeCheckout(repository, checkout, contents);
    }
    return contents.values().stream().mapToLong(content -> content.length).sum();
  }

  private void writeCheckout(Repository repository, Checkout checkout, Map<String, byte[]> contents)
      throws IOException {
    long used = checkout.trace().used();
    Path root = git.resolve("checkouts").resolve(repository.directory()).resolve(checkout.name());
    HomeFiles.writeTree(root, contents);
    Files.createDirectories(root.resolve(".git/objects/pack"));
    HomeFiles.write(root.resolve(".git/HEAD"), checkout.name() + "\n", used);
    Path pack =
        git.resolve("db").resolve(repository.directory()).resolve("objects/pack/pack-1.pack");
    if (repository.db().presence().hasFiles()) {
      Files.createLink(root.resolve(".git/objects/pack/pack-1.pack"), pack);
    }
    HomeFiles.write(root.resolve(".cargo-ok"), HomeFiles.NOTHING, used);
  }
}
