import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;

/// A registry of any size whose content is made up while it is asked for: crate number i has a name
/// that is a function of i, and ten versions. Its index is served sparse and as a git repository.
/// Bodies are tiny; those of the first 100 crates are real packages of the 2018 edition, in which
/// crate i + 1 depends on crate i for i below 20.
///
/// Usage: `java LargeRegistry.java CRATES DIRECTORY`. Makes the git repository in DIRECTORY with the
/// `git` of the machine, prints the port, and runs until it is killed.
///
/// | path | is |
/// |---|---|
/// | `/index/…` | the sparse index |
/// | `/git/index` | the git index |
/// | `/dl/{crate}/{version}/download` | a crate |
/// | `/names` | all names, one a line |
/// | `/publish?crates=N` | publishes version 2.0.0 of the first N crates, in the git index too |
/// | `/counts` | how many requests there were: index, git, crates |
public final class LargeRegistry {
  private static final int VERSIONS = 10;
  private static final int REAL = 100;
  private static final int CHAIN = 20;
  private static final String SYLLABLES = "babebibodadedidofafefifogagegigokakekikolalelilomamemimo";

  private final int crates;
  private final Path repository;
  private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
  private final AtomicLong indexRequests = new AtomicLong();
  private final AtomicLong gitRequests = new AtomicLong();
  private final AtomicLong crateRequests = new AtomicLong();
  private final HttpServer server;
  private volatile int published;

  private LargeRegistry(int crates, Path directory) throws IOException {
    this.crates = crates;
    this.repository = directory.resolve("index");
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    for (int i = 0; i < crates; i++) {
      numbers.put(name(i), i);
    }
  }

  public static void main(String[] arguments) throws Exception {
    LargeRegistry registry =
        new LargeRegistry(Integer.parseInt(arguments[0]), Path.of(arguments[1]).toAbsolutePath());
    registry.makeRepository();
    registry.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    registry.server.createContext("/", registry::answer);
    registry.server.start();
    System.out.println(registry.server.getAddress().getPort());
  }

