package dev.cratehold.proxy;

import dev.cratehold.registry.Checksum;
import dev.cratehold.store.CrateId;
import java.io.IOException;

/// The upstream sent a file as a crate whose checksum is not the one that the registry's index
/// lists. Nothing was stored. The message names the crate and both checksums.
public final class WrongBytesException extends IOException {
  private static final long serialVersionUID = 1;

  WrongBytesException(CrateId crate, Checksum actual, long size) {
    super(
        ("the upstream of %s sent %d wrong bytes as %s %s: its index lists checksum %s, they have %s;"
                + " nothing was kept, and the next request asks again: if this goes on, tell whoever"
                + " runs the registry")
            .formatted(
                crate.registry(), size, crate.name(), crate.version(), crate.checksum(), actual));
  }
}
