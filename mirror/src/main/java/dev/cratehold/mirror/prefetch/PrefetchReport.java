package dev.cratehold.mirror.prefetch;

import dev.cratehold.store.CrateId;
import java.util.ArrayList;
import java.util.List;

/// What came of a [PrefetchOrder], each part in the order of names and versions.
///
/// @param fetched what was not here before; of a rehearsal, what is not here
/// @param held what was here
/// @param failed what could not be had
/// @param skipped what was not even tried
/// @param stale the crates whose index file could not be refreshed, so that an older one counted
public record PrefetchReport(
    List<Fetched> fetched,
    List<CrateId> held,
    List<PrefetchFailure> failed,
    List<Skipped> skipped,
    List<String> stale) {

  /// A crate that was fetched.
  ///
  /// @param bytes of its file; 0 in a rehearsal
  public record Fetched(CrateId crate, long bytes) {}

  public PrefetchReport {
    fetched = List.copyOf(fetched);
    held = List.copyOf(held);
    failed = List.copyOf(failed);
    skipped = List.copyOf(skipped);
    stale = List.copyOf(stale);
  }

  /// The size of everything that was fetched.
  public long fetchedBytes() {
    return fetched.stream().mapToLong(Fetched::bytes).sum();
  }

  /// All crates of the order that are here now; of a rehearsal, all that there would be.
  public List<CrateId> crates() {
    List<CrateId> all = new ArrayList<>(held);
    fetched.forEach(each -> all.add(each.crate()));
    return all;
  }
}
