package dev.cratehold.mirror.sync;

import dev.cratehold.registry.CrateName;
import java.io.IOException;

/// The upstream could not say whether an index file changed.
final class StaleIndexException extends IOException {
  private static final long serialVersionUID = 1;

  StaleIndexException(CrateName name) {
    super(
        "only the kept index file of %s is to be had: the upstream could not be asked, or lost most of its versions (see `cratehold store alerts`)"
            .formatted(name));
  }
}
