package dev.cratehold.proxy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.cratehold.registry.Checksum;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import dev.cratehold.registry.IndexFile;
import dev.cratehold.registry.MalformedIndexException;
import dev.cratehold.registry.Validators;
import dev.cratehold.store.Alert;
import dev.cratehold.store.Alerts;
import dev.cratehold.store.IndexCopy;
import dev.cratehold.upstream.IndexAnswer;
import dev.cratehold.upstream.Upstream;
import dev.cratehold.upstream.UpstreamException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/// The index files of one registry: from memory, else from the store, else from the upstream, and
/// never older than the time to live while the upstream can be asked.
///
/// Safe for use by several threads. Of several requests for one file the upstream sees one.
final class IndexRelay {
  private static final System.Logger LOG = System.getLogger(IndexRelay.class.getName());
  private static final int MAX_MISSING = 20_000;

  /// What was checked less than this long ago is not checked again, whoever wishes it.
  private static final Duration FORCED_REFRESH_INTERVAL = Duration.ofSeconds(1);

  private final String mount;
  private final KeptIndex kept;
  private final Alerts alerts;
  private final Upstream upstream;
  private final Semaphore upstreamRequests;
  private final ProxyConfig config;
  private final InstantSource clock;
  private final Shrunken shrunken;
  private final AnswerCounter answers = new AnswerCounter();
  private final AskedNames asked = new AskedNames();
  private final Cache<String, Instant> missing;
  private final SingleFlight<String, Refreshed> flights = new SingleFlight<>();
  private volatile Instant pausedUntil = Instant.MIN;

  IndexRelay(
      String mount,
      KeptIndex kept,
      Alerts alerts,
      Upstream upstream,
      Semaphore upstreamRequests,
      ProxyConfig config,
      InstantSource clock) {
    this.mount = mount;
    this.kept = kept;
    this.alerts = alerts;
    this.upstream = upstream;
    this.upstreamRequests = upstreamRequests;
    this.config = config;
    this.clock = clock;
    this.shrunken = new Shrunken(config.shrinkHold());
    this.missing = Caffeine.newBuilder().maximumSize(MAX_MISSING).build();
  }

  /// What is known after the upstream was asked.
  private sealed interface Refreshed {
    /// The file that is to be served.
    record Current(CachedIndex file, CacheStatus status) implements Refreshed {}

    /// There is no such crate.
    record Gone() implements Refreshed {}
  }

  /// The answer that needs neither disk nor network, or empty. Does not block.
  Optional<IndexReply> fromMemory(CrateName name) {
    Optional<IndexReply> reply = known(name, Wish.AS_KEPT);
    reply.ifPresent(found -> count(name, found));
    return reply;
  }

  /// The answer to a client's request.
  IndexReply get(CrateName name, Wish wish) throws IOException {
    try {
      IndexReply reply = answer(name, wish);
      count(name, reply);
      return reply;
    } catch (IOException e) {
      answers.failed();
      throw e;
    }
  }

  /// The same for ourselves: not counted as a client's request.
  IndexReply look(CrateName name, Wish wish) throws IOException {
    return answer(name, wish);
  }

  /// The contract is [RegistryProxy#offer].
  Offer offer(CrateName name, byte[] body) throws MalformedIndexException {
    Optional<CachedIndex> copy = kept.find(name);
    if (copy.isPresent()) {
      return copy.get().copy().isOf(body) ? Offer.SAME : Offer.DIFFERS;
    }
    IndexFile file = IndexFile.parse(name, body);
    Instant unchecked = clock.instant().minus(config.indexTtl());
    IndexCopy offered = IndexCopy.of(body, Validators.NONE, unchecked);
    missing.invalidate(name.lowerCase());
    CachedIndex _ = kept.keep(name, new CachedIndex(file.name(), offered));
    return Offer.TAKEN;
  }

  private void count(CrateName name, IndexReply reply) {
    switch (reply) {
      case IndexReply.Found found -> {
        asked.asked(name, clock.instant());
        answers.found(found.status());
      }
      case IndexReply.Missing _ -> answers.missing();
    }
  }

  private IndexReply answer(CrateName name, Wish wish) throws IOException {
    Optional<IndexReply> known = known(name, wish);
    if (known.isPresent()) {
      return known.get();
    }
    Optional<CachedIndex> copy = kept.find(name);
    if (copy.isEmpty()) {
      return reply(SingleFlight.await(refresh(name)));
    }
    Optional<IndexReply> fresh = asKept(name, copy.get(), wish);
    return fresh.isPresent() ? fresh.get() : revalidated(name, copy.get());
  }

  private Optional<IndexReply> known(CrateName name, Wish wish) {
    Optional<CachedIndex> copy = kept.inMemory(name);
    if (copy.isPresent()) {
      return asKept(name, copy.get(), wish);
    }
    return isKnownMissing(name, wish)
        ? Optional.of(new IndexReply.Missing(CacheStatus.NEGATIVE))
        : Optional.empty();
  }

