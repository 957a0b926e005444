package dev.cratehold.proxy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.cratehold.registry.Checksum;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import dev.cratehold.registry.Validators;
import dev.cratehold.store.IndexCopy;
import dev.cratehold.store.IndexStore;
import dev.cratehold.upstream.IndexAnswer;
import dev.cratehold.upstream.Upstream;
import dev.cratehold.upstream.UpstreamException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The index files of one registry: from memory, else from the store, else from the upstream, and
/// never older than the time to live while the upstream can be asked.
///
/// Safe for use by several threads. Of several requests for one file the upstream sees one.
final class IndexRelay {
  private static final System.Logger LOG = System.getLogger(IndexRelay.class.getName());
  private static final int MAX_MISSING = 20_000;

  /// A copy checked less than this long ago is not checked again for a version that it lacks.
  private static final Duration FORCED_REFRESH_INTERVAL = Duration.ofSeconds(1);

  private final String mount;
  private final IndexStore store;
  private final Upstream upstream;
  private final Semaphore upstreamRequests;
  private final ProxyConfig config;
  private final InstantSource clock;
  private final Cache<String, CachedIndex> memory;
  private final Cache<String, Instant> missing;
  private final SingleFlight<String, IndexReply> flights = new SingleFlight<>();
  private volatile Instant pausedUntil = Instant.MIN;

  IndexRelay(
      String mount,
      IndexStore store,
      Upstream upstream,
      Semaphore upstreamRequests,
      ProxyConfig config,
      InstantSource clock) {
    this.mount = mount;
    this.store = store;
    this.upstream = upstream;
    this.upstreamRequests = upstreamRequests;
    this.config = config;
    this.clock = clock;
    this.memory =
        Caffeine.newBuilder()
            .maximumWeight(config.indexMemoryBytes())
            .weigher((String _, CachedIndex file) -> file.weight())
            .build();
    this.missing = Caffeine.newBuilder().maximumSize(MAX_MISSING).build();
  }

  /// The answer that needs neither disk nor network, or empty. Does not block.
  Optional<IndexReply> fromMemory(CrateName name) {
    CachedIndex cached = memory.getIfPresent(name.lowerCase());
    if (cached != null) {
      return isFresh(cached)
          ? Optional.of(found(cached.copy(), CacheStatus.HIT))
          : Optional.empty();
    }
    return isKnownMissing(name)
        ? Optional.of(new IndexReply.Missing(CacheStatus.NEGATIVE))
        : Optional.empty();
  }

  /// The answer to a client's request.
  IndexReply get(CrateName name) throws IOException {
    Optional<IndexReply> now = fromMemory(name);
    if (now.isPresent()) {
      return now.get();
    }
    Optional<CachedIndex> kept = kept(name);
    if (kept.isEmpty()) {
      return await(refresh(name));
    }
    if (isFresh(kept.get())) {
      return found(kept.get().copy(), CacheStatus.HIT);
    }
    return revalidated(name, kept.get());
  }

  /// True if the registry lists this file, or ever did. Asks the upstream again where the copy at
  /// hand does not know the version.
  ///
  /// @throws IOException if nothing is kept and the upstream cannot be asked
  boolean lists(CrateName name, CrateVersion version, Checksum checksum) throws IOException {
    return search(
                name,
                file ->
                    file.file().lists(version, checksum)
                        ? Optional.of(Boolean.TRUE)
                        : Optional.empty())
            .isPresent()
        || store.onceListed(mount, name, version, checksum);
  }

  /// The checksum of a version by the registry's index, or empty if it does not list the version.
  ///
  /// @throws IOException if nothing is kept and the upstream cannot be asked
  Optional<Checksum> checksum(CrateName name, CrateVersion version) throws IOException {
    return search(name, file -> file.file().checksum(version));
  }

  private <T> Optional<T> search(CrateName name, Question<T> question) throws IOException {
    Optional<CachedIndex> kept = kept(name);
    Optional<T> answer = kept.isPresent() ? question.ask(kept.get()) : Optional.empty();
    if (answer.isPresent() || (kept.isPresent() && isJustChecked(kept.get()))) {
      return answer;
    }
    if (kept.isEmpty() && isKnownMissing(name)) {
      return Optional.empty();
    }
    return switch (await(refresh(name))) {
      case IndexReply.Found _ -> {
        Optional<CachedIndex> newer = kept(name);
        yield newer.isPresent() ? question.ask(newer.get()) : Optional.empty();
      }
      case IndexReply.Missing _ -> Optional.empty();
    };
  }

  @FunctionalInterface
  private interface Question<T> {
    Optional<T> ask(CachedIndex file) throws IOException;
  }

