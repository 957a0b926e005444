package dev.cratehold.cli.mirror;

import dev.cratehold.mirror.prefetch.PrefetchOptions.Mode;
import dev.cratehold.mirror.prefetch.PrefetchReport;

/// How `cratehold prefetch` shows what came of it.
sealed interface PrefetchView permits PrefetchText, PrefetchJson {
  void show(PrefetchReport report, Mode mode);
}
