package dev.cratehold.store.statistics;

/// What requests are summed by: a registry, a crate or a client.
///
/// @param name of the registry; of a crate `registry/name`; of a client its address. Empty for all
///   that are not counted by name, because there are too many.
public record Subject(Kind kind, String name) {
  /// What there are sums for, and how many names each sum is kept for.
  public enum Kind {
    /// A registry, by the name that it is mounted under.
    REGISTRY(16, 16),

    /// A crate.
    CRATE(400, 4_000),

    /// A client.
    CLIENT(100, 1_000);

    private final int names;
    private final int namesForEver;

    Kind(int names, int namesForEver) {
      this.names = names;
      this.namesForEver = namesForEver;
    }

    /// How many names a stretch of this window keeps when it is trimmed. The window with the most
    /// stretches keeps half of the others', so that all of it is summed up in some milliseconds.
    public int names(Window window) {
      return switch (window) {
        case HOUR, DAY -> names;
        case MONTH -> names / 2;
        case EVER -> namesForEver;
      };
    }

    /// How many names a stretch of this window may have before it is trimmed: half as many again,
    /// so that it is not trimmed at every write.
    public int mostNames(Window window) {
      return names(window) + names(window) / 2;
    }
  }

  /// All subjects of this kind that have no sum of their own.
  public static Subject others(Kind kind) {
    return new Subject(kind, "");
  }

  /// True if it stands for many.
  public boolean isOthers() {
    return name.isEmpty();
  }
}
