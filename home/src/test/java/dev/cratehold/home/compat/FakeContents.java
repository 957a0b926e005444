package dev.cratehold.home.compat;

import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A disk that is a map of things to their sizes.
final class FakeContents implements CacheContents {
  private final Map<ItemId, Long> sizes = new LinkedHashMap<>();

  FakeContents with(ItemId id, long bytes) {
    sizes.put(id, bytes);
    return this;
  }

  @Override
  public Collection<String> directories(ItemKind kind) {
    return sizes.keySet().stream()
        .filter(id -> id.kind() == kind)
        .map(ItemId::directory)
        .distinct()
        .toList();
  }

  @Override
  public List<String> names(ItemKind kind, String directory) {
    return sizes.keySet().stream()
        .filter(id -> id.kind() == kind && id.directory().equals(directory))
        .map(ItemId::name)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  @Override
  public boolean exists(ItemId id) {
    return sizes.containsKey(id)
        || (id.name().isEmpty() && directories(id.kind()).contains(id.directory()));
  }

  @Override
  public long bytes(ItemId id) throws NoSuchFileException {
    return Optional.ofNullable(sizes.get(id)).orElseThrow(() -> new NoSuchFileException(id.path()));
  }
}
