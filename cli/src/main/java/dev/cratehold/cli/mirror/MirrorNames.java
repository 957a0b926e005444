package dev.cratehold.cli.mirror;

import dev.cratehold.cli.OpenRegistry;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.mirror.sync.CatalogNames;
import dev.cratehold.mirror.sync.MirrorSettings;
import dev.cratehold.mirror.sync.NameSource;
import dev.cratehold.mirror.sync.NameSources;
import java.io.IOException;
import java.util.Optional;

/// Finds the names of a mirror, and says what to do where there are none.
final class MirrorNames {
  private static final String HELP =
      "--names FILE gives them, a name a line; for all of crates.io FILE is the dump of its"
          + " database, https://static.crates.io/db-dump.tar.gz";

  private MirrorNames() {}

  /// The sentence for a mirror without names.
  static String absent(OpenRegistry registry) {
    return "nothing says which crates to mirror: %s is a sparse index, which cannot be asked for its crates"
        .formatted(registry.upstream().urls().getFirst());
  }

  static NameSource require(OpenRegistry registry, MirrorSettings settings)
      throws IOException, Failure {
    return find(registry, settings).orElseThrow(() -> Failure.usage(absent(registry), HELP));
  }

  static Optional<NameSource> find(OpenRegistry registry, MirrorSettings settings)
      throws IOException {
    return NameSources.of(
        settings,
        registry.catalog().map(CatalogNames::new),
        registry.upstream(),
        registry.store().mirrors(),
        OpenRegistry.MOUNT);
  }
}
