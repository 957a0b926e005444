package dev.cratehold.home.compat;

import java.io.IOException;
import java.nio.file.Path;

/// Hears what cargo says of single paths.
public interface CompatListener {
  /// Says nothing.
  CompatListener SILENT = new CompatListener() {};

  /// This path is removed, with all below it; cargo tells it with `-v`.
  ///
  /// @throws IOException if it cannot be told; nothing more is removed then
  default void removing(Path path) throws IOException {}

  /// This path would be removed in a dry run; cargo tells it with `-v`, of all that lies in
  /// directories that go, the contents before the directory, and not of single files that go.
  default void listed(Path path) {}

  /// Something is odd, but goes on.
  default void warned(String warning) {}

  /// True if [#listed(Path)] does anything.
  default boolean wantsListing() {
    return false;
  }
}
