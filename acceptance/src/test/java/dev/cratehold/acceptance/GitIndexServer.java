package dev.cratehold.acceptance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.TestCrate;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A registry whose index is a git repository alone, served by the real `git http-backend` on
/// loopback. Its crates come from a [FakeRegistry].
final class GitIndexServer implements AutoCloseable {
  private final GitRepository repository;
  private final FakeRegistry crates;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  private GitIndexServer(GitRepository repository, FakeRegistry crates, HttpServer server) {
    this.repository = repository;
    this.crates = crates;
    this.server = server;
  }

  /// @param parent where the repository is made
  static GitIndexServer start(Path parent, FakeRegistry crates) throws Exception {
    GitRepository repository = new GitRepository(Files.createDirectory(parent.resolve("index")));
    repository.git("init", "--quiet", "--initial-branch", "master");
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    GitIndexServer server = new GitIndexServer(repository, crates, http);
    server.write(
        "config.json",
        "{\"dl\":\"http://127.0.0.1:%d/dl/{crate}/{version}/download\"}\n"
            .formatted(crates.port()));
    server.commit();
    http.setExecutor(server.threads);
    http.createContext("/", server::answer);
    http.start();
    return server;
  }

  /// The URL of the repository.
  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/index");
  }

  /// What was asked for, as `GET /index/info/refs`.
  List<String> requests() {
    return requests;
  }

  /// Publishes crates, in one commit.
  GitIndexServer publish(List<TestCrate> published) throws Exception {
    for (TestCrate crate : published) {
      Path file = repository.directory().resolve(crate.name().indexPath());
      String before = Files.exists(file) ? Files.readString(file) : "";
      write(crate.name().indexPath(), before + crate.indexLine() + "\n");
    }
    crates.publish(published);
    commit();
    return this;
  }

  /// Deletes a crate.
  void remove(TestCrate crate) throws Exception {
    Files.delete(repository.directory().resolve(crate.name().indexPath()));
    commit();
  }

  /// Replaces the history by one commit.
  void squash() throws Exception {
    repository.git("checkout", "--quiet", "--orphan", "squashed");
    repository.git("commit", "--quiet", "--message", "Collapse");
    repository.git("branch", "--quiet", "-M", "master");
  }

  private void write(String path, String text) throws IOException {
    Path file = repository.directory().resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void commit() throws Exception {
    repository.git("add", "--all");
    repository.git("commit", "--quiet", "--allow-empty", "--message", "Publish");
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
    try (exchange) {
      Process git = backend(exchange).start();
      try (OutputStream in = git.getOutputStream()) {
        exchange.getRequestBody().transferTo(in);
      }
      pass(new BufferedInputStream(git.getInputStream()), exchange);
    }
  }

  /// The process as RFC 3875 wants it.
  private ProcessBuilder backend(HttpExchange exchange) {
    ProcessBuilder builder = new ProcessBuilder("git", "http-backend");
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Map<String, String> variables = builder.environment();
    variables.put(
        "GIT_PROJECT_ROOT", Objects.requireNonNull(repository.directory().getParent()).toString());
    variables.put("GIT_HTTP_EXPORT_ALL", "1");
    variables.put("GIT_CONFIG_GLOBAL", "/dev/null");
    variables.put("GIT_CONFIG_COUNT", "1");
    variables.put("GIT_CONFIG_KEY_0", "safe.directory");
    variables.put("GIT_CONFIG_VALUE_0", "*");
    variables.put("REQUEST_METHOD", exchange.getRequestMethod());
    variables.put("PATH_INFO", exchange.getRequestURI().getPath());
    variables.put("QUERY_STRING", Objects.toString(exchange.getRequestURI().getQuery(), ""));
    variables.put("CONTENT_TYPE", header(exchange, "Content-Type"));
    variables.put("HTTP_CONTENT_ENCODING", header(exchange, "Content-Encoding"));
    variables.put("GIT_PROTOCOL", header(exchange, "Git-Protocol"));
    return builder;
  }

  private static String header(HttpExchange exchange, String name) {
    return Objects.toString(exchange.getRequestHeaders().getFirst(name), "");
  }

  private static void pass(InputStream from, HttpExchange exchange) throws IOException {
    int status = 200;
    for (String line = line(from); !line.isEmpty(); line = line(from)) {
      String value = line.substring(line.indexOf(':') + 1).strip();
      if (line.startsWith("Status:")) {
        status = Integer.parseInt(value.substring(0, 3));
      } else {
        exchange.getResponseHeaders().add(line.substring(0, line.indexOf(':')), value);
      }
    }
    exchange.sendResponseHeaders(status, 0);
    from.transferTo(exchange.getResponseBody());
  }

  private static String line(InputStream from) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = from.read(); next >= 0 && next != '\n'; next = from.read()) {
      line.write(next);
    }
    return line.toString(StandardCharsets.ISO_8859_1).strip();
  }

  /// Ends the server; the repository stays.
  void stop() {
    server.stop(0);
  }

  @Override
  public void close() {
    stop();
    threads.close();
  }
}
