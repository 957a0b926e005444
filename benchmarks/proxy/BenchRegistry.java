import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.CrateGraph;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.Fault;
import dev.cratehold.testing.TestCrate;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The upstream of `bench.py`: the tests' programmable registry with a made-up piece of crates.io in
/// it, and a second port on which the benchmark tells it what to do.
///
/// Usage: `java -cp <classes of testing> BenchRegistry.java CRATES`. Prints the registry's port and
/// the control port on one line, then runs until it is killed.
///
/// | control path | does |
/// |---|---|
/// | `/crates` | the crates as JSON: name, version, index path, checksum |
/// | `/workspace` | a `Cargo.toml` whose lock file has exactly the crates of the graph |
/// | `/log` | how many requests there were for each path |
/// | `/reset` | forgets the log |
/// | `/control?clear&latency=MS&fail=KIND&match=REGEX` | what it does to requests from now on |
/// | `/stop`, `/restart` | goes away, connections included, and comes back on the same port |
public final class BenchRegistry {
  private static final int EXACT_INDEX = 2048;

  private final FakeRegistry registry = FakeRegistry.start();
  private final CrateGraph graph;
  private final List<TestCrate> crates;

  private BenchRegistry(int count) {
    graph = CrateGraph.generate(1, count);
    registry.publish(graph.all());
    crates = new ArrayList<>(graph.current());
    crates.add(sized("size-20k", 20_000));
    crates.add(sized("size-100k", 100_000));
    crates.add(sized("size-5m", 5_000_000));
    TestCrate small = sized("index-2k", 1000);
    crates.add(small);
    registry.putIndexFile("index-2k", padded(small.indexLine()));
  }

  private TestCrate sized(String name, int bytes) {
    TestCrate crate = CrateBuilder.crate(name, "1.0.0").payload(bytes, bytes).build();
    registry.publish(crate);
    return crate;
  }

  /// An index file of exactly two kilobytes: the line with a member more.
  private static byte[] padded(String line) {
    String start = line.substring(0, line.length() - 1) + ",\"padding\":\"";
    String padding = "x".repeat(EXACT_INDEX - start.length() - "\"}\n".length());
    return (start + padding + "\"}\n").getBytes(StandardCharsets.UTF_8);
  }

  private String crates(Map<String, String> query) {
    return crates.stream()
        .map(
            c ->
                "{\"name\":\"%s\",\"version\":\"%s\",\"index\":\"%s\",\"checksum\":\"%s\"}"
                    .formatted(c.name(), c.version(), c.name().indexPath(), c.checksum()))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private String workspace(Map<String, String> query) {
    return "[package]\nname = \"work\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n"
        + graph.dependencies();
  }

  private String log(Map<String, String> query) {
    return registry.log().counts().entrySet().stream()
        .map(e -> "\"%s\":%d".formatted(e.getKey(), e.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private String control(Map<String, String> query) {
    if (query.containsKey("clear")) {
      registry.heal();
    }
    if (query.containsKey("latency")) {
      long millis = Long.parseLong(query.get("latency"));
      registry.when(".*").then(Fault.latency(Duration.ofMillis(millis)));
    }
    if (query.containsKey("fail")) {
      registry.when(query.getOrDefault("match", ".*")).then(fault(query.get("fail")));
    }
    return "";
  }

  private static Fault fault(String kind) {
    return switch (kind) {
      case "reset" -> Fault.reset();
      case "midreset" -> Fault.resetAfter(0.5);
      case "truncate" -> Fault.truncateAfter(0.5);
      case "short" -> Fault.shorten(0.5);
      case "corrupt" -> Fault.corrupt();
      case "html" -> Fault.html();
      case "empty" -> Fault.empty();
      default -> Fault.status(Integer.parseInt(kind));
    };
  }

  private void listen() throws IOException {
    HttpServer control = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    on(control, "/crates", this::crates);
    on(control, "/workspace", this::workspace);
    on(control, "/log", this::log);
    on(control, "/control", this::control);
    on(control, "/reset", query -> run(() -> registry.log().clear()));
    on(control, "/stop", query -> run(registry::stop));
    on(control, "/restart", query -> run(registry::restart));
    control.start();
    System.out.println(registry.port() + " " + control.getAddress().getPort());
  }

  private static String run(Runnable action) {
    action.run();
    return "";
  }

  private static void on(
      HttpServer control, String path, Function<Map<String, String>, String> answer) {
    control.createContext(path, exchange -> answer(exchange, answer));
  }

  private static void answer(HttpExchange exchange, Function<Map<String, String>, String> answer)
      throws IOException {
    try (exchange) {
      byte[] body =
          answer.apply(query(exchange.getRequestURI())).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static Map<String, String> query(URI uri) {
    String text = uri.getQuery() == null ? "" : uri.getQuery();
    return Arrays.stream(text.split("&"))
        .map(part -> part.split("=", 2))
        .collect(Collectors.toMap(part -> part[0], part -> part.length < 2 ? "" : part[1]));
  }

  public static void main(String[] arguments) throws IOException {
    new BenchRegistry(Integer.parseInt(arguments[0])).listen();
  }
}
