package dev.cratehold.gitindex;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/// The repository in one directory through its lives: it is opened when it is first needed, and
/// thrown away and made anew when it turns out to be damaged.
///
/// Safe for use by several threads.
final class GitRepositories implements AutoCloseable {
  private static final Logger LOG = System.getLogger(GitRepositories.class.getName());

  private final Path directory;
  private final Supplier<Updates> newUpdates;
  private final ReentrantLock writing = new ReentrantLock();
  private volatile @Nullable IndexRepository open;
  private volatile boolean damaged;
  private volatile boolean closed;
  private Updates updates;
  private boolean swept;

  /// @param newUpdates makes what brings a new repository up to date
  GitRepositories(Path directory, Supplier<Updates> newUpdates) {
    this.directory = directory;
    this.newUpdates = newUpdates;
    this.updates = newUpdates.get();
  }

  /// Something that reads a repository.
  @FunctionalInterface
  interface Reading {
    void read(Repository repository) throws IOException;
  }

  /// False if the repository is damaged and was not made anew yet.
  boolean isSound() {
    return !damaged;
  }

  /// Reads the repository. What is found damaged is thrown away with the next update.
  void read(Reading reading) throws IOException {
    IndexRepository repository = open;
    if (repository == null) {
      throw closed();
    }
    Repository git = repository.git();
    git.incrementOpen();
    try {
      reading.read(git);
    } catch (IOException e) {
      if (isDamage(e)) {
        LOG.log(Level.WARNING, "the git index in {0} is damaged and made anew: {1}", directory, e);
        damaged = true;
      }
      throw e;
    } finally {
      git.close();
    }
  }

  private static IOException closed() {
    return new GitIndexUnavailableException(
        "the git index is closed at the moment; try again soon", Duration.ofSeconds(5));
  }

  private static boolean isDamage(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof MissingObjectException || cause instanceof CorruptObjectException) {
        return true;
      }
    }
    return false;
  }

  /// The commit that a reference leads to, if there is a sound repository.
  Optional<IndexCommit> at(String reference) throws IOException {
    if (damaged) {
      return Optional.empty();
    }
    Optional<IndexRepository> repository = opened();
    return repository.isPresent() ? repository.get().at(reference) : Optional.empty();
  }

  private synchronized Optional<IndexRepository> opened() throws IOException {
    if (open == null && !closed) {
      open = IndexRepository.open(directory).orElse(null);
    }
    return Optional.ofNullable(open);
  }

  /// Brings a branch up to date; empty if another process writes now.
  Optional<IndexCommit> update(Branch branch) throws IOException {
    writing.lock();
    try {
      Optional<WriteLock> lock = tryLock();
      if (lock.isEmpty()) {
        return Optional.empty();
      }
      try (var _ = lock.get()) {
        IndexRepository repository = writable(); // which may replace the updates
        return Optional.of(updates.update(repository, branch));
      } catch (IOException | RuntimeException e) {
        swept = false;
        damaged |= isDamage(e);
        throw e;
      }
    } finally {
      writing.unlock();
    }
  }

  private Optional<WriteLock> tryLock() throws IOException {
    if (closed) {
      throw closed();
    }
    return WriteLock.tryTake(directory.resolveSibling(directory.getFileName() + ".lock"));
  }

  private IndexRepository writable() throws IOException {
    if (!swept) {
      IndexRepository.sweep(directory);
      swept = true;
    }
    if (damaged) {
      discard();
    }
    Optional<IndexRepository> repository = opened();
    return repository.isPresent() ? repository.get() : created();
  }

  private synchronized void discard() throws IOException {
    IndexRepository old = open;
    open = null;
    if (old != null) {
      old.close();
    }
    IndexRepository.delete(directory);
  }

  private synchronized IndexRepository created() throws IOException {
    if (Files.exists(directory)) {
      LOG.log(Level.WARNING, "the git index in {0} was damaged and is made anew", directory);
    }
    IndexRepository made = IndexRepository.create(directory);
    open = made;
    updates = newUpdates.get();
    damaged = false;
    return made;
  }

  /// Packs the repository, if it is time for that.
  void tidyIfNeeded() {
    if (!writing.tryLock()) {
      return; // whoever writes looks afterwards
    }
    try {
      if (!closed && updates.isUntidy()) {
        tidy();
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "the git index could not be tidied: {0}", e.toString());
    } finally {
      writing.unlock();
    }
  }

  private void tidy() throws IOException {
    Optional<WriteLock> lock = tryLock();
    if (lock.isPresent()) {
      try (var _ = lock.get()) {
        updates.tidied();
        writable().tidy();
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    writing.lock();
    try {
      closeOpen();
    } finally {
      writing.unlock();
    }
  }

  private synchronized void closeOpen() {
    IndexRepository last = open;
    open = null;
    if (last != null) {
      last.close();
    }
  }
}
