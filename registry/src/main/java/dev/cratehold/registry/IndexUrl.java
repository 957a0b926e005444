package dev.cratehold.registry;

import java.net.URI;

/// The address of a registry's index.
public sealed interface IndexUrl permits SparseUrl, GitUrl {
  /// The URL without what says of which kind it is.
  URI index();

  /// Reads `sparse+https://…`, `git+https://…`, or `registry+https://…`, which is how lock files
  /// name a git index.
  ///
  /// @throws IllegalArgumentException with a sentence that says what is wrong and does not repeat
  ///   the text, which may hold a password
  static IndexUrl parse(String text) {
    return GitUrl.isOne(text) ? GitUrl.parse(text) : SparseUrl.parse(text);
  }
}