  /// Four syllables of 28, in an order that spreads neighbours over the directories.
  private static String name(int number) {
    long mixed = number * 7919L % (28L * 28 * 28 * 28);
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      int at = (int) (mixed % 28) * 2;
      name.append(SYLLABLES, at, at + 2);
      mixed /= 28;
    }
    return name.toString();
  }

  private static String path(String name) {
    return name.substring(0, 2) + "/" + name.substring(2, 4) + "/" + name;
  }

  private String lines(int number) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < VERSIONS; i++) {
      lines.append(line(number, "1." + i + ".0"));
    }
    return number < published ? lines.append(line(number, "2.0.0")).toString() : lines.toString();
  }

  private static String line(int number, String version) throws IOException {
    String deps =
        number > 0 && number < CHAIN
            ? "{\"name\":\"%s\",\"req\":\"^1\",\"features\":[],\"optional\":false,\"default_features\":true,\"target\":null,\"kind\":\"normal\"}"
                .formatted(name(number - 1))
            : "";
    return "{\"name\":\"%s\",\"vers\":\"%s\",\"deps\":[%s],\"cksum\":\"%s\",\"features\":{},\"yanked\":false}\n"
        .formatted(name(number), version, deps, sha256(body(number, version)));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] body(int number, String version) throws IOException {
    String root = name(number) + "-" + version;
    return number < REAL
        ? packed(root, number, version)
        : ("the crate " + root + " of a made-up registry\n").getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] packed(String root, int number, String version) throws IOException {
    String dependency =
        number > 0 && number < CHAIN
            ? "[dependencies]\n" + name(number - 1) + " = \"1\"\n"
            : "";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream tar = new GZIPOutputStream(bytes)) {
      entry(
          tar,
          root + "/Cargo.toml",
          "[package]\nname = \"%s\"\nversion = \"%s\"\nedition = \"2018\"\n%s"
              .formatted(name(number), version, dependency));
      entry(tar, root + "/src/lib.rs", "pub fn number() -> u32 { " + number + " }\n");
      tar.write(new byte[1024]);
    }
    return bytes.toByteArray();
  }

  /// A file in the form of ustar.
  private static void entry(OutputStream tar, String path, String text) throws IOException {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    byte[] header = new byte[512];
    put(header, 0, path);
    put(header, 100, "0000644");
    put(header, 108, "0000000");
    put(header, 116, "0000000");
    put(header, 124, "%011o".formatted(content.length));
    put(header, 136, "10461170160");
    put(header, 148, "        ");
    put(header, 156, "0");
    put(header, 257, "ustar");
    put(header, 263, "00");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, "%06o\0 ".formatted(sum));
    tar.write(header);
    tar.write(content);
    tar.write(new byte[(512 - content.length % 512) % 512]);
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private String config() {
    return "{\"dl\":\"http://127.0.0.1:%d/dl/{crate}/{version}/download\"}\n"
        .formatted(server.getAddress().getPort());
  }

  private void makeRepository() throws Exception {
    Files.createDirectories(repository);
    git("init", "--quiet", "--bare", "--initial-branch", "master", ".").waitFor();
    Process git = git("fast-import", "--quiet", "--force");
    try (PrintStream out = stream(git)) {
      commit(out, "from nothing");
      file(out, "config.json", config());
      for (int i = 0; i < crates; i++) {
        file(out, path(name(i)), lines(i));
      }
    }
    require(git);
  }

  private synchronized void publish(int count) throws IOException, InterruptedException {
    published = count;
    Process git = git("fast-import", "--quiet");
    try (PrintStream out = stream(git)) {
      commit(out, "published");
      out.print("from refs/heads/master^0\n");
      for (int i = 0; i < count; i++) {
        file(out, path(name(i)), lines(i));
      }
    }
    require(git);
  }

  private static void require(Process git) throws InterruptedException {
    if (git.waitFor() != 0) {
      throw new IllegalStateException("git fast-import failed");
    }
  }

  private static PrintStream stream(Process git) {
    return new PrintStream(
        new BufferedOutputStream(git.getOutputStream(), 1 << 20), false, StandardCharsets.UTF_8);
  }

  private static void commit(PrintStream out, String message) {
    out.print("commit refs/heads/master\ncommitter a <a@example.com> 1700000000 +0000\n");
    out.print("data " + message.length() + "\n" + message + "\n");
  }

  private static void file(PrintStream out, String path, String text) {
    out.print("M 100644 inline " + path + "\ndata " + text.length() + "\n" + text + "\n");
  }

  private Process git(String... arguments) throws IOException {
    String[] command = new String[arguments.length + 1];
    command[0] = "git";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return new ProcessBuilder(command)
        .directory(repository.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String[] parts = path.split("/");
      switch (parts.length > 1 ? parts[1] : "") {
        case "index" -> index(exchange, path.substring("/index/".length()));
        case "git" -> backend(exchange, path.substring("/git".length()));
        case "dl" -> crate(exchange, parts);
        case "names" -> text(exchange, String.join("\n", new TreeMap<>(numbers).keySet()) + "\n");
        case "publish" -> {
          publish(Integer.parseInt(exchange.getRequestURI().getQuery().replace("crates=", "")));
          text(exchange, "published\n");
        }
        case "counts" ->
            text(exchange, indexRequests + " " + gitRequests + " " + crateRequests + "\n");
        default -> status(exchange, 404);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void index(HttpExchange exchange, String path) throws IOException {
    indexRequests.incrementAndGet();
    if (path.equals("config.json")) {
      text(exchange, config());
      return;
    }
    Integer number = numbers.get(path.substring(path.lastIndexOf('/') + 1));
    if (number == null) {
      status(exchange, 404);
      return;
    }
    String tag = "\"" + (number < published ? 2 : 1) + "\"";
    exchange.getResponseHeaders().add("ETag", tag);
    if (tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
      status(exchange, 304);
    } else {
      text(exchange, lines(number));
    }
  }

  private void crate(HttpExchange exchange, String[] parts) throws IOException {
    crateRequests.incrementAndGet();
    Integer number = parts.length == 5 ? numbers.get(parts[2]) : null;
    if (number == null) {
      status(exchange, 404);
    } else {
      bytes(exchange, body(number, parts[3]));
    }
  }

  private static void text(HttpExchange exchange, String text) throws IOException {
    bytes(exchange, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void bytes(HttpExchange exchange, byte[] body) throws IOException {
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }

  private static void status(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
  }

  /// The git server of git itself.
  private void backend(HttpExchange exchange, String path) throws IOException {
    gitRequests.incrementAndGet();
    ProcessBuilder builder = new ProcessBuilder("git", "http-backend");
    Map<String, String> variables = builder.environment();
    variables.put("GIT_PROJECT_ROOT", repository.getParent().toString());
    variables.put("GIT_HTTP_EXPORT_ALL", "1");
    variables.put("REQUEST_METHOD", exchange.getRequestMethod());
    variables.put("PATH_INFO", path);
    variables.put("QUERY_STRING", Objects.toString(exchange.getRequestURI().getQuery(), ""));
    variables.put("CONTENT_TYPE", header(exchange, "Content-Type"));
    variables.put("HTTP_CONTENT_ENCODING", header(exchange, "Content-Encoding"));
    variables.put("GIT_PROTOCOL", header(exchange, "Git-Protocol"));
    Process git = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (OutputStream in = git.getOutputStream()) {
      exchange.getRequestBody().transferTo(in);
    }
    pass(git.getInputStream(), exchange);
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
}
