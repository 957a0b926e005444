package dev.cratehold.cli;

import dev.cratehold.cli.config.ServeConfig;
import dev.cratehold.cli.config.Storage;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.store.Access;
import dev.cratehold.store.CollectionLimits;
import dev.cratehold.store.Store;
import dev.cratehold.store.StoreOptions;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.OptionalLong;

/// Opens the store of a server.
final class StoreOpening {
  private static final Logger LOGGER = System.getLogger(StoreOpening.class.getName());

  private StoreOpening() {}

  static StoreOptions options(Storage storage) {
    OptionalLong maxBytes = storage.maxSize().map(OptionalLong::of).orElseGet(OptionalLong::empty);
    return new StoreOptions(Access.READ_IF_NOT_WRITABLE, maxBytes, storage.minFree());
  }

  /// What a server deletes by. Nothing at all unless a size or an age is configured; then the
  /// reserve of the disk is kept by deleting, too.
  static CollectionLimits limits(Storage storage) {
    CollectionLimits limits = CollectionLimits.none().withGrace(storage.gcGrace());
    limits = storage.maxSize().map(limits::withMaxBytes).orElse(limits);
    limits = storage.maxAge().map(limits::withMaxAge).orElse(limits);
    return limits.isEmpty() ? limits : limits.withMinFree(storage.minFree());
  }

  /// Opens the store and tells it which upstream its index files are of.
  static Store open(ServeConfig config) throws Failure {
    try {
      Store store = Store.open(config.data(), options(config.storage()), InstantSource.system());
      try {
        rememberUpstream(store, config);
        return store;
      } catch (IOException e) {
        closeAfter(store, e);
        throw e;
      }
    } catch (IOException e) {
      throw failure(config.data(), e);
    }
  }

  /// What the user reads.
  static Failure failure(Path data, IOException e) {
    return Failure.failed("cannot open the store in " + data, e, "--data names another directory");
  }

  /// Mirrors hold the same files, so only the preferred upstream counts.
  private static void rememberUpstream(Store store, ServeConfig config) throws IOException {
    String upstream = config.upstreams().urls().getFirst().toString();
    long forgotten = store.registry(RunningServer.MOUNT, upstream);
    if (forgotten > 0) {
      LOGGER.log(Level.INFO, "the upstream is another one: {0} index files forgotten", forgotten);
    }
  }

  private static void closeAfter(Store store, IOException failure) {
    try {
      store.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
