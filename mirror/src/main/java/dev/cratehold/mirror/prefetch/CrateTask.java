package dev.cratehold.mirror.prefetch;

import dev.cratehold.proxy.Holding;
import dev.cratehold.proxy.RegistryProxy;
import dev.cratehold.registry.Checksum;
import dev.cratehold.registry.IndexFile;
import dev.cratehold.registry.MalformedIndexException;
import dev.cratehold.store.CrateId;
import dev.cratehold.store.LocalFile;
import dev.cratehold.store.NoRoomException;
import dev.cratehold.store.Store;
import dev.cratehold.store.StoreStatus;
import java.io.IOException;
import java.util.Optional;

/// One crate that is to be here.
///
/// @param index what is known of the crate
record CrateTask(LockedCrate crate, Looked index, Tools tools) {

  /// What came of it.
  sealed interface Outcome {
    /// It was here.
    record Here(CrateId crate) implements Outcome {}

    /// It was fetched; in a rehearsal it would be.
    record Came(CrateId crate, long bytes) implements Outcome {}

    /// It is not here.
    record Failed(PrefetchFailure failure) implements Outcome {}
  }

  /// What all tasks of one run share.
  static final class Tools {
    private final RegistryProxy proxy;
    private final Store store;

    Tools(RegistryProxy proxy, Store store) {
      this.proxy = proxy;
      this.store = store;
    }

    /// Where nothing can be stored, nothing is fetched in vain.
    Holding hold(CrateId id) throws IOException {
      if (isFull(store.status().state()) && !store.holds(id)) {
        throw new NoRoomException("it could not be stored: " + store.status().sentence());
      }
      return proxy.hold(id.name(), id.version(), id.checksum());
    }

    private static boolean isFull(StoreStatus.State state) {
      return switch (state) {
        case FULL, READ_ONLY -> true;
        case WRITABLE, FAILING -> false;
      };
    }

    long size(CrateId id) throws IOException {
      Optional<LocalFile> file = store.openListed(id);
      if (file.isEmpty()) {
        return 0; // taken away in the meantime
      }
      try (LocalFile open = file.get()) {
        return open.length();
      }
    }
  }

  /// What makes two tasks the same.
  String key() {
    return "%s@%s %s".formatted(crate.name().lowerCase(), crate.version(), crate.checksum());
  }

  /// Has the crate stored.
  Outcome fetch() {
    try {
      Optional<CrateId> id = id();
      if (id.isEmpty()) {
        return unlisted();
      }
      return switch (tools.hold(id.get())) {
        case HELD -> new Outcome.Here(id.get());
        case FETCHED -> new Outcome.Came(id.get(), tools.size(id.get()));
        case NOT_LISTED -> unlisted();
      };
    } catch (IOException e) {
      return failed(Reasons.of(e));
    }
  }

  /// Says what [#fetch] would do.
  Outcome rehearse() {
    try {
      Optional<CrateId> id = id();
      if (id.isEmpty()) {
        return unlisted();
      }
      if (tools.store.holds(id.get())) {
        return new Outcome.Here(id.get());
      }
      return isListed(id.get()) ? new Outcome.Came(id.get(), 0) : unlisted();
    } catch (IOException e) {
      return failed(Reasons.of(e));
    }
  }

  /// The crate's file; empty if neither the lock file nor the index has a checksum.
  private Optional<CrateId> id() throws IOException {
    Optional<Checksum> checksum =
        crate.checksum().isPresent() ? crate.checksum() : file().flatMap(this::checksum);
    return checksum.map(
        sum -> new CrateId(tools.proxy.mount(), crate.name(), crate.version(), sum));
  }

  private Optional<Checksum> checksum(IndexFile file) {
    return file.checksum(crate.version());
  }

  private Optional<IndexFile> file() throws MalformedIndexException {
    return index instanceof Looked.Found found
        ? Optional.of(IndexFile.parse(crate.name(), found.copy().body()))
        : Optional.empty();
  }

  /// Whether the registry vouches for the file, or once did.
  private boolean isListed(CrateId id) throws IOException {
    Optional<IndexFile> file = file();
    return (file.isPresent() && file.get().lists(id.version(), id.checksum()))
        || tools.store.index().onceListed(id.registry(), id.name(), id.version(), id.checksum());
  }

  private Outcome unlisted() {
    return switch (index) {
      case Looked.Failed(String reason) -> failed(reason);
      case Looked.Missing() -> failed("the registry has no crate " + crate.name());
      case Looked.Found _ -> contradicted();
    };
  }

  private Outcome contradicted() {
    try {
      String lists =
          file()
              .flatMap(this::checksum)
              .map(sum -> "its index lists the checksum " + sum)
              .orElse("its index does not list that version");
      return failed(
          crate
              .checksum()
              .map(sum ->
                  "the registry never had such a file with the checksum %s; %s"
                      .formatted(sum, lists))
              .orElse(lists));
    } catch (MalformedIndexException e) {
      return failed(Reasons.of(e));
    }
  }

  private Outcome failed(String reason) {
    return new Outcome.Failed(new PrefetchFailure(crate.item(), crate.source(), reason));
  }
}
