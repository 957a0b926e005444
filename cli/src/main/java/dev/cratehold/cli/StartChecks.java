package dev.cratehold.cli;

import dev.cratehold.cli.config.AccessLogTarget;
import dev.cratehold.cli.config.Environment;
import dev.cratehold.cli.config.Listening;
import dev.cratehold.cli.config.ServeConfig;
import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.store.Access;
import dev.cratehold.store.Store;
import dev.cratehold.store.StoreOutlook;
import dev.cratehold.upstream.Upstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What can be known about a start beforehand. Nothing is created, and nobody is asked.
final class StartChecks {
  private StartChecks() {}

  static List<Finding> run(ServeConfig config, Environment environment) {
    return Stream.of(
            certificate(config.listening()),
            adminToken(config.listening()),
            upstream(config, environment),
            Optional.of(data(config.data())),
            accessLog(config.logging().access()),
            port(config.listening()))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<Finding> certificate(Listening config) {
    try {
      Optional<String> objection = ServerOpening.requireCertificate(config);
      return config.tls().map(tls -> certificate(tls.certificate(), objection));
    } catch (Failure failure) {
      return Optional.of(new Finding.Wrong(failure));
    }
  }

  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // as it comes
  private static Finding certificate(Path file, Optional<String> objection) {
    return objection.isPresent()
        ? new Finding.Doubtful(
            "clients will refuse the certificate in " + file + ": " + objection.get())
        : new Finding.Fine("the certificate in " + file + " and its key");
  }

  private static Optional<Finding> adminToken(Listening config) {
    try {
      var _ = ServerOpening.adminToken(config);
      return config.adminTokenFile().map(file -> new Finding.Fine("the token in " + file));
    } catch (Failure failure) {
      return Optional.of(new Finding.Wrong(failure));
    }
  }

  private static Optional<Finding> upstream(ServeConfig config, Environment environment) {
    try (Upstream _ = UpstreamOpening.open(config, environment)) {
      return config.upstreams().caFiles().isEmpty()
          ? Optional.empty()
          : Optional.of(new Finding.Fine("the authorities to trust upstream"));
    } catch (Failure failure) {
      return Optional.of(new Finding.Wrong(failure));
    }
  }

  private static Finding data(Path directory) {
    try {
      StoreOutlook outlook = Store.inspect(directory, Access.READ_IF_NOT_WRITABLE);
      return switch (outlook.prospect()) {
        case CREATE, OPEN, UPGRADE -> new Finding.Fine("the data directory: " + outlook.sentence());
        case READ -> new Finding.Doubtful(outlook.sentence() + "; nothing will be stored");
      };
    } catch (IOException e) {
      return new Finding.Wrong(StoreOpening.failure(directory, e));
    }
  }

  private static Optional<Finding> accessLog(AccessLogTarget target) {
    return target instanceof AccessLogTarget.File(Path file)
        ? Optional.of(accessLog(file))
        : Optional.empty();
  }

  private static Finding accessLog(Path file) {
    Path obstacle = Files.exists(file) ? file : file.resolveSibling("");
    boolean fine =
        Files.isWritable(obstacle)
            && !Files.isDirectory(file)
            && Files.isDirectory(file.resolveSibling(""));
    return fine
        ? new Finding.Fine("the access log " + file + " can be written")
        : new Finding.Wrong(
            Failure.failed(
                "cannot write the access log " + file,
                "--access-log names a file in a directory that exists and can be written"));
  }

  /// A taken port is no mistake: most likely the server is running whose configuration this is.
  private static Optional<Finding> port(Listening config) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral(config.bind()), config.port()));
      return Optional.empty();
    } catch (IOException e) {
      Failure failure = ListenFailure.of(config, e);
      return Optional.of(
          failure.exitCode() == ExitCode.BUSY
              ? new Finding.Doubtful(failure.problems().getFirst().message())
              : new Finding.Wrong(failure));
    }
  }
}
