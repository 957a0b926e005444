package dev.cratehold.gitindex;

import dev.cratehold.registry.RegistryConfig;
import dev.cratehold.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/// The index of one registry as git repositories: one for each form and public URL. They are
/// brought up to date with the store when somebody asks, and nothing is made before that.
///
/// Safe for use by several threads, and by several processes on one directory: one of them writes
/// at a time. Closing it waits for a write that is under way; requests then fail.
public final class GitIndex implements AutoCloseable {
  private static final Logger LOG = System.getLogger(GitIndex.class.getName());
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration LATER = Duration.ofMinutes(1);

  private final Path directory;
  private final String registry;
  private final Completeness completeness;
  private final GitIndexOptions options;
  private final InstantSource clock;
  private final GitRepositories repositories;
  private final Uploads uploads;
  private final ConcurrentMap<Branch, CompletableFuture<IndexCommit>> flights =
      new ConcurrentHashMap<>();
  private final ConcurrentMap<Branch, Looked> looked = new ConcurrentHashMap<>();
  private final AtomicBoolean saidIncomplete = new AtomicBoolean();
  private final AtomicBoolean saidUnmade = new AtomicBoolean();

  /// When it was last looked whether a branch is up to date.
  private record Looked(IndexCommit commit, Instant at) {}

  private GitIndex(
      Store store,
      String registry,
      Completeness completeness,
      GitIndexOptions options,
      InstantSource clock) {
    this.directory = store.gitDirectory().resolve(registry);
    this.registry = registry;
    this.completeness = completeness;
    this.options = options;
    this.clock = clock;
    this.repositories = new GitRepositories(directory, () -> updates(store));
    this.uploads = new Uploads(options);
  }

  private Updates updates(Store store) {
    Map<GitForm, IndexSource> sources =
        Map.of(
            GitForm.FULL, new FullSource(store.index(), registry),
            GitForm.CACHED, new CachedSource(store.index(), store.holdings(), registry));
    return new Updates(registry, sources, options, clock);
  }

  /// The git index of a registry. Nothing is read or written before somebody asks for it.
  ///
  /// @param registry the name under which it is mounted
  /// @param completeness whether all of the registry's index files are in the store
  public static GitIndex of(
      Store store, String registry, Completeness completeness, InstantSource clock) {
    return of(store, registry, completeness, GitIndexOptions.defaults(), clock);
  }

  /// The same with other options.
  public static GitIndex of(
      Store store,
      String registry,
      Completeness completeness,
      GitIndexOptions options,
      InstantSource clock) {
    return new GitIndex(store, registry, completeness, options, clock);
  }

  /// Answers `info/refs?service=git-upload-pack`.
  ///
  /// @param config the `config.json` that clients are to see
  /// @param protocol the request's `Git-Protocol`; empty if there is none
  /// @throws GitIndexUnavailableException if there is no whole index yet, and it takes long to make
  ///   or cannot be made
  public void advertise(GitForm form, RegistryConfig config, String protocol, OutputStream out)
      throws IOException {
    IndexCommit head = current(Branch.of(form, config));
    repositories.read(repository -> uploads.advertise(repository, head, protocol, out));
  }

  /// Answers a request to `git-upload-pack`.
  ///
  /// @param request its body, uncompressed
  /// @param out is written from this thread alone, piece by piece
  /// @throws GitIndexUnavailableException before anything is written, if too many others get a pack
  /// @throws MalformedGitRequestException before anything is written, if the request is none
  /// @throws IOException if the answer broke off
  public void upload(
      GitForm form, RegistryConfig config, String protocol, InputStream request, OutputStream out)
      throws IOException {
    IndexCommit head = current(Branch.of(form, config));
    repositories.read(repository -> uploads.upload(repository, head, protocol, request, out));
  }

