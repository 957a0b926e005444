package dev.cratehold.acceptance;

import dev.cratehold.testing.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A real nginx that ends TLS and passes everything on to one server, on a port of loopback.
final class Nginx implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Process process;
  private final int port;
  private final Path errors;

  private Nginx(Process process, int port, Path errors) {
    this.process = process;
    this.port = port;
    this.errors = errors;
  }

  /// Finds a port that nobody listens on just now.
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /// @param port where it is to listen
  /// @param backend the port of 127.0.0.1 that it passes requests on to
  static Nginx start(Path parent, TestCertificate certificate, int port, int backend)
      throws IOException, InterruptedException {
    Path prefix = Files.createTempDirectory(parent, "nginx-");
    Path configuration = prefix.resolve("nginx.conf");
    Files.writeString(configuration, configuration(certificate, port, backend));
    Path errors = prefix.resolve("errors.txt");
    Process process =
        new ProcessBuilder(
                "/usr/sbin/nginx",
                "-p",
                prefix + "/",
                "-c",
                configuration.toString(),
                "-e",
                errors.toString())
            .redirectErrorStream(true)
            .redirectOutput(prefix.resolve("output.txt").toFile())
            .start();
    Nginx nginx = new Nginx(process, port, errors);
    nginx.awaitPort();
    return nginx;
  }

  private static String configuration(TestCertificate certificate, int port, int backend) {
    return """
    daemon off;
    worker_processes 1;
    pid nginx.pid;
    events { worker_connections 512; }
    http {
      access_log off;
      client_body_temp_path body; proxy_temp_path proxy;
      fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
      server {
        listen 127.0.0.1:%d ssl http2;
        ssl_certificate %s;
        ssl_certificate_key %s;
        location / {
          proxy_pass http://127.0.0.1:%d;
          proxy_http_version 1.1;
          proxy_set_header Connection "";
          proxy_max_temp_file_size 0;
          proxy_set_header X-Forwarded-Host $http_host;
          proxy_set_header X-Forwarded-Proto $scheme;
        }
      }
    }
    """
        .formatted(port, certificate.certificatePem(), certificate.privateKeyPem(), backend);
  }

  URI url() {
    return URI.create("https://127.0.0.1:" + port + "/");
  }

  private void awaitPort() throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (!isOpen()) {
      if (process.waitFor(50, TimeUnit.MILLISECONDS)
          || System.nanoTime() - start > LIMIT.toNanos()) {
        throw new AssertionError("nginx does not listen: " + Files.readString(errors));
      }
    }
  }

  private boolean isOpen() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
