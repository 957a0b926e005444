package dev.cratehold.mirror.prefetch;

/// Is told how a prefetch goes on, by several threads at once.
public interface PrefetchListener {
  /// Somebody whom it does not matter to.
  PrefetchListener NONE =
      new PrefetchListener() {
        @Override
        public void resolving(int crates) {}

        @Override
        public void fetching(int done, int all) {}
      };

  /// What is needed is looked for; the index files of so many crates were asked for.
  void resolving(int crates);

  /// So many of all crates are here.
  void fetching(int done, int all);
}
