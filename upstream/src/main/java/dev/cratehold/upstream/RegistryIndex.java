package dev.cratehold.upstream;

import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.RegistryConfig;
import dev.cratehold.registry.Validators;
import java.util.Optional;

/// A registry's index at one address, however it is read.
///
/// Safe for use by several threads.
interface RegistryIndex extends AutoCloseable {
  /// The contract is [Upstream#index].
  IndexAnswer index(CrateName name, Validators known)
      throws UpstreamException, InterruptedException;

  /// The `config.json` as it is now.
  ///
  /// @param deadline until when it is needed
  RegistryConfig config(Deadline deadline) throws UpstreamException, InterruptedException;

  /// What tells which crates there are, if anything does.
  Optional<Catalog> catalog();

  @Override
  void close();
}
