package dev.cratehold.mirror.sync;

import dev.cratehold.registry.CrateName;
import dev.cratehold.store.MirrorLedger;
import dev.cratehold.store.MirrorLedger.Gone;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The crates that a mirror has already.
public record KnownNames(MirrorLedger ledger, String registry) implements NameSource {
  private static final int PAGE = 1000;

  @Override
  public Everything all() {
    return new Everything(this::forEach, Optional.empty(), Gone.FORGOTTEN);
  }

  @Override
  public Step since(String marker) {
    return all();
  }

  /// Tells `visitor` every name, in order.
  public void forEach(Names.Visitor visitor) throws IOException {
    List<CrateName> page = ledger.namesAfter(registry, "", PAGE);
    while (!page.isEmpty()) {
      for (CrateName name : page) {
        visitor.visit(name);
      }
      page = ledger.namesAfter(registry, page.getLast().lowerCase(), PAGE);
    }
  }
}
