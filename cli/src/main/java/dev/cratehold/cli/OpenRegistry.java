package dev.cratehold.cli;

import dev.cratehold.cli.config.Environment;
import dev.cratehold.cli.config.ServeConfig;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.proxy.RegistryProxy;
import dev.cratehold.store.Store;
import dev.cratehold.upstream.Upstream;
import java.io.IOException;

/// A registry with what it stands on, opened for one command, beside a running server or not.
///
/// @param parts closes the others
record OpenRegistry(OpenParts parts, Store store, Upstream upstream, RegistryProxy proxy)
    implements AutoCloseable {

  static OpenRegistry open(ServeConfig config, Environment environment) throws Failure {
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

  @Override
  public void close() throws IOException {
    parts.close();
  }
}