  private IndexReply found(IndexCopy copy, CacheStatus status) {
    Duration age = Duration.between(copy.checkedAt(), clock.instant());
    return new IndexReply.Found(copy, status, age.isNegative() ? Duration.ZERO : age);
  }

  private boolean isFresh(CachedIndex cached) {
    Instant checkedAt = cached.copy().checkedAt();
    return Freshness.decide(checkedAt, clock.instant(), config.indexTtl()) == Freshness.FRESH;
  }

  private boolean isJustChecked(CachedIndex cached) {
    Instant checkedAt = cached.copy().checkedAt();
    return Freshness.decide(checkedAt, clock.instant(), FORCED_REFRESH_INTERVAL) == Freshness.FRESH;
  }

  private boolean isKnownMissing(CrateName name) {
    Instant since = missing.getIfPresent(name.lowerCase());
    return since != null
        && Freshness.decide(since, clock.instant(), config.negativeTtl()) == Freshness.FRESH;
  }

  private Optional<CachedIndex> kept(CrateName name) throws IOException {
    CachedIndex cached = memory.getIfPresent(name.lowerCase());
    if (cached != null) {
      return Optional.of(cached);
    }
    Optional<CachedIndex> stored = store.find(mount, name).map(copy -> new CachedIndex(name, copy));
    stored.ifPresent(file -> memory.put(name.lowerCase(), file));
    return stored;
  }

  private IndexReply revalidated(CrateName name, CachedIndex kept) throws IOException {
    IndexReply stale = found(kept.copy(), CacheStatus.STALE);
    if (clock.instant().isBefore(pausedUntil)) {
      return stale;
    }
    try {
      return refresh(name).get(config.staleAfter().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      pause();
      return stale;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UpstreamException) {
        return stale;
      }
      throw failure(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private void pause() {
    pausedUntil = clock.instant().plus(config.failurePause());
  }

  private static IndexReply await(CompletableFuture<IndexReply> flight) throws IOException {
    try {
      return flight.get();
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IOException failure(ExecutionException e) {
    return e.getCause() instanceof IOException cause
        ? cause
        : new IOException("could not refresh an index file: " + e.getCause(), e);
  }

  private static IOException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    InterruptedIOException stopped =
        new InterruptedIOException("stopped while waiting for upstream");
    stopped.initCause(e);
    return stopped;
  }

  /// Asks the upstream, once for all who ask at the same time.
  private CompletableFuture<IndexReply> refresh(CrateName name) {
    return flights.join(name.lowerCase(), () -> ask(name));
  }

  private IndexReply ask(CrateName name) throws IOException, InterruptedException {
    Optional<CachedIndex> kept = kept(name);
    Validators known = kept.map(file -> file.copy().upstream()).orElse(Validators.NONE);
    upstreamRequests.acquire();
    IndexAnswer answer;
    try {
      answer = upstream.index(name, known);
    } catch (UpstreamException e) {
      LOG.log(System.Logger.Level.WARNING, e.getMessage());
      if (e.kind() != UpstreamException.Kind.MALFORMED) {
        pause();
      }
      throw e;
    } finally {
      upstreamRequests.release();
    }
    pausedUntil = Instant.MIN;
    return apply(name, kept, answer);
  }

  private IndexReply apply(CrateName name, Optional<CachedIndex> kept, IndexAnswer answer)
      throws IOException {
    return switch (answer) {
      case IndexAnswer.Absent _ -> {
        store.remove(mount, name);
        memory.invalidate(name.lowerCase());
        missing.put(name.lowerCase(), clock.instant());
        yield new IndexReply.Missing(CacheStatus.MISS);
      }
      case IndexAnswer.Unchanged(Validators validators) ->
          confirm(name, kept.orElseThrow(), validators);
      case IndexAnswer.Changed changed -> keep(name, kept, changed);
    };
  }

  private IndexReply confirm(CrateName name, CachedIndex kept, Validators validators)
      throws IOException {
    IndexCopy copy = kept.copy().withUpstream(validators, clock.instant());
    memory.put(name.lowerCase(), kept.confirmed(copy));
    store.confirm(mount, name, validators, copy.checkedAt());
    return found(copy, CacheStatus.REVALIDATED);
  }

  private IndexReply keep(CrateName name, Optional<CachedIndex> kept, IndexAnswer.Changed changed)
      throws IOException {
    IndexCopy copy = IndexCopy.of(changed.body(), changed.validators(), clock.instant());
    missing.invalidate(name.lowerCase());
    if (kept.isPresent() && kept.get().copy().etag().equals(copy.etag())) {
      return confirm(name, kept.get(), changed.validators());
    }
    memory.put(name.lowerCase(), new CachedIndex(changed.file(), copy));
    store.put(mount, name, copy);
    return found(copy, CacheStatus.MISS);
  }
}
