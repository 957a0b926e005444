package dev.cratehold.gitindex;

import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.DownloadTemplate;
import dev.cratehold.registry.RegistryConfig;
import dev.cratehold.registry.Validators;
import dev.cratehold.store.CrateId;
import dev.cratehold.store.IndexCopy;
import dev.cratehold.store.StagedBlob;
import dev.cratehold.store.Store;
import dev.cratehold.store.StoreOptions;
import dev.cratehold.testing.FakeClock;
import dev.cratehold.testing.TestCrate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;

/// A store, the git index made of it, and a look into the repository.
final class TestIndex implements AutoCloseable {
  static final String MOUNT = "crates-io";

  final FakeClock clock = new FakeClock();
  final Store store;
  private final Path data;
  private final GitIndexOptions options;
  private GitIndex index;

  TestIndex(Path data, GitIndexOptions options) throws IOException {
    this.data = data;
    this.options = options;
    this.store = Store.open(data, StoreOptions.defaults(), clock);
    this.index = open();
  }

  private GitIndex open() {
    return GitIndex.of(store, MOUNT, _ -> Completeness.State.COMPLETE, options, clock);
  }

  /// As if the process had been ended and started again.
  void reopen() {
    index.close();
    index = open();
  }

  static RegistryConfig config(String url) {
    return new RegistryConfig(
        new DownloadTemplate(url + "/{crate}/{version}"), Optional.of(url), false);
  }

  void put(String name, String body) throws IOException {
    var _ =
        store.index().put(MOUNT, new CrateName(name), copy(body.getBytes(StandardCharsets.UTF_8)));
  }

  private IndexCopy copy(byte[] body) {
    return IndexCopy.of(body, new Validators(Optional.empty(), Optional.empty()), clock.instant());
  }

  void hold(TestCrate crate) throws IOException {
    try (StagedBlob blob = store.stage(OptionalLong.empty())) {
      blob.write(ByteBuffer.wrap(crate.file()));
      store.publish(blob, new CrateId(MOUNT, crate.name(), crate.version(), crate.checksum()));
    }
  }

  /// Brings the index up to date, and returns what a client of version 0 is told.
  String advertised(GitForm form, String url) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    index.advertise(form, config(url), "", out);
    return out.toString(StandardCharsets.UTF_8);
  }

  String advertised() throws IOException {
    return advertised(GitForm.FULL, "http://h");
  }

  /// The commit that clients are told of.
  ObjectId head(GitForm form, String url) throws IOException {
    String told = advertised(form, url);
    int at = told.indexOf(" HEAD\0");
    return ObjectId.fromString(told.substring(at - 40, at));
  }

  ObjectId head() throws IOException {
    return head(GitForm.FULL, "http://h");
  }

  GitIndex index() {
    return index;
  }

  Path repositoryDirectory() {
    return data.resolve("git").resolve(MOUNT);
  }

  private Repository repository() throws IOException {
    return new FileRepositoryBuilder()
        .setGitDir(repositoryDirectory().toFile())
        .setMustExist(true)
        .build();
  }

  /// How many commits lead to this one, itself included.
  int history(ObjectId commit) throws IOException {
    try (Repository repository = repository();
        RevWalk walk = new RevWalk(repository)) {
      walk.markStart(walk.parseCommit(commit));
      int commits = 0;
      for (RevCommit next = walk.next(); next != null; next = walk.next()) {
        commits++;
      }
      return commits;
    }
  }

  /// All files of a commit by path.
  SortedMap<String, String> files(ObjectId commit) throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    try (Repository repository = repository();
        RevWalk walk = new RevWalk(repository);
        TreeWalk tree = new TreeWalk(repository)) {
      tree.addTree(walk.parseCommit(commit).getTree());
      tree.setRecursive(true);
      while (tree.next()) {
        byte[] bytes = repository.open(tree.getObjectId(0)).getBytes();
        files.put(tree.getPathString(), new String(bytes, StandardCharsets.UTF_8));
      }
    }
    return files;
  }

  /// The files of the index that clients are told of, `config.json` left out.
  SortedMap<String, String> files() throws IOException {
    SortedMap<String, String> files = files(head());
    files.remove("config.json");
    return files;
  }

  int packs() throws IOException {
    try (Repository repository = repository()) {
      return ((FileRepository) repository).getObjectDatabase().getPacks().size();
    }
  }

  @Override
  public void close() throws IOException {
    index.close();
    store.close();
  }
}
