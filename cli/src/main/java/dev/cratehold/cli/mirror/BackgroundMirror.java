package dev.cratehold.cli.mirror;

import dev.cratehold.cli.OpenRegistry;
import dev.cratehold.cli.config.Mirroring;
import dev.cratehold.mirror.sync.MirrorSettings;
import dev.cratehold.mirror.sync.MirrorSync;
import dev.cratehold.mirror.sync.MirrorSync.Refused;
import dev.cratehold.mirror.sync.NameSource;
import dev.cratehold.mirror.sync.SyncReport;
import dev.cratehold.store.MirrorLock;
import dev.cratehold.store.MirrorState;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Optional;

/// Brings the mirror of a running server up to date, again and again, until it is closed. What it
/// does and what fails is logged.
public final class BackgroundMirror implements AutoCloseable {
  private static final Logger LOGGER = System.getLogger(BackgroundMirror.class.getName());

  private final Mirroring config;
  private final OpenRegistry registry;
  private final Thread thread;

  private BackgroundMirror(Mirroring config, OpenRegistry registry) {
    this.config = config;
    this.registry = registry;
    this.thread = Thread.ofVirtual().name("cratehold-mirror").unstarted(this::run);
  }

  /// Starts the first sync at once.
  ///
  /// @param registry what the server stands on; stays open
  public static BackgroundMirror start(Mirroring config, OpenRegistry registry) {
    BackgroundMirror mirror = new BackgroundMirror(config, registry);
    mirror.thread.start();
    return mirror;
  }

  private void run() {
    try {
      while (true) {
        syncAndLog();
        Thread.sleep(config.interval());
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  private void syncAndLog() throws InterruptedException {
    try {
      syncIfFree();
    } catch (InterruptedIOException e) {
      LOGGER.log(Level.DEBUG, "the sync of the mirror was ended", e);
      throw new InterruptedException("closed");
    } catch (IOException | RuntimeException e) {
      LOGGER.log(Level.WARNING, "the mirror could not be synced, will try again", e);
    }
  }

  private void syncIfFree() throws IOException, InterruptedException {
    switch (registry.store().lockMirror(MirrorLocks.owner("cratehold serve"))) {
      case MirrorLock.Attempt.Busy(String owner) ->
          LOGGER.log(Level.INFO, "the mirror is not synced now: {0} does it", owner);
      case MirrorLock.Attempt.Acquired(MirrorLock lock) -> {
        try (lock) {
          sync();
        }
      }
    }
  }

  private void sync() throws IOException, InterruptedException {
    MirrorSettings settings = settings();
    Optional<NameSource> source = MirrorNames.find(registry, settings);
    if (source.isEmpty()) {
      LOGGER.log(
          Level.WARNING,
          "{0}; --mirror-names FILE or a `cratehold mirror sync` with --names FILE says it",
          MirrorNames.absent(registry));
      return;
    }
    MirrorSync sync =
        new MirrorSync(
            registry.proxy(),
            registry.store(),
            registry.upstream().urls().getFirst().toString(),
            InstantSource.system());
    log(sync.run(settings, source.get(), Refused.WHEN_DUE, _ -> {}));
  }

  private MirrorSettings settings() throws IOException {
    MirrorSettings last =
        registry
            .store()
            .mirrors()
            .find(OpenRegistry.MOUNT)
            .map(MirrorState::settings)
            .map(MirrorSettings::parse)
            .orElse(MirrorSettings.DEFAULT);
    return new MirrorSettings(
        config.names().or(last::names), last.feed(), last.filter(), last.politeness());
  }

  private static void log(SyncReport report) {
    SyncReport.Done done = report.done();
    LOGGER.log(
        report.isComplete() ? Level.INFO : Level.WARNING,
        "synced the mirror: looked at {0} index files, fetched {1} crates ({2} bytes); {3} are left{4}",
        done.looked(),
        done.fetched(),
        done.bytes(),
        report.left().all(),
        report.stopped().map(reason -> ": " + reason).orElse(""));
  }

  /// Ends the sync that is under way and starts no other. What it has done is kept. Idempotent.
  @Override
  public void close() throws IOException {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException stopped =
          new InterruptedIOException("interrupted while waiting for the end of a sync");
      stopped.initCause(e);
      throw stopped;
    }
  }
}
