package dev.cratehold.mirror.prefetch;

/// How an order is carried out.
///
/// @param threads how many things are fetched at once
public record PrefetchOptions(Mode mode, Dependencies dependencies, int threads) {
  /// Whether anything is fetched but index files.
  public enum Mode {
    FETCH,
    /// It is only said what would be fetched.
    REHEARSE
  }

  /// What comes with the crates of a list.
  public enum Dependencies {
    FOLLOWED,
    LEFT
  }

  /// Eight at a time, with all that they need.
  public static final PrefetchOptions DEFAULTS =
      new PrefetchOptions(Mode.FETCH, Dependencies.FOLLOWED, 8);

  public PrefetchOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("nothing is fetched by " + threads + " threads");
    }
  }
}
