package dev.cratehold.proxy;

import dev.cratehold.registry.ApiCrate;
import dev.cratehold.registry.ApiCrates;
import dev.cratehold.registry.ApiLookup;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.IndexFile;
import dev.cratehold.store.IndexStore;
import dev.cratehold.store.SearchResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Answers look-ups from index files, for a registry without a web API. A search finds the crates
/// whose index files are here by their names; what index files do not say, such as descriptions and
/// owners, nobody here knows.
///
/// Safe for use by several threads.
final class LocalLookups {
  private final String mount;
  private final IndexStore store;
  private final KeptIndex kept;
  private final IndexRelay index;

  LocalLookups(String mount, IndexStore store, KeptIndex kept, IndexRelay index) {
    this.mount = mount;
    this.store = store;
    this.kept = kept;
    this.index = index;
  }

  ApiReply answer(ApiLookup lookup) throws IOException {
    return switch (lookup) {
      case ApiLookup.Search search -> search(search);
      case ApiLookup.Crate(CrateName name) -> crate(name);
      case ApiLookup.Version _, ApiLookup.Owners _ ->
          new ApiReply.Missing("the registry has no web API, and its index does not say this");
    };
  }

  private ApiReply search(ApiLookup.Search search) throws IOException {
    long offset = (search.page() - 1L) * search.perPage();
    int within = (int) Math.min(offset, Integer.MAX_VALUE);
    SearchResult found = store.search(mount, search.text(), search.perPage(), within);
    List<IndexFile> files = new ArrayList<>();
    for (CrateName name : found.names()) {
      Optional<CachedIndex> file = kept.find(name);
      if (file.isPresent()) {
        files.add(file.get().file());
      }
    }
    return answered(new ApiCrates(files, found.total()).toJson());
  }

  private ApiReply crate(CrateName name) throws IOException {
    Optional<CachedIndex> file = index.file(name);
    return file.isPresent()
        ? answered(new ApiCrate(file.get().file()).toJson())
        : new ApiReply.Missing("the registry has no crate " + name);
  }

  private static ApiReply answered(byte[] json) {
    return new ApiReply.Found(json, CacheStatus.HIT);
  }
}
