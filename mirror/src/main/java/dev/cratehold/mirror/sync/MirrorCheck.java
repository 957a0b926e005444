package dev.cratehold.mirror.sync;

import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.IndexFile;
import dev.cratehold.store.BlobCheck;
import dev.cratehold.store.CrateId;
import dev.cratehold.store.HeldCrate;
import dev.cratehold.store.IndexCopy;
import dev.cratehold.store.LocalFile;
import dev.cratehold.store.Store;
import dev.cratehold.store.WorkItem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Compares what a mirror holds with what the index files that are here list and its filter wants.
///
/// For one thread; others may change the store meanwhile.
public final class MirrorCheck {
  private static final int BATCH = 1000;

  private final Store store;
  private final String registry;
  private final MirrorFilter filter;
  private final Depth depth;
  private final Listener listener;
  private final List<WorkItem> toQueue = new ArrayList<>();
  private final Repair repair;
  private long names;
  private long indexFiles;
  private long wanted;
  private long held;
  private long bytes;

  /// How closely crate files are looked at.
  public enum Depth {
    /// That they are there with their size.
    EXISTENCE,
    /// That they have their checksum.
    CHECKSUMS
  }

  /// What is done about missing crates.
  public enum Repair {
    NONE,
    /// They are put into the work queue of the mirror.
    QUEUE
  }

  /// Is told what is found.
  public interface Listener {
    /// A crate that is wanted and not held.
    ///
    /// @param reason why it counts as missing
    void missing(CrateId crate, String reason);

    /// How many crates of the mirror were looked at.
    void progressed(long names, long all);
  }

  /// What was found.
  ///
  /// @param names how many crates the mirror has
  /// @param indexFiles of how many of them the index file is here
  /// @param wanted how many versions are wanted
  /// @param held how many of them are held
  /// @param bytes how many bytes these have
  public record Result(long names, long indexFiles, long wanted, long held, long bytes) {
    /// How many versions are missing.
    public long missing() {
      return wanted - held;
    }
  }

  public MirrorCheck(
      Store store,
      String registry,
      MirrorFilter filter,
      Depth depth,
      Repair repair,
      Listener listener) {
    this.store = store;
    this.registry = registry;
    this.filter = filter;
    this.depth = depth;
    this.repair = repair;
    this.listener = listener;
  }

  /// Looks at every crate of the mirror.
  public Result run() throws IOException {
    long all = store.mirrors().names(registry);
    new KnownNames(store.mirrors(), registry)
        .forEach(name -> {
          check(name);
          listener.progressed(++names, all);
        });
    queue();
    return new Result(names, indexFiles, wanted, held, bytes);
  }

  private void check(CrateName name) throws IOException {
    Optional<IndexCopy> copy = store.index().find(registry, name);
    if (copy.isEmpty()) {
      return;
    }
    indexFiles++;
    for (CrateId crate : filter.wanted(registry, IndexFile.parse(name, copy.get().body()))) {
      wanted++;
      Optional<String> fault = fault(crate);
      if (fault.isPresent()) {
        listener.missing(crate, fault.get());
        repair(crate);
      } else {
        held++;
      }
    }
  }

  private Optional<String> fault(CrateId crate) throws IOException {
    Optional<HeldCrate> listed = store.holdings().find(crate);
    if (listed.isEmpty()) {
      return unlisted(crate);
    }
    return depth == Depth.CHECKSUMS ? hashed(crate) : sized(crate, listed.get().size());
  }

  /// What was fetched a moment ago is there before it is listed; opening it finds it.
  private Optional<String> unlisted(CrateId crate) throws IOException {
    Optional<LocalFile> file = store.open(crate);
    if (file.isEmpty()) {
      return Optional.of("it is not held");
    }
    try (LocalFile open = file.get()) {
      bytes += open.length();
    }
    return Optional.empty();
  }

  private Optional<String> sized(CrateId crate, long size) throws IOException {
    var blob = store.blobs().open(crate.checksum());
    if (blob.isEmpty()) {
      return Optional.of("its file is missing");
    }
    try (var open = blob.get()) {
      bytes += open.length();
      return open.length() == size
          ? Optional.empty()
          : Optional.of("its file has %d bytes instead of %d".formatted(open.length(), size));
    }
  }

  private Optional<String> hashed(CrateId crate) throws IOException {
    return switch (store.blobs().check(crate.checksum())) {
      case BlobCheck.Intact(long size) -> {
        bytes += size;
        yield Optional.empty();
      }
      case BlobCheck.Missing() -> Optional.of("its file is missing");
      case BlobCheck.Corrupt _ -> Optional.of("its file is corrupt");
    };
  }

  private void repair(CrateId crate) throws IOException {
    if (repair == Repair.NONE) {
      return;
    }
    // Takes a missing or corrupt file off the list, so that it counts as not held.
    Optional<LocalFile> file = store.open(crate);
    if (file.isPresent()) {
      file.get().close();
    }
    toQueue.add(new WorkItem.Crate(crate));
    if (toQueue.size() >= BATCH) {
      queue();
    }
  }

  private void queue() throws IOException {
    if (!toQueue.isEmpty()) {
      long _ = store.workQueue().add(toQueue);
      toQueue.clear();
    }
  }
}
