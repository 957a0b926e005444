package dev.cratehold.upstream;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;

/// A bare clone of the newest commit of a repository, without its history, in a directory that
/// several processes may share.
///
/// Safe for use by several threads: one fetches, and all others wait for it.
final class GitClone implements AutoCloseable {
  private static final Logger LOGGER = System.getLogger(GitClone.class.getName());

  /// Where the clone keeps the other repository's HEAD. Protected from garbage collection.
  private static final String HEAD = "refs/heads/upstream";

  /// What was fetched so short a time ago is not asked for again.
  private static final Duration FRESH = Duration.ofSeconds(5);

  /// How long a caller waits for a fetch. The first one of a large index takes minutes and goes on.
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final int LONGEST_FILE = 64 << 20;

  /// So many packs are put together into one.
  private static final int PACKS = 50;

  private final URI url;
  private final Path directory;
  private final HttpConnectionFactory connections;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();

  // All below are guarded by the lock.
  private @Nullable Repository repository;
  private @Nullable CompletableFuture<ObjectId> fetching;
  private @Nullable Fetched last;
  private boolean closed;

  /// A commit and when it was the newest.
  private record Fetched(ObjectId commit, Instant at) {}

  /// The clone is closed, or was found to be damaged and is not made anew yet.
  static final class NotOpenException extends IOException {
    private static final long serialVersionUID = 1;

    NotOpenException(Path directory) {
      super("the clone in " + directory + " is not open");
    }
  }

  /// A file of the index.
  record File(ObjectId blob) {}

  GitClone(URI url, Path directory, HttpConnectionFactory connections, InstantSource clock) {
    JgitSystem.install();
    this.url = url;
    this.directory = directory;
    this.connections = connections;
    this.clock = clock;
  }

  /// The newest commit, which was the newest one some seconds ago at most.
  ObjectId head() throws UpstreamException, InterruptedException {
    CompletableFuture<ObjectId> running;
    lock.lock();
    try {
      Fetched known = last;
      if (known != null && clock.instant().isBefore(known.at().plus(FRESH))) {
        return known.commit();
      }
      running = running();
    } finally {
      lock.unlock();
    }
    return await(running);
  }

  private CompletableFuture<ObjectId> running() {
    CompletableFuture<ObjectId> known = fetching;
    if (known == null) {
      known = new CompletableFuture<>();
      fetching = known;
      CompletableFuture<ObjectId> begun = known;
      Thread.ofVirtual().name("fetch-git-index").start(() -> fetch(begun));
    }
    return known;
  }

  private ObjectId await(CompletableFuture<ObjectId> running)
      throws UpstreamException, InterruptedException {
    try {
      return running.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      throw Failures.noTurn(
          new Asked("the git index, which is still being fetched,", url, Map.of()), PATIENCE);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof UpstreamException failure
          ? failure
          : Failures.malformed(
              new Asked("the git index", url, Map.of()), reason(e.getCause()), e.getCause());
    }
  }

  private static String reason(@Nullable Throwable cause) {
    return cause == null || cause.getMessage() == null ? "it failed" : cause.getMessage();
  }

  private void fetch(CompletableFuture<ObjectId> result) {
    try {
      Instant begun = clock.instant();
      ObjectId commit = fetch();
      ended(new Fetched(commit, begun));
      result.complete(commit);
    } catch (IOException | GitAPIException | URISyntaxException | RuntimeException e) {
      ended(null);
      result.completeExceptionally(upstreamFailure(e).orElse(e));
    } catch (Error e) {
      ended(null);
      result.completeExceptionally(e);
      throw e;
    }
  }

  private void ended(@Nullable Fetched fetched) {
    lock.lock();
    try {
      fetching = null;
      last = fetched == null ? last : fetched;
    } finally {
      lock.unlock();
    }
  }

