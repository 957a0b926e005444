package dev.cratehold.cli.mirror;

import dev.cratehold.mirror.prefetch.PrefetchOptions.Mode;
import dev.cratehold.mirror.prefetch.PrefetchReport;
import java.util.OptionalInt;

/// How `cratehold prefetch` shows what came of it.
sealed interface PrefetchView permits PrefetchText, PrefetchJson {
  /// Shows it.
  ///
  /// @param pinned how many crates are pinned by it, if that was wanted
  void show(PrefetchReport report, Mode mode, OptionalInt pinned);
}
