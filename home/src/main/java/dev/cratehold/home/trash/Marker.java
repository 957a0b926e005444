package dev.cratehold.home.trash;

import dev.cratehold.home.ItemKind;
import java.util.Optional;

/// The file by which cargo knows that an item is whole. Whoever deletes an item in its place
/// deletes this one first: then cargo makes or fetches the item again, however far the deleting
/// came.
enum Marker {
  /// Written by cargo when the last file of a source or a checkout is there.
  UNPACKED(".cargo-ok"),
  /// Without it a directory is no git repository.
  REPOSITORY("HEAD");

  private final String file;

  Marker(String file) {
    this.file = file;
  }

  String file() {
    return file;
  }

  /// The marker of things of this kind, if they have one.
  static Optional<Marker> of(ItemKind kind) {
    return switch (kind) {
      case SRC, GIT_CHECKOUT -> Optional.of(UNPACKED);
      case GIT_DB -> Optional.of(REPOSITORY);
      case INDEX, CRATE, INDEX_ENTRY, BUILD, LOG, LEFTOVER -> Optional.empty();
    };
  }
}