  /// JGit wraps what its connections throw.
  private static Optional<Exception> upstreamFailure(Throwable failure) {
    Throwable cause = failure;
    while (cause != null) {
      if (cause instanceof UpstreamException e) {
        return Optional.of(e);
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }

  /// Fetches under a lock that other processes heed.
  private ObjectId fetch() throws IOException, GitAPIException, URISyntaxException {
    Files.createDirectories(directory.toAbsolutePath().getParent());
    Path lockFile = directory.resolveSibling(directory.getFileName() + ".lock");
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      Repository here = opened();
      ObjectId commit = fetch(here);
      if (packs() > PACKS) {
        Git.wrap(here).gc().call();
      }
      return commit;
    }
  }

  private ObjectId fetch(Repository here) throws IOException, URISyntaxException {
    try (Transport transport = Transport.open(here, new URIish(url.toString()))) {
      if (transport instanceof TransportHttp http) {
        http.setHttpConnectionFactory(connections);
      }
      transport.setTagOpt(TagOpt.NO_TAGS);
      transport.setDepth(1);
      transport.fetch(
          NullProgressMonitor.INSTANCE, List.of(new RefSpec("+" + Constants.HEAD + ":" + HEAD)));
    }
    ObjectId commit = here.resolve(HEAD);
    if (commit == null) {
      throw new IOException("the repository " + url + " is empty");
    }
    return commit;
  }

  /// The clone, made or made anew where that is needed. Called under the lock of the processes.
  private Repository opened() throws IOException {
    lock.lock();
    try {
      if (closed) {
        throw new IOException("the upstream is closed");
      }
      if (!Files.exists(directory.resolve(Constants.HEAD))) {
        closeRepository(); // somebody deleted it meanwhile
      }
      Repository known = repository;
      if (known == null) {
        known = open();
        repository = known;
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  private Repository open() throws IOException {
    removeLocks();
    Repository opened =
        new FileRepositoryBuilder()
            .setGitDir(directory.toFile())
            .setBare()
            .setMustExist(false)
            .build();
    if (!Files.exists(directory.resolve(Constants.HEAD))) {
      opened.create(true);
    }
    StoredConfig config = opened.getConfig();
    config.setInt("protocol", null, "version", 0); // one request less than version 2
    config.save();
    return opened;
  }

  /// What a killed process left would be taken for the lock of a running one.
  private void removeLocks() throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".lock")).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private long packs() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("objects/pack"))) {
      return files.filter(path -> path.toString().endsWith(".pack")).count();
    } catch (NoSuchFileException _) {
      return 0;
    }
  }

  private Repository required() throws IOException {
    lock.lock();
    try {
      Repository known = repository;
      if (known == null) {
        throw new NotOpenException(directory);
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  /// The file at this path, or empty if there is none.
  Optional<File> find(ObjectId commit, String path) throws IOException {
    Repository here = required();
    try (RevWalk walk = new RevWalk(here);
        TreeWalk found = TreeWalk.forPath(here, path, tree(walk, commit))) {
      return found != null && isFile(found)
          ? Optional.of(new File(found.getObjectId(0)))
          : Optional.empty();
    }
  }

  private static RevTree tree(RevWalk walk, ObjectId commit) throws IOException {
    RevCommit parsed = walk.parseCommit(commit);
    return parsed.getTree();
  }

  private static boolean isFile(TreeWalk at) {
    return (at.getRawMode(at.getTreeCount() - 1) & FileMode.TYPE_MASK) == FileMode.TYPE_FILE;
  }

  byte[] read(File file) throws IOException {
    return required().open(file.blob(), Constants.OBJ_BLOB).getCachedBytes(LONGEST_FILE);
  }

  /// The paths of all files.
  List<String> paths(ObjectId commit) throws IOException {
    Repository here = required();
    try (RevWalk commits = new RevWalk(here);
        TreeWalk walk = new TreeWalk(here)) {
      walk.addTree(tree(commits, commit));
      return paths(walk);
    }
  }

  private static List<String> paths(TreeWalk walk) throws IOException {
    walk.setRecursive(true);
    List<String> paths = new ArrayList<>();
    while (walk.next()) {
      paths.add(walk.getPathString());
    }
    return paths;
  }

  /// The paths of all files that came, changed or went between two commits; empty if the first one
  /// is not here any more.
  Optional<List<String>> changed(ObjectId from, ObjectId to) throws IOException {
    Repository here = required();
    try (RevWalk commits = new RevWalk(here);
        TreeWalk walk = new TreeWalk(here)) {
      walk.addTree(tree(commits, from));
      walk.addTree(tree(commits, to));
      walk.setFilter(TreeFilter.ANY_DIFF);
      return Optional.of(paths(walk));
    } catch (MissingObjectException _) {
      return Optional.empty();
    }
  }

  /// Deletes the clone; the next caller has it made anew.
  void discard() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      LOGGER.log(Level.WARNING, "the clone of {0} is damaged and is made anew", url);
      closeRepository();
      last = null;
      delete();
    } catch (IOException | UncheckedIOException e) {
      LOGGER.log(Level.WARNING, "the damaged clone in " + directory + " cannot be deleted", e);
    } finally {
      lock.unlock();
    }
  }

  private void delete() throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private void closeRepository() {
    Repository known = repository;
    repository = null;
    if (known != null) {
      known.close();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      closeRepository();
    } finally {
      lock.unlock();
    }
  }
}
