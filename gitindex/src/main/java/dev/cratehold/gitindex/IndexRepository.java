package dev.cratehold.gitindex;

import dev.cratehold.upstream.JgitSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.GC;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.storage.pack.PackConfig;
import org.eclipse.jgit.util.FileUtils;

/// The bare repository of a registry's index, in a directory of its own. Whoever writes to it holds
/// its [WriteLock].
///
/// Safe for use by several threads.
final class IndexRepository implements AutoCloseable {
  private static final String WHO = "Cratehold";
  private static final String ADDRESS = "index@cratehold.invalid";

  /// What nothing refers to any more stays as long as a client may still ask for it.
  private static final Duration GRACE = Duration.ofHours(1);

  private final FileRepository repository;

  private IndexRepository(FileRepository repository) {
    this.repository = repository;
  }

  /// Opens the repository in `directory`; empty if there is none, or none that can be used.
  static Optional<IndexRepository> open(Path directory) throws IOException {
    if (!Files.isDirectory(directory.resolve("objects"))) {
      return Optional.empty();
    }
    IndexRepository opened = new IndexRepository(repository(directory));
    if (opened.isSound()) {
      return Optional.of(opened);
    }
    opened.close();
    return Optional.empty();
  }

  private static FileRepository repository(Path directory) throws IOException {
    JgitSystem.install();
    return (FileRepository)
        new FileRepositoryBuilder().setGitDir(directory.toFile()).setBare().build();
  }

  /// Looks at every reference and what it leads to first. What lies deeper shows when it is read.
  private boolean isSound() {
    try {
      for (Ref ref : repository.getRefDatabase().getRefs()) {
        if (!ref.isSymbolic() && at(ref.getName()).isEmpty()) {
          return false;
        }
      }
      return repository.getRefDatabase().hasRefs() || isEmpty();
    } catch (IOException | RuntimeException _) {
      return false;
    }
  }

  private boolean isEmpty() {
    return repository.getObjectDatabase().getPacks().isEmpty();
  }

  /// Makes a new repository in place of whatever is in `directory`.
  static IndexRepository create(Path directory) throws IOException {
    delete(directory);
    FileRepository repository = repository(directory);
    repository.create(true);
    StoredConfig config = repository.getConfig();
    config.setBoolean("core", null, "fsyncobjectfiles", true);
    config.setBoolean("core", null, "fsyncreffiles", true);
    config.save();
    return new IndexRepository(repository);
  }

  static void delete(Path directory) throws IOException {
    FileUtils.delete(
        directory.toFile(), FileUtils.RECURSIVE | FileUtils.SKIP_MISSING | FileUtils.RETRY);
  }

  /// Removes what processes left that ended while they wrote: nobody else writes now.
  static void sweep(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    for (Path part : List.of(directory, directory.resolve("refs"), directory.resolve("objects"))) {
      sweep(part, part.equals(directory) ? 1 : Integer.MAX_VALUE);
    }
  }

  private static void sweep(Path directory, int depth) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory, depth)) {
      for (Path file : files.filter(IndexRepository::isLeftover).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static boolean isLeftover(Path file) {
    String name = String.valueOf(file.getFileName());
    return Files.isRegularFile(file)
        && (name.endsWith(".lock")
            || name.equals("gc.pid")
            || name.startsWith(".probe-")
            || name.startsWith("noz")
            || name.startsWith("insert_")
            || name.startsWith(".tmp-")
            || name.startsWith("gc_"));
  }

  FileRepository git() {
    return repository;
  }

  /// The commit that a reference leads to.
  Optional<IndexCommit> at(String reference) throws IOException {
    Ref ref = repository.exactRef(reference);
    if (ref == null || ref.getObjectId() == null) {
      return Optional.empty();
    }
    try (RevWalk walk = new RevWalk(repository)) {
      RevCommit commit = walk.parseCommit(ref.getObjectId());
      walk.parseTree(commit.getTree());
      return Optional.of(IndexCommit.of(commit));
    }
  }

  List<String> references(String prefix) throws IOException {
    return repository.getRefDatabase().getRefsByPrefix(prefix).stream().map(Ref::getName).toList();
  }

  /// Writes a commit, to which nothing refers yet.
  ///
  /// @param parents none, or the one before it
  static ObjectId commit(
      ObjectInserter inserter, ObjectId tree, List<ObjectId> parents, String message, Instant at)
      throws IOException {
    CommitBuilder commit = new CommitBuilder();
    PersonIdent who = new PersonIdent(WHO, ADDRESS, at, ZoneOffset.UTC);
    commit.setTreeId(tree);
    commit.setParentIds(parents);
    commit.setAuthor(who);
    commit.setCommitter(who);
    commit.setEncoding(StandardCharsets.UTF_8);
    commit.setMessage(message);
    return inserter.insert(commit);
  }

  /// Has a reference lead to a commit, atomically.
  void point(String reference, ObjectId commit) throws IOException {
    RefUpdate update = repository.updateRef(reference);
    update.setNewObjectId(commit);
    update.setForceUpdate(true);
    update.disableRefLog();
    require(reference, update.update());
  }

  /// Takes a reference away, if it is there.
  void remove(String reference) throws IOException {
    RefUpdate update = repository.updateRef(reference);
    update.setForceUpdate(true);
    update.disableRefLog();
    require(reference, update.delete());
  }

  private static void require(String reference, RefUpdate.Result result) throws IOException {
    switch (result) {
      case NEW, FORCED, FAST_FORWARD, NO_CHANGE, RENAMED -> {}
      case NOT_ATTEMPTED,
          LOCK_FAILURE,
          REJECTED,
          REJECTED_CURRENT_BRANCH,
          REJECTED_MISSING_OBJECT,
          REJECTED_OTHER_REASON,
          IO_FAILURE ->
          throw new IOException("could not write the reference " + reference + ": " + result);
    }
  }

  /// Brings everything into one pack, and removes what was in others and what nothing refers to,
  /// after a grace. Nothing is compressed anew: that would take minutes, and libgit2, which old
  /// cargos clone with, resolves deltas slowly.
  void tidy() throws IOException {
    PackConfig packing = new PackConfig();
    packing.setDeltaCompress(false);
    packing.setBuildBitmaps(false);
    packing.setThreads(1);
    GC gc = new GC(repository);
    gc.setPackConfig(packing);
    gc.setExpireAgeMillis(GRACE.toMillis());
    gc.setPackExpireAgeMillis(GRACE.toMillis());
    try {
      var _ = gc.gc();
    } catch (ParseException | GitAPIException e) {
      throw new IOException(
          "could not tidy " + repository.getDirectory() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    repository.close();
  }
}
