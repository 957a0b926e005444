package dev.cratehold.mirror.refresh;

import dev.cratehold.proxy.Holding;
import dev.cratehold.proxy.IndexReply;
import dev.cratehold.proxy.RegistryProxy;
import dev.cratehold.proxy.Wish;
import dev.cratehold.registry.Checksum;
import dev.cratehold.registry.CrateVersion;
import dev.cratehold.registry.IndexFile;
import dev.cratehold.store.Store;
import dev.cratehold.upstream.Circuit;
import dev.cratehold.upstream.Upstream;
import dev.cratehold.upstream.UpstreamException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Compares the crates that the clients of a registry use with the upstream.
final class UpstreamComparison implements RefreshLoop.Work {
  private static final Logger LOGGER = System.getLogger(UpstreamComparison.class.getName());

  /// For how long a use counts.
  private static final Duration SPAN = Duration.ofDays(1);

  private final RegistryProxy proxy;
  private final Store store;
  private final Upstream upstream;
  private final NewerVersions newer;
  private final InstantSource clock;

  UpstreamComparison(
      RegistryProxy proxy,
      Store store,
      Upstream upstream,
      NewerVersions newer,
      InstantSource clock) {
    this.proxy = proxy;
    this.store = store;
    this.upstream = upstream;
    this.newer = newer;
    this.clock = clock;
  }

  @Override
  public List<UsedCrate> crates() throws IOException {
    Instant since = clock.instant().minus(SPAN);
    CratesInUse inUse = new CratesInUse(proxy.mount(), since);
    store.holdings().forEach(inUse::held);
    return inUse.with(proxy.askedSince(since));
  }

  @Override
  public boolean isPaused() {
    return upstream.status().stream().allMatch(source -> source.circuit() == Circuit.OPEN);
  }

  @Override
  public void refresh(UsedCrate crate) {
    try {
      IndexReply reply = proxy.look(crate.name(), Wish.REFRESHED);
      if (newer == NewerVersions.FETCHED && reply instanceof IndexReply.Found found) {
        fetchNewer(crate, IndexFile.parse(crate.name(), found.copy().body()));
      }
    } catch (InterruptedIOException _) {
      // The server stops.
    } catch (UpstreamException e) {
      LOGGER.log(Level.DEBUG, "could not refresh {0}: {1}", crate.name(), e.getMessage());
    } catch (IOException e) {
      LOGGER.log(Level.WARNING, "could not refresh {0}: {1}", crate.name(), e.getMessage());
    }
  }

  private void fetchNewer(UsedCrate crate, IndexFile file) throws IOException {
    Optional<CrateVersion> latest = file.maxStableVersion();
    boolean isNewer =
        latest.isPresent()
            && crate
                .newest()
                .filter(here -> CrateVersion.PRECEDENCE.compare(latest.get(), here) > 0)
                .isPresent();
    if (!isNewer) {
      return;
    }
    Checksum checksum = file.checksum(latest.get()).orElseThrow();
    if (proxy.hold(file.name(), latest.get(), checksum) == Holding.FETCHED) {
      LOGGER.log(
          Level.INFO, "fetched {0} {1}, which is new, in advance", file.name(), latest.get());
    }
  }
}
