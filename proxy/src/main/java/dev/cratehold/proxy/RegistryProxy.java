package dev.cratehold.proxy;

import dev.cratehold.registry.ApiLookup;
import dev.cratehold.registry.Checksum;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import dev.cratehold.store.CrateId;
import dev.cratehold.store.Store;
import dev.cratehold.upstream.Upstream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// One registry as its clients see it, answered from a [Store] and filled from an [Upstream].
/// Closes neither.
///
/// Safe for use by several threads.
public final class RegistryProxy {
  /// Crates that cannot be stored take so many times [Spool#WINDOW] of memory: 25 MB.
  private static final int WINDOWS = 100;

  private static final Duration READER_PATIENCE = Duration.ofSeconds(30);

  private final String mount;
  private final KeptIndex kept;
  private final IndexRelay index;
  private final CrateRelay crates;
  private final ApiRelay api;
  private final FillCounters fills = new FillCounters();

  /// @param mount the name under which the registry is served and its crates are stored
  public RegistryProxy(
      String mount, Store store, Upstream upstream, ProxyConfig config, InstantSource clock) {
    this.mount = mount;
    Semaphore requests = new Semaphore(config.upstreamRequests(), true);
    Complaints complaints = new Complaints(clock);
    this.kept =
        new KeptIndex(mount, store.index(), store.alerts(), complaints, config.indexMemoryBytes());
    this.index = new IndexRelay(mount, kept, store.alerts(), upstream, requests, config, clock);
    this.crates =
        new CrateRelay(
            index,
            new FillServices(
                store,
                upstream,
                new Semaphore(config.upstreamRequests(), true),
                new Semaphore(WINDOWS),
                READER_PATIENCE,
                fills,
                complaints,
                clock));
    this.api =
        new ApiRelay(
            new LocalLookups(mount, store.index(), kept, index),
            upstream,
            config.staleAfter(),
            clock);
  }

  /// The name under which the registry is served.
  public String mount() {
    return mount;
  }

  /// The index file of a crate if memory alone can answer, else empty. Never blocks.
  public Optional<IndexReply> indexFromMemory(CrateName name) {
    return index.fromMemory(name);
  }

  /// The index file of a crate.
  ///
  /// @throws dev.cratehold.upstream.UpstreamException if nothing is kept and the upstream failed
  /// @throws IOException if the answer cannot be given for another reason
  public IndexReply index(CrateName name, Wish wish) throws IOException {
    return index.get(name, wish);
  }

  /// The same as [#index], for the server's own purposes: it does not count as a client's request.
  public IndexReply look(CrateName name, Wish wish) throws IOException {
    return index.look(name, wish);
  }

  /// Keeps an index file that the registry's catalog has, if none is here. It counts as one that
  /// has not been compared with the upstream for as long as index files are believed.
  ///
  /// @throws dev.cratehold.registry.MalformedIndexException if it is no index file of this crate
  public Offer offer(CrateName name, byte[] file) throws IOException {
    return index.offer(name, file);
  }

  /// Has the crate stored, if it is not yet: fetched once, together with the clients who ask for it
  /// meanwhile. Returns when it can be opened. Counts neither as a client's request nor as a use.
  ///
  /// @throws dev.cratehold.upstream.UpstreamException if the upstream failed
  /// @throws dev.cratehold.store.NoRoomException if the store takes no more
  /// @throws IOException if it cannot be fetched or stored for another reason
  public Holding hold(CrateName name, CrateVersion version, Checksum checksum) throws IOException {
    return crates.hold(new CrateId(mount, name, version, checksum));
  }

  /// The crates whose index file clients asked for and got, since then and since this was made; of
  /// very many, the ones that were asked for often. Never blocks.
  public Collection<CrateName> askedSince(Instant time) {
    return index.askedSince(time);
  }

  /// The answer to a look-up in the web API.
  ///
  /// @throws dev.cratehold.upstream.UpstreamException if nothing is known and the upstream failed
  /// @throws IOException if the answer cannot be given for another reason
  public ApiReply api(ApiLookup lookup) throws IOException {
    return api.get(lookup);
  }

  /// What was done so far. Never blocks.
  public ProxyStatistics statistics() {
    return new ProxyStatistics(
        index.answers().snapshot(),
        crates.answers().snapshot(),
        api.answers().snapshot(),
        fills.snapshot(),
        index.flights(),
        index.negativeEntries(),
        kept.weight());
  }

  /// The `.crate` file with this checksum.
  ///
  /// @throws dev.cratehold.upstream.UpstreamException if it is not stored and the upstream failed
  /// @throws IOException if the store cannot be read or written
  public CrateReply crate(CrateName name, CrateVersion version, Checksum checksum)
      throws IOException {
    return crates.get(new CrateId(mount, name, version, checksum));
  }

  /// The `.crate` file that the index now lists for this version.
  ///
  /// @throws dev.cratehold.upstream.UpstreamException if it is not stored and the upstream failed
  /// @throws IOException if the store cannot be read or written
  public CrateReply crate(CrateName name, CrateVersion version) throws IOException {
    Optional<Checksum> checksum = index.checksum(name, version);
    return checksum.isPresent()
        ? crate(name, version, checksum.get())
        : new CrateReply.Missing(
            "the index of %s does not list %s %s".formatted(mount, name, version));
  }
}
