package dev.cratehold.store;

import dev.cratehold.registry.Checksum;
import dev.cratehold.registry.CrateName;
import dev.cratehold.store.ScrubReport.Finding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// One scrub of a store: one 256th of the checksums after the other, so that memory does not grow
/// with the store.
///
/// Files are looked for before entries are read, and a file that is listed is always opened, found
/// or not: so a crate that is published meanwhile is never reported as missing.
final class Scrub {
  private final BlobStore blobs;
  private final SqliteHoldings holdings;
  private final SqliteIndexStore index;
  private final ScrubMode mode;
  private final ScrubListener listener;
  private final List<Finding> findings = new ArrayList<>();
  private long files;
  private long bytes;
  private long intact;
  private long intactBytes;
  private long indexFiles;

  Scrub(
      BlobStore blobs,
      SqliteHoldings holdings,
      SqliteIndexStore index,
      ScrubMode mode,
      ScrubListener listener) {
    this.blobs = blobs;
    this.holdings = holdings;
    this.index = index;
    this.mode = mode;
    this.listener = listener;
  }

  ScrubReport run() throws IOException {
    for (int first = 0; first < 256; first++) {
      for (Map.Entry<Checksum, List<CrateId>> entry : shard(first).entrySet()) {
        check(entry.getKey(), entry.getValue());
        listener.checked(files, bytes);
      }
    }
    index.forEach(this::checkIndexFile);
    return new ScrubReport(intact, intactBytes, indexFiles, findings);
  }

  /// The checksums that begin with `first`, of files and of entries, with the crates listed for
  /// them.
  private Map<Checksum, List<CrateId>> shard(int first) throws IOException {
    List<Checksum> found = blobs.list(first);
    Map<Checksum, List<CrateId>> shard =
        holdings.shard(first).stream()
            .map(HeldCrate::crate)
            .collect(
                Collectors.groupingBy(
                    CrateId::checksum,
                    () -> new TreeMap<>(Comparator.comparing(Checksum::hex)),
                    Collectors.toList()));
    found.forEach(checksum -> shard.putIfAbsent(checksum, List.of()));
    return shard;
  }

  private void check(Checksum checksum, List<CrateId> crates) throws IOException {
    files++;
    switch (checked(checksum)) {
      case BlobCheck.Intact(long size) -> noteIntact(checksum, crates, size);
      case BlobCheck.Corrupt(Checksum actual, long size) -> {
        bytes += size;
        forget(checksum, crates);
        note(new Finding.Corrupt(checksum, crates, actual, size));
      }
      case BlobCheck.Missing() -> {
        if (!crates.isEmpty()) {
          forget(checksum, crates);
          note(new Finding.Missing(checksum, crates));
        }
      }
    }
  }

  /// Hashes the file; a corrupt one is taken away if it is to be repaired.
  private BlobCheck checked(Checksum checksum) throws IOException {
    BlobCheck found = blobs.check(checksum);
    return found instanceof BlobCheck.Corrupt && mode == ScrubMode.REPAIR
        ? blobs.quarantine(checksum)
        : found;
  }

  private void noteIntact(Checksum checksum, List<CrateId> crates, long size) {
    bytes += size;
    if (crates.isEmpty()) {
      note(new Finding.Unlisted(checksum, size));
    } else {
      intact++;
      intactBytes += size;
    }
  }

  private void forget(Checksum checksum, List<CrateId> crates) throws IOException {
    if (mode == ScrubMode.REPAIR && !crates.isEmpty()) {
      holdings.forget(checksum);
    }
  }

  private void checkIndexFile(String registry, CrateName name, IndexCopy copy) throws IOException {
    if (copy.isIntact()) {
      indexFiles++;
    } else {
      if (mode == ScrubMode.REPAIR) {
        index.remove(registry, name);
      }
      note(new Finding.DamagedIndexFile(registry, name));
    }
    bytes += copy.gzip().length;
    listener.checked(files, bytes);
  }

  private void note(Finding finding) {
    findings.add(finding);
    listener.found(finding);
  }
}
