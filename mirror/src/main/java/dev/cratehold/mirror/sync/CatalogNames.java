package dev.cratehold.mirror.sync;

import dev.cratehold.registry.CrateName;
import dev.cratehold.store.MirrorLedger.Gone;
import dev.cratehold.upstream.Catalog;
import java.io.IOException;
import java.util.Optional;

/// The names that the upstream itself knows.
public record CatalogNames(Catalog catalog) implements NameSource {
  private static final String MARK = "catalog:";

  @Override
  public Everything all() throws IOException, InterruptedException {
    Catalog.Names all = catalog.names();
    return new Everything(Names.of(all.crates()), Optional.of(MARK + all.marker()), Gone.LOOKED_AT);
  }

  /// The catalog's own marker in one of this source; empty if it is another source's.
  public static Optional<String> catalogMarker(String marker) {
    return marker.startsWith(MARK)
        ? Optional.of(marker.substring(MARK.length()))
        : Optional.empty();
  }

  @Override
  public Optional<byte[]> file(CrateName name) throws IOException, InterruptedException {
    return catalog.file(name);
  }

  @Override
  public Step since(String marker) throws IOException, InterruptedException {
    Optional<String> own = catalogMarker(marker);
    if (own.isEmpty()) {
      return all();
    }
    Optional<Catalog.Names> changed = catalog.changedSince(own.get());
    return changed.isPresent()
        ? new Changes(changed.get().crates(), Optional.of(MARK + changed.get().marker()))
        : all();
  }
}
