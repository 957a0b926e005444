package dev.cratehold.cli.imports;

import dev.cratehold.proxy.IndexReply;
import dev.cratehold.proxy.RegistryProxy;
import dev.cratehold.proxy.Wish;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.IndexFile;
import dev.cratehold.registry.MalformedIndexException;
import dev.cratehold.store.IndexStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// Believes the registry's index: the copy in the store, then the upstream. Without a network, the
/// copy in the store, then the index of the local registry in which a file lies.
public final class RegistryVouching implements Vouching {
  private final IndexStore index;
  private final RegistryProxy registry;
  private final Reach reach;

  /// Whether the upstream is asked.
  public enum Reach {
    ONLINE,
    OFFLINE
  }

  public RegistryVouching(IndexStore index, RegistryProxy registry, Reach reach) {
    this.index = index;
    this.registry = registry;
    this.reach = reach;
  }

  @Override
  public List<Source> sourcesFor(FoundCrate found) {
    CrateName name = found.name();
    return switch (reach) {
      case ONLINE ->
          List.of(
              () -> stored(name),
              () -> asked(name, Wish.AS_KEPT),
              () -> asked(name, Wish.REFRESHED));
      case OFFLINE -> List.of(() -> stored(name), () -> ofLocalRegistry(found));
    };
  }

  private IndexFile stored(CrateName name) throws IOException {
    return index
        .find(registry.mount(), name)
        .map(copy -> parsed(name, copy.body()))
        .orElseGet(() -> none(name));
  }

  private IndexFile asked(CrateName name, Wish wish) throws IOException {
    return switch (registry.look(name, wish)) {
      case IndexReply.Found reply -> parsed(name, reply.copy().body());
      case IndexReply.Missing _ -> none(name);
    };
  }

  private static IndexFile ofLocalRegistry(FoundCrate found) throws IOException {
    Path file = found.root().resolve("index").resolve(found.name().indexPath());
    try {
      return parsed(found.name(), Files.readAllBytes(file));
    } catch (NoSuchFileException _) {
      return none(found.name());
    }
  }

  /// What is no index file vouches for nothing.
  private static IndexFile parsed(CrateName name, byte[] body) {
    try {
      return IndexFile.parse(name, body);
    } catch (MalformedIndexException _) {
      return none(name);
    }
  }

  private static IndexFile none(CrateName name) {
    return new IndexFile(name, List.of());
  }
}