  /// The commit that clients of a branch are to see.
  private IndexCommit current(Branch branch) throws IOException {
    Looked last = looked.get(branch);
    if (last != null && repositories.isSound() && isFresh(branch, last)) {
      return last.commit();
    }
    try {
      requireWhole(branch.form());
      return join(branch).get(options.patience().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return before(branch).orElseThrow(() -> beingMade());
    } catch (ExecutionException e) {
      return beforeFailure(branch, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException stopped = new InterruptedIOException("stopped while waiting");
      stopped.initCause(e);
      throw stopped;
    }
  }

  private boolean isFresh(Branch branch, Looked last) {
    Duration age = Duration.between(last.at(), clock.instant()).abs();
    return age.compareTo(options.interval(branch.form())) < 0;
  }

  /// A part of an index would have cargo believe that the other crates do not exist. It is served
  /// only where nothing better will come.
  private void requireWhole(GitForm form)
      throws GitIndexUnavailableException, InterruptedException {
    if (form == GitForm.CACHED) {
      return;
    }
    Completeness.State state = completeness.await(options.patience());
    if (state == Completeness.State.COMING) {
      throw new GitIndexUnavailableException(
          "the index files of "
              + registry
              + " are being fetched for the first time; try again in a minute",
          SOON);
    }
    if (state == Completeness.State.PARTIAL && saidIncomplete.compareAndSet(false, true)) {
      LOG.log(
          Level.INFO,
          "the git index of {0} lists the crates whose index files are here, perhaps not all"
              + " of the registry''s; --catalog names a git index that tells which others there are",
          registry);
    }
  }

  private GitIndexUnavailableException beingMade() {
    return new GitIndexUnavailableException(
        "the git index of " + registry + " is being made from the index files; try again soon",
        SOON);
  }

  /// The commit of the update under way for a branch, or else of one that is started now. It goes
  /// on when nobody waits for it any more.
  private CompletableFuture<IndexCommit> join(Branch branch) {
    CompletableFuture<IndexCommit> mine = new CompletableFuture<>();
    CompletableFuture<IndexCommit> underWay = flights.putIfAbsent(branch, mine);
    if (underWay != null) {
      return underWay;
    }
    Thread.ofVirtual().name("cratehold-git-" + registry).start(() -> fly(branch, mine));
    return mine;
  }

  private void fly(Branch branch, CompletableFuture<IndexCommit> flight) {
    try {
      IndexCommit commit = repositories.update(branch).orElseThrow(this::beingMade);
      saidUnmade.set(false);
      if (looked.size() >= options.urls() * GitForm.values().length) {
        looked.clear();
      }
      looked.put(branch, new Looked(commit, clock.instant()));
      flights.remove(branch, flight);
      flight.complete(commit);
    } catch (Throwable e) {
      // Whoever waits must hear of every failure, an Error included, or would wait for ever.
      flights.remove(branch, flight);
      flight.completeExceptionally(e);
    }
    repositories.tidyIfNeeded();
  }

  /// The commit from before an update that takes long.
  private Optional<IndexCommit> before(Branch branch) throws IOException {
    return repositories.at(branch.head());
  }

  /// An older index is better than none, as long as it is whole.
  private IndexCommit beforeFailure(Branch branch, ExecutionException failure) throws IOException {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    Optional<IndexCommit> before = before(branch);
    if (before.isPresent()) {
      LOG.log(
          Level.WARNING,
          "the git index of {0} could not be brought up to date, and stays as it was: {1}",
          registry,
          cause);
      return before.get();
    }
    if (cause instanceof GitIndexUnavailableException unavailable) {
      throw unavailable;
    }
    Level level = saidUnmade.compareAndSet(false, true) ? Level.ERROR : Level.DEBUG;
    LOG.log(level, "could not make the git index in " + directory, cause);
    throw new GitIndexUnavailableException(
        "the git index of " + registry + " cannot be made at the moment; the server's log says why",
        LATER);
  }

  @Override
  public void close() {
    repositories.close();
  }
}
