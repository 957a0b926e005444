package dev.cratehold.gitindex;

import java.time.Duration;

/// How a git index is kept.
///
/// @param interval how old the full index may be before it is looked whether the store changed
/// @param cachedInterval the same for the index of what is held, which costs more
/// @param patience how long a request waits for an update; then it gets the index from before
/// @param history after how many commits the next one has no parent
/// @param urls how many public URLs there may be at once
/// @param packs how many packs are made at once
/// @param packPatience how long a request waits for its turn to get a pack
public record GitIndexOptions(
    Duration interval,
    Duration cachedInterval,
    Duration patience,
    int history,
    int urls,
    int packs,
    Duration packPatience) {
  /// Counting the objects of an index of 200,000 files takes that much.
  private static final long HEAP_OF_A_PACK = 96L << 20;

  private static final int MOST_PACKS = 4;

  public GitIndexOptions {
    if (history < 1 || urls < 1 || packs < 1) {
      throw new IllegalArgumentException("a number of commits, URLs or packs must be positive");
    }
  }

  /// 2 s, 30 s, 5 s; 500 commits, 16 URLs; up to 4 packs, as the heap allows, for which 20 s are
  /// waited.
  public static GitIndexOptions defaults() {
    long byHeap = Runtime.getRuntime().maxMemory() / HEAP_OF_A_PACK;
    return new GitIndexOptions(
        Duration.ofSeconds(2),
        Duration.ofSeconds(30),
        Duration.ofSeconds(5),
        500,
        16,
        Math.toIntExact(Math.clamp(byHeap, 1, MOST_PACKS)),
        Duration.ofSeconds(20));
  }

  Duration interval(GitForm form) {
    return form == GitForm.FULL ? interval : cachedInterval;
  }

  /// The same, looking at the store at every request.
  GitIndexOptions withoutInterval() {
    return new GitIndexOptions(
        Duration.ZERO, Duration.ZERO, patience, history, urls, packs, packPatience);
  }

  /// The same with another length of the history.
  GitIndexOptions withHistory(int commits) {
    return new GitIndexOptions(
        interval, cachedInterval, patience, commits, urls, packs, packPatience);
  }

  /// The same with another number of URLs.
  GitIndexOptions withUrls(int number) {
    return new GitIndexOptions(
        interval, cachedInterval, patience, history, number, packs, packPatience);
  }
}
