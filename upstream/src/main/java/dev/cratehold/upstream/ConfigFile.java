package dev.cratehold.upstream;

import dev.cratehold.registry.RegistryConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The last good `config.json` of a registry, renewed when it is older than an hour. When that
/// fails the old one goes on, and the next attempt waits a minute.
///
/// Safe for use by several threads: one fetches, and others wait for it only if there is no good
/// one yet.
final class ConfigFile {
  private static final System.Logger LOG = System.getLogger(ConfigFile.class.getName());
  private static final Duration KEPT = Duration.ofHours(1);
  private static final Duration LEFT_ALONE = Duration.ofMinutes(1);

  private record Good(RegistryConfig config, Instant renewAt) {}

  /// Fetches it, with retries.
  interface Fetch {
    RegistryConfig run(Deadline deadline) throws UpstreamException, InterruptedException;
  }

  private final InstantSource clock;
  private final Asked asked;
  private final Fetch fetch;
  private final ReentrantLock fetching = new ReentrantLock();
  private volatile @Nullable Good good;

  ConfigFile(InstantSource clock, Asked asked, Fetch fetch) {
    this.clock = clock;
    this.asked = asked;
    this.fetch = fetch;
  }

  /// @param deadline until when it is needed, where a fetch is waited for
  RegistryConfig current(Deadline deadline) throws UpstreamException, InterruptedException {
    Good known = good;
    if (known == null) {
      return first(deadline);
    }
    if (clock.instant().isBefore(known.renewAt()) || !fetching.tryLock()) {
      return known.config();
    }
    try {
      return renewed(known, deadline);
    } finally {
      fetching.unlock();
    }
  }

  private RegistryConfig first(Deadline deadline) throws UpstreamException, InterruptedException {
    Duration patience = deadline.left();
    if (!fetching.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
      throw Failures.noTurn(asked, patience);
    }
    try {
      Good meanwhile = good;
      return meanwhile != null ? meanwhile.config() : keep(fetch.run(deadline));
    } finally {
      fetching.unlock();
    }
  }

  private RegistryConfig renewed(Good known, Deadline deadline) throws InterruptedException {
    try {
      return keep(fetch.run(deadline));
    } catch (UpstreamException e) {
      LOG.log(System.Logger.Level.WARNING, "{0}; going on with the last one", e.getMessage());
      good = new Good(known.config(), clock.instant().plus(LEFT_ALONE));
      return known.config();
    }
  }

  private RegistryConfig keep(RegistryConfig config) {
    good = new Good(config, clock.instant().plus(KEPT));
    return config;
  }
}
