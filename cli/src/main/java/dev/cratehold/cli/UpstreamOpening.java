package dev.cratehold.cli;

import dev.cratehold.cli.config.Environment;
import dev.cratehold.cli.config.ServeConfig;
import dev.cratehold.cli.config.Upstreams;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.cli.terminal.Problem;
import dev.cratehold.upstream.Upstream;
import dev.cratehold.upstream.UpstreamException;
import dev.cratehold.upstream.UpstreamOptions;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.List;

/// Prepares the upstream of a server. Nothing is asked.
final class UpstreamOpening {
  private static final Logger LOGGER = System.getLogger(UpstreamOpening.class.getName());

  private UpstreamOpening() {}

  /// Prepares the upstream of the store in the data directory.
  static Upstream open(ServeConfig serve, Environment environment) throws Failure {
    Upstreams config = serve.upstreams();
    UpstreamOptions options =
        options(config, environment)
            .withClones(serve.data().resolve("upstream"))
            .withCatalog(config.catalog());
    try {
      return new Upstream(config.urls(), options, InstantSource.system());
    } catch (IOException e) {
      throw Failure.failed(
          "cannot use the certificates for the upstream",
          e,
          "--upstream-ca and SSL_CERT_FILE name PEM files of certificates");
    }
  }

  private static UpstreamOptions options(Upstreams config, Environment environment) throws Failure {
    try {
      return UpstreamOptions.fromEnvironment(Version.NUMBER, environment.variables())
          .withMoreCaFiles(config.caFiles());
    } catch (IllegalArgumentException e) {
      throw Failure.usage(
          List.of(Problem.of("the environment variable " + e.getMessage(), "correct or unset it")));
    }
  }

  /// Asks for the configuration, so that the first client does not wait for the connection, and
  /// whoever starts the server learns at once when it cannot be made.
  static void greet(Upstream upstream) {
    try {
      var _ = upstream.config();
      LOGGER.log(Level.DEBUG, "the upstream {0} answers", upstream.urls().getFirst());
    } catch (UpstreamException e) {
      LOGGER.log(
          Level.WARNING,
          "the upstream cannot be reached; what is stored is served: {0}",
          e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
