package dev.cratehold.cli.mirror;

import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.proxy.RegistryProxy;
import dev.cratehold.store.Store;
import java.io.IOException;

/// A registry that is open for one command.
public interface RegistrySession extends AutoCloseable {
  /// Where its crates are stored.
  Store store();

  /// The registry itself.
  RegistryProxy proxy();

  @Override
  void close() throws IOException;

  /// Opens a registry.
  @FunctionalInterface
  interface Opening {
    /// Opens it.
    ///
    /// @throws Failure that says what cannot be opened, and what to do
    RegistrySession open() throws Failure;
  }
}
