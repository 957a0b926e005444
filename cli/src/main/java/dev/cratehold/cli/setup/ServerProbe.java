package dev.cratehold.cli.setup;

import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.registry.MalformedIndexException;
import dev.cratehold.registry.RegistryConfig;
import dev.cratehold.registry.SparseUrl;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;

/// Asks a server whether it is a Cratehold, as cargo would ask it. No proxy is used.
final class ServerProbe implements AutoCloseable {
  /// How a Cratehold says where crates are; no other server does it in this way.
  private static final String DOWNLOADS = "/crate/{crate}/{version}/{sha256-checksum}.crate";

  private static final String START_HELP =
      "is the server running? `cratehold serve` starts one on this machine; `cratehold setup"
          + " --off` lets cargo work without it";
  private static final String REFUSED = "the connection was refused";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient client;

  /// @param authorities the PEM file of the only authorities to trust; empty for the usual ones
  ServerProbe(Optional<Path> authorities) throws Failure {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .proxy(HttpClient.Builder.NO_PROXY)
            .followRedirects(HttpClient.Redirect.NORMAL);
    if (authorities.isPresent()) {
      builder.sslContext(Authorities.trusting(authorities.get()));
    }
    this.client = builder.build();
  }

  /// The base address under which the server at this index says that clients reach it.
  URI api(SparseUrl index) throws Failure {
    URI url = index.resolve("config.json");
    HttpResponse<byte[]> response = get(url, START_HELP);
    if (response.statusCode() != 200) {
      throw Failure.failed(
          url + " answers with status " + response.statusCode(), "check the URL; " + START_HELP);
    }
    try {
      RegistryConfig config = RegistryConfig.parse(response.body());
      if (config.dl().template().endsWith(DOWNLOADS) && config.api().isPresent()) {
        return URI.create(config.api().get());
      }
      throw Failure.failed(
          "a registry answers at " + index + ", but it is no Cratehold", "check the URL");
    } catch (MalformedIndexException | IllegalArgumentException e) {
      throw Failure.failed("what answers at " + index + " is no registry", e, "check the URL");
    }
  }

  /// Demands that clients can reach the address that the server gives them.
  void reach(URI api) throws Failure {
    String help = "start the server with --public-url and the URL that clients reach it under";
    HttpResponse<byte[]> response = get(URI.create(api + "/config.json"), help);
    if (response.statusCode() != 200) {
      throw Failure.failed(
          "the server sends clients to "
              + api
              + ", which answers with status "
              + response.statusCode(),
          help);
    }
  }

  private HttpResponse<byte[]> get(URI url, String help) throws Failure {
    HttpRequest request =
        HttpRequest.newBuilder(url).timeout(PATIENCE).header("User-Agent", "cratehold").build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (SSLException e) {
      throw Failure.failed(
          "no trusted connection to " + url,
          e,
          "if the certificate is your own authority's, cargo needs http.cainfo = \"FILE\" in its"
              + " configuration");
    } catch (IOException e) {
      throw Failure.failed("no answer from " + url, reason(e), help);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.failed("interrupted while asking " + url, e);
    }
  }

  /// The JDK's client often says nothing, when a connection is refused.
  private static Throwable reason(IOException e) {
    return Optional.ofNullable(e.getMessage()).isPresent() ? e : new IOException(REFUSED);
  }

  @Override
  public void close() {
    client.close();
  }
}
