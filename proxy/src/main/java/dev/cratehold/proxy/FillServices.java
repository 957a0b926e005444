package dev.cratehold.proxy;

import dev.cratehold.store.CrateId;
import dev.cratehold.store.LocalFile;
import dev.cratehold.store.NoRoomException;
import dev.cratehold.store.Store;
import dev.cratehold.upstream.Upstream;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// What all fills of a registry share.
///
/// @param upstreamRequests one permit for each download
/// @param windows one permit for each [Window]
/// @param patience how long one reader may keep the others of an unstored crate waiting, and how
///   long such a crate waits for a window
record FillServices(
    Store store,
    Upstream upstream,
    Semaphore upstreamRequests,
    Semaphore windows,
    Duration patience,
    FillCounters counters,
    Complaints complaints,
    InstantSource clock) {

  private static final System.Logger LOG = System.getLogger(FillServices.class.getName());

  /// The crate's file, or empty if it is not stored or the store cannot be read: what cannot be
  /// read can still be fetched.
  Optional<LocalFile> open(CrateId crate) {
    try {
      return store.open(crate);
    } catch (IOException e) {
      complaints.raise("cannot look for " + crate + " in the store", e);
      return Optional.empty();
    }
  }

  /// Notes that a crate, or the rest of it, is given on without being stored. The store says so in
  /// its status and in the log.
  void unstored(CrateId crate, IOException cause) {
    counters.unstored().increment();
    LOG.log(System.Logger.Level.DEBUG, "passing on {0} unstored: {1}", crate, cause.getMessage());
    if (!(cause instanceof NoRoomException)) {
      store.writeFailed(cause);
    }
  }
}