  /// The copy, if the upstream need not be asked.
  private Optional<IndexReply> asKept(CrateName name, CachedIndex copy, Wish wish) {
    Duration ttl = patience(wish, config.indexTtl());
    if (isWithin(ttl, copy.copy().checkedAt())) {
      return Optional.of(found(copy, CacheStatus.HIT));
    }
    return shrunken
        .about(name)
        .filter(doubt -> isWithin(ttl, doubt.checkedAt()))
        .map(_ -> found(copy, CacheStatus.STALE));
  }

  private static Duration patience(Wish wish, Duration ttl) {
    return wish == Wish.REFRESHED && ttl.compareTo(FORCED_REFRESH_INTERVAL) > 0
        ? FORCED_REFRESH_INTERVAL
        : ttl;
  }

  private boolean isWithin(Duration ttl, Instant checkedAt) {
    return Freshness.decide(checkedAt, clock.instant(), ttl) == Freshness.FRESH;
  }

  private boolean isKnownMissing(CrateName name, Wish wish) {
    Instant since = missing.getIfPresent(name.lowerCase());
    return since != null && isWithin(patience(wish, config.negativeTtl()), since);
  }

  private IndexReply found(CachedIndex file, CacheStatus status) {
    return new IndexReply.Found(file.copy(), status, age(file));
  }

  private Duration age(CachedIndex file) {
    Duration age = Duration.between(file.copy().checkedAt(), clock.instant());
    return age.isNegative() ? Duration.ZERO : age;
  }

  private IndexReply reply(Refreshed refreshed) {
    return switch (refreshed) {
      case Refreshed.Current(CachedIndex file, CacheStatus status) -> found(file, status);
      case Refreshed.Gone() -> new IndexReply.Missing(CacheStatus.MISS);
    };
  }

