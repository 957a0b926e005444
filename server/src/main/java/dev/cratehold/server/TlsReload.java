package dev.cratehold.server;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/// Looks every 10 s whether the files of a server's TLS have changed, and has the server go over to
/// what they hold now. Connections that there are go on with what they have. Files that are no pair
/// (half of them may be written at this moment) change nothing, and are reported once.
final class TlsReload {
  private static final System.Logger LOG = System.getLogger(TlsReload.class.getName());
  private static final long INTERVAL_MILLIS = 10_000;

  private final TlsFiles files;
  private final HttpServer server;
  private TlsPair current;
  private String reported = "";

  TlsReload(TlsFiles files, TlsPair current, HttpServer server) {
    this.files = files;
    this.current = current;
    this.server = server;
  }

  /// Looks now, and from now on again and again.
  void start(Vertx vertx) {
    vertx.setPeriodic(
        INTERVAL_MILLIS, _ -> Thread.ofVirtual().name("tls-reload").start(this::look));
  }

  /// Looks once.
  synchronized Future<Boolean> look() {
    TlsPair found;
    try {
      found = TlsPair.read(files);
    } catch (IOException e) {
      report(e);
      return Future.succeededFuture(false);
    }
    reported = "";
    if (found.isSameAs(current)) {
      return Future.succeededFuture(false);
    }
    return server
        .updateSSLOptions(options(found))
        .onSuccess(_ -> wentOver(found))
        .onFailure(this::report);
  }

  private synchronized void wentOver(TlsPair pair) {
    current = pair;
    LOG.log(
        System.Logger.Level.INFO,
        "went over to the certificate in {0}{1}",
        files.certificate(),
        pair.objection(Instant.now()).map(text -> ", but " + text).orElse(""));
  }

  private void report(Throwable failure) {
    String problem = String.valueOf(failure.getMessage());
    if (!problem.equals(reported)) {
      reported = problem;
      LOG.log(
          System.Logger.Level.WARNING,
          "the certificate has changed and cannot be used; the server goes on with the old one: {0}",
          problem);
    }
  }

  private static ServerSSLOptions options(TlsPair pair) {
    return new ServerSSLOptions()
        .setKeyCertOptions(pair.keyCertOptions())
        .setUseAlpn(true)
        .setApplicationLayerProtocols(List.of("h2", "http/1.1"));
  }
}
