package dev.cratehold.mirror.prefetch;

import dev.cratehold.registry.CrateName;

/// A crate that a list names.
///
/// @param source where it was named: `crates.txt:3`, `the command line`
public record Wanted(CrateName name, Selector selector, String source) {
  /// As a list would name it.
  String item() {
    return name + selector.toString();
  }
}