  /// The answer of the upstream, or after a failure or a while the copy, unless that is too old.
  private IndexReply revalidated(CrateName name, CachedIndex copy) throws IOException {
    if (isTooOld(copy)) {
      return reply(SingleFlight.await(refresh(name)));
    }
    if (clock.instant().isBefore(pausedUntil)) {
      return found(copy, CacheStatus.STALE);
    }
    try {
      Optional<Refreshed> refreshed = SingleFlight.await(refresh(name), config.staleAfter());
      if (refreshed.isPresent()) {
        return reply(refreshed.get());
      }
      pause();
    } catch (UpstreamException _) {
      // It was logged when it was thrown, and the copy is the answer to it.
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "could not refresh the index file of " + name, e);
    }
    return found(copy, CacheStatus.STALE);
  }

  private boolean isTooOld(CachedIndex copy) {
    return config.maxStale().filter(max -> age(copy).compareTo(max) > 0).isPresent();
  }

  private void pause() {
    pausedUntil = clock.instant().plus(config.failurePause());
  }

  /// The crate's file as it is kept, of whatever age, or as the upstream has it; empty if there is
  /// no such crate.
  ///
  /// @throws IOException if nothing is kept and the upstream cannot be asked
  Optional<CachedIndex> file(CrateName name) throws IOException {
    Optional<CachedIndex> copy = kept.find(name);
    return copy.isPresent() || isKnownMissing(name, Wish.AS_KEPT) ? copy : asked(name);
  }

  private Optional<CachedIndex> asked(CrateName name) throws IOException {
    return switch (SingleFlight.await(refresh(name))) {
      case Refreshed.Current(CachedIndex file, CacheStatus _) -> Optional.of(file);
      case Refreshed.Gone() -> Optional.empty();
    };
  }

  /// Whether the registry lists this file, or ever did. Asks the upstream again where the copy at
  /// hand does not know the version.
  ///
  /// @throws IOException if nothing is kept and the upstream cannot be asked
  boolean lists(CrateName name, CrateVersion version, Checksum checksum) throws IOException {
    return kept.onceListed(name, version, checksum)
        || search(name, file -> lists(file, version, checksum)).isPresent();
  }

  private static Optional<CachedIndex> lists(
      CachedIndex file, CrateVersion version, Checksum checksum) throws IOException {
    return file.file().lists(version, checksum) ? Optional.of(file) : Optional.empty();
  }

  /// True unless the upstream says now that its index does not list this file any more.
  boolean stillLists(CrateName name, CrateVersion version, Checksum checksum) {
    try {
      Optional<CachedIndex> copy = kept.find(name);
      Optional<CachedIndex> now = justChecked(copy) ? copy : asked(name);
      return now.isPresent() && ask(now.get(), file -> lists(file, version, checksum)).isPresent();
    } catch (IOException _) {
      // Nobody says that it is gone; what failed was logged where it failed.
      return true;
    }
  }

  /// The checksum of a version by the registry's index, or empty if it does not list the version.
  ///
  /// @throws IOException if nothing is kept and the upstream cannot be asked
  Optional<Checksum> checksum(CrateName name, CrateVersion version) throws IOException {
    return search(name, file -> file.file().checksum(version));
  }

  private <T> Optional<T> search(CrateName name, Question<T> question) throws IOException {
    Optional<CachedIndex> copy = kept.find(name);
    Optional<T> answer = copy.isPresent() ? question.ask(copy.get()) : Optional.empty();
    if (answer.isPresent() || (copy.isEmpty() && isKnownMissing(name, Wish.AS_KEPT))) {
      return answer;
    }
    Optional<CachedIndex> now = justChecked(copy) ? copy : asked(name);
    return now.isPresent() ? ask(now.get(), question) : Optional.empty();
  }

  /// What the file says. That it says nothing is believed of the preferred address alone: a mirror
  /// may lag behind.
  ///
  /// @throws UpstreamException how the preferred address failed, if the file is another one's
  private static <T> Optional<T> ask(CachedIndex file, Question<T> question) throws IOException {
    Optional<T> answer = question.ask(file);
    if (answer.isEmpty() && file.insteadOf().isPresent()) {
      throw file.insteadOf().get();
    }
    return answer;
  }

  @FunctionalInterface
  private interface Question<T> {
    Optional<T> ask(CachedIndex file) throws IOException;
  }

  private boolean justChecked(Optional<CachedIndex> file) {
    return file.filter(kept -> isWithin(FORCED_REFRESH_INTERVAL, kept.copy().checkedAt()))
        .isPresent();
  }

  /// Asks the upstream, once for all who ask at the same time.
  private CompletableFuture<Refreshed> refresh(CrateName name) {
    return flights.join(name.lowerCase(), () -> ask(name));
  }

  private Refreshed ask(CrateName name) throws IOException, InterruptedException {
    Optional<CachedIndex> copy = kept.find(name);
    Validators known = copy.map(file -> file.copy().upstream()).orElse(Validators.NONE);
    upstreamRequests.acquire();
    IndexAnswer answer;
    try {
      answer = upstream.index(name, known);
    } catch (UpstreamException e) {
      LOG.log(Complaints.level(e), e.getMessage());
      if (!e.isAboutThisRequest()) {
        pause();
      }
      throw e;
    } finally {
      upstreamRequests.release();
    }
    pausedUntil = Instant.MIN;
    return apply(name, copy, answer);
  }

  private Refreshed apply(CrateName name, Optional<CachedIndex> copy, IndexAnswer answer)
      throws IOException {
    return switch (answer) {
      case IndexAnswer.Absent _ -> {
        kept.remove(name);
        shrunken.clear(name);
        missing.put(name.lowerCase(), clock.instant());
        yield new Refreshed.Gone();
      }
      case IndexAnswer.Unchanged(Validators validators) ->
          confirmed(name, copy.orElseThrow().confirmed(checked(copy.get(), validators)));
      case IndexAnswer.Changed changed -> changed(name, copy, changed);
    };
  }

  private IndexCopy checked(CachedIndex copy, Validators validators) {
    return copy.copy().withUpstream(validators, clock.instant());
  }

  private Refreshed confirmed(CrateName name, CachedIndex confirmed) {
    shrunken.clear(name);
    return new Refreshed.Current(kept.confirm(name, confirmed), CacheStatus.REVALIDATED);
  }

  private Refreshed changed(CrateName name, Optional<CachedIndex> copy, IndexAnswer.Changed changed)
      throws IOException {
    missing.invalidate(name.lowerCase());
    IndexCopy now = IndexCopy.of(changed.body(), changed.validators(), clock.instant());
    if (copy.isPresent() && copy.get().copy().etag().equals(now.etag())) {
      IndexCopy checked = checked(copy.get(), changed.validators());
      return confirmed(name, copy.get().confirmed(checked, changed));
    }
    if (copy.isPresent() && isDoubtful(name, copy.get(), changed)) {
      return new Refreshed.Current(copy.get(), CacheStatus.STALE);
    }
    return new Refreshed.Current(kept.keep(name, CachedIndex.of(changed, now)), CacheStatus.MISS);
  }

  private boolean isDoubtful(CrateName name, CachedIndex copy, IndexAnswer.Changed changed)
      throws IOException {
    Optional<Integer> lost = Shrunken.lost(copy.file(), changed.file());
    Optional<Shrunken.Doubt> doubt = lost.flatMap(_ -> shrunken.seen(name, clock.instant()));
    if (doubt.isEmpty()) {
      shrunken.clear(name);
      return false;
    }
    String sentence =
        "the upstream's index file lacks %d versions that the copy here has; the copy is served, and the new file believed if it is still so at %s"
            .formatted(lost.orElseThrow(), doubt.get().since().plus(config.shrinkHold()));
    alerts.raise(new Alert(Alert.Kind.SHRUNKEN_INDEX, mount, name, Optional.empty(), sentence));
    return true;
  }

  AnswerCounter answers() {
    return answers;
  }

  /// The crates whose index file clients asked for since then.
  Collection<CrateName> askedSince(Instant time) {
    return asked.since(time);
  }

  /// How many requests to the upstream are under way.
  int flights() {
    return flights.underWay();
  }

  /// How many crates are known not to exist.
  long negativeEntries() {
    return missing.estimatedSize();
  }
}
