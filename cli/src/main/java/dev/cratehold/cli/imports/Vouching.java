package dev.cratehold.cli.imports;

import dev.cratehold.registry.IndexFile;
import java.io.IOException;
import java.util.List;

/// Says which checksums a crate's versions have.
public interface Vouching {
  /// The index files that may list what was found, the one to be believed first, each asked for
  /// only if those before do not list it.
  List<Source> sourcesFor(FoundCrate found);

  /// One place where an index file may be.
  interface Source {
    /// The index file; one without entries if there is none.
    ///
    /// @throws IOException if it cannot be known
    IndexFile read() throws IOException;
  }
}
