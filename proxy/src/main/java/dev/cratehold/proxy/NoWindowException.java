package dev.cratehold.proxy;

import dev.cratehold.store.CrateId;
import java.io.IOException;

/// A crate cannot be stored, and could not be passed on either: as many crates as may pass through
/// memory at once did so for the whole time that it waited. The message names the crate; why it
/// could not be stored is the cause.
public final class NoWindowException extends IOException {
  private static final long serialVersionUID = 1;

  /// @param cause why the crate cannot be stored
  public NoWindowException(CrateId crate, IOException cause) {
    super(
        "too many crates at once that cannot be stored, %s %s among them; try again later"
            .formatted(crate.name(), crate.version()),
        cause);
  }
}
