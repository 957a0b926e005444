package dev.cratehold.cli.mirror;

import dev.cratehold.mirror.prefetch.PrefetchReport;
import dev.cratehold.store.Pin;
import dev.cratehold.store.Pins;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;

/// Pins what a prefetch has, for a label.
record PrefetchPins(String label) {
  /// Pins it in place of what was pinned for the label before. Where something failed, that stays
  /// pinned too: what an upstream has not today may be what it had yesterday.
  ///
  /// @return how many crates are pinned by it
  int pin(PrefetchReport report, Pins pins) throws IOException {
    Collection<Pin> all =
        report.crates().stream()
            .map(crate ->
                new Pin(crate.registry(), crate.name(), Optional.of(crate.version()), label))
            .distinct()
            .toList();
    if (report.failed().isEmpty()) {
      pins.replaceAll(label, all);
    } else {
      pins.add(all);
    }
    return all.size();
  }
}
