package dev.cratehold.mirror.refresh;

import dev.cratehold.proxy.RegistryProxy;
import dev.cratehold.store.Store;
import dev.cratehold.upstream.Upstream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

/// Keeps the index files of the crates in use fresh until it is closed: each is compared with the
/// upstream once in every interval, whether a client asks or not, so that clients are answered from
/// memory, and what happens upstream is seen soon. Two at a time at most, together with the clients
/// who want the same then; none while the upstream is left alone because it fails.
///
/// Safe for use by several threads.
public final class IndexRefresh implements AutoCloseable {
  private final CountDownLatch closing = new CountDownLatch(1);
  private final RefreshLoop loop;
  private final Thread thread;

  private IndexRefresh(Duration interval, RefreshLoop.Work work, InstantSource clock) {
    this.loop = new RefreshLoop(interval, work, clock, new Random(), Pauses.until(closing));
    this.thread = Thread.ofVirtual().name("cratehold-refresh").start(this::run);
  }

  /// The first round begins one interval from now: until then clients ask for themselves.
  ///
  /// @param store the one that `proxy` fills, from `upstream`
  public static IndexRefresh start(
      Plan plan, RegistryProxy proxy, Store store, Upstream upstream, InstantSource clock) {
    return new IndexRefresh(
        plan.interval(),
        new UpstreamComparison(proxy, store, upstream, plan.newer(), clock),
        clock);
  }

  /// How often, and what for.
  public record Plan(Duration interval, NewerVersions newer) {
    public Plan {
      if (interval.isNegative() || interval.isZero()) {
        throw new IllegalArgumentException("an interval is longer than nothing");
      }
    }
  }

  private void run() {
    try {
      loop.run();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Breaks off what is under way. Idempotent.
  @Override
  public void close() throws InterruptedIOException {
    closing.countDown();
    loop.close();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while refreshing was ended");
    }
  }
}
