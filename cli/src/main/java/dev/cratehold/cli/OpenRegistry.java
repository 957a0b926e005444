package dev.cratehold.cli;

import dev.cratehold.cli.config.Environment;
import dev.cratehold.cli.config.ServeConfig;
import dev.cratehold.cli.mirror.RegistrySession;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.proxy.RegistryProxy;
import dev.cratehold.store.Store;
import dev.cratehold.upstream.Catalog;
import dev.cratehold.upstream.Upstream;
import java.io.IOException;
import java.util.Optional;

/// A registry with what it stands on, opened for one command, beside a running server or not.
///
/// @param parts closes the others
public record OpenRegistry(OpenParts parts, Store store, Upstream upstream, RegistryProxy proxy)
    implements RegistrySession {
  /// The name under which the registry is served and its crates are stored.
  public static final String MOUNT = RunningServer.MOUNT;

  /// Opens the registry that is configured.
  public static OpenRegistry open(ServeConfig config, Environment environment) throws Failure {
    OpenParts parts = new OpenParts();
    try {
      Store store = parts.add(StoreOpening.open(config));
      Upstream upstream = parts.add(UpstreamOpening.open(config, environment));
      return new OpenRegistry(
          parts, store, upstream, ServerOpening.proxy(config.upstreams(), store, upstream));
    } catch (Failure | RuntimeException e) {
      parts.closeAfter(e);
      throw e;
    }
  }

  /// What says which crates the registry has, if anything does.
  public Optional<Catalog> catalog() {
    return upstream.catalog();
  }

  @Override
  public void close() throws IOException {
    parts.close();
  }
}
