package dev.cratehold.acceptance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/// A tiny npm registry on loopback: a document for each package and a tarball for each version.
final class NpmRegistry implements AutoCloseable {
  private static final int BLOCK = 512;

  private final HttpServer server;
  private final Map<String, SortedMap<String, Version>> packages = new ConcurrentHashMap<>();

  /// A version of a package.
  private static final class Version {
    private final byte[] tarball;
    private final String dependencies;

    Version(byte[] tarball, String dependencies) {
      this.tarball = tarball;
      this.dependencies = dependencies;
    }
  }

  private NpmRegistry(HttpServer server) {
    this.server = server;
  }

  static NpmRegistry start() throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    NpmRegistry registry = new NpmRegistry(HttpServer.create(address, 0));
    registry.server.createContext("/", registry::answer);
    registry.server.start();
    return registry;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  /// Publishes a version with a file of this many bytes.
  ///
  /// @param dependencies names and ranges, as JSON
  void publish(String name, String version, int size, String dependencies) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    files.put(
        "package/package.json",
        "{\"name\":\"%s\",\"version\":\"%s\",\"dependencies\":%s}"
            .formatted(name, version, dependencies)
            .getBytes(StandardCharsets.UTF_8));
    files.put("package/data.bin", new CacheValue(size, size).bytes());
    packages
        .computeIfAbsent(name, _ -> new TreeMap<>())
        .put(version, new Version(packed(files), dependencies));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = body(exchange.getRequestURI().getPath().substring(1));
      if (body.length == 0) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /// @param path `alpha` or `alpha/-/alpha-1.0.0.tgz`
  /// @return nothing if there is no such thing
  private byte[] body(String path) {
    String name = path.replaceFirst("/.*", "");
    SortedMap<String, Version> versions = packages.getOrDefault(name, new TreeMap<>());
    if (path.equals(name)) {
      return document(name, versions).getBytes(StandardCharsets.UTF_8);
    }
    Version version = versions.get(path.replaceFirst(".*-([0-9.]+)\\.tgz$", "$1"));
    return version == null ? new byte[0] : version.tarball;
  }

  private String document(String name, SortedMap<String, Version> versions) {
    return versions.isEmpty()
        ? ""
        : "{\"name\":\"%s\",\"dist-tags\":{\"latest\":\"%s\"},\"versions\":{%s}}"
            .formatted(
                name,
                versions.lastKey(),
                versions.entrySet().stream()
                    .map(version -> document(name, version.getKey(), version.getValue()))
                    .collect(Collectors.joining(",")));
  }

  private String document(String name, String number, Version version) {
    return """
    "%2$s":{"name":"%1$s","version":"%2$s","dependencies":%3$s,
    "dist":{"tarball":"%4$s%1$s/-/%1$s-%2$s.tgz","integrity":"sha512-%5$s"}}
    """
        .formatted(name, number, version.dependencies, url(), sha512(version.tarball));
  }

  private static String sha512(byte[] bytes) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-512").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-512", e);
    }
  }

  /// A gzipped tar of the format that every program reads, of 1988.
  private static byte[] packed(SortedMap<String, byte[]> files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream tar = new GZIPOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        int size = file.getValue().length;
        tar.write(header(file.getKey(), size));
        tar.write(file.getValue());
        tar.write(new byte[Math.floorMod(-size, BLOCK)]);
      }
      tar.write(new byte[2 * BLOCK]);
    } catch (IOException e) {
      throw new IllegalStateException("packing in memory failed", e);
    }
    return bytes.toByteArray();
  }

  private static byte[] header(String name, int size) {
    byte[] header = new byte[BLOCK];
    set(header, 0, name);
    set(header, 100, "0000644\0");
    set(header, 108, "0000000\0");
    set(header, 116, "0000000\0");
    set(header, 124, "%011o ".formatted(size));
    set(header, 136, "00000000000 ");
    set(header, 148, "        ");
    set(header, 156, "0");
    set(header, 257, "ustar\00000");
    int sum = 0;
    for (byte each : header) {
      sum += each & 0xff;
    }
    set(header, 148, "%06o\0 ".formatted(sum));
    return header;
  }

  private static void set(byte[] header, int offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, offset, bytes.length);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
