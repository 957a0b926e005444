package dev.cratehold.store;

import dev.cratehold.registry.CrateName;
import java.util.List;

/// The crates whose kept index files a search found.
///
/// @param names in lower case, best match first: those that were asked for of all
/// @param total how many there are in all
public record SearchResult(List<CrateName> names, long total) {
  public SearchResult {
    names = List.copyOf(names);
  }
}
