package dev.cratehold.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A headless Chromium with one empty page, driven by its DevTools protocol over loopback.
///
/// For use by one thread.
final class Browser implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Pattern LISTENING = Pattern.compile("DevTools listening on (ws://\\S+)");

  private final Process process;
  private final HttpClient http;
  private final WebSocket socket;
  private final Map<Long, CompletableFuture<Json.Members>> waiting = new ConcurrentHashMap<>();
  private final List<Json.Members> events = new CopyOnWriteArrayList<>();
  private String session = "";
  private long last;

  private Browser(Process process, HttpClient http, URI devTools)
      throws IOException, InterruptedException {
    this.process = process;
    this.http = http;
    this.socket = within(http.newWebSocketBuilder().buildAsync(devTools, new Listener()));
  }

  /// The one that the environment variable `CHROMIUM` names, or `chromium` on the path.
  static Optional<Path> executable() {
    Optional<Path> named = Optional.ofNullable(System.getenv("CHROMIUM")).map(Path::of);
    Stream<Path> onPath =
        Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(":", -1))
            .filter(directory -> !directory.isEmpty())
            .map(directory -> Path.of(directory, "chromium"));
    return Stream.concat(named.stream(), onPath).filter(Files::isExecutable).findFirst();
  }

  /// Starts it.
  ///
  /// @param scratch where its profile is made
  static Browser start(Path executable, Path scratch) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                executable.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-proxy-server",
                "--user-data-dir=" + Files.createTempDirectory(scratch, "browser-"),
                "--remote-debugging-port=0",
                "about:blank")
            .redirectErrorStream(true)
            .start();
    HttpClient http = HttpClient.newHttpClient();
    try {
      Browser browser = new Browser(process, http, devTools(process));
      browser.openPage();
      return browser;
    } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
      end(process);
      http.close();
      throw e;
    }
  }

  /// Reads until it says where it listens; what it says later is thrown away.
  private static URI devTools(Process process) throws IOException {
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    StringBuilder said = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      said.append(line).append('\n');
      Matcher listening = LISTENING.matcher(line);
      if (listening.find()) {
        Thread.ofVirtual().start(() -> lines.lines().forEach(_ -> {}));
        return URI.create(listening.group(1));
      }
    }
    throw new AssertionError("chromium did not start:\n" + said);
  }

  private void openPage() throws IOException, InterruptedException {
    String target =
        call("Target.createTarget", Map.of("url", new Json.Text("about:blank"))).string("targetId");
    session =
        call(
                "Target.attachToTarget",
                Map.of("targetId", new Json.Text(target), "flatten", new Json.Flag(true)))
            .string("sessionId");
    for (String domain : List.of("Page", "Network", "Runtime", "Log", "Accessibility")) {
      call(domain + ".enable", Map.of());
    }
  }

  /// Carries out a method of the protocol on the page.
  Json.Members call(String method, Map<String, Json> parameters)
      throws IOException, InterruptedException {
    Map<String, Json> message = new TreeMap<>();
    long id = ++last;
    message.put("id", Json.Decimal.of(id));
    message.put("method", new Json.Text(method));
    message.put("params", new Json.Members(new TreeMap<>(parameters)));
    if (!session.isEmpty()) {
      message.put("sessionId", new Json.Text(session));
    }
    CompletableFuture<Json.Members> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    within(socket.sendText(new Json.Members(new TreeMap<>(message)).text(), true));
    Json.Members answered = within(answer);
    if (answered.items().get("result") instanceof Json.Members result) {
      return result;
    }
    throw new AssertionError(method + " failed: " + answered.text());
  }

  private static <T> T within(CompletableFuture<T> future)
      throws IOException, InterruptedException {
    try {
      return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("chromium does not answer", e);
    }
  }

  /// Goes to a page and waits until it is loaded.
  void open(URI url) throws Exception {
    events.clear();
    call("Page.navigate", Map.of("url", new Json.Text(url.toString())));
    Eventually.until("page loaded", () -> !events("Page.loadEventFired").isEmpty());
  }

  /// The parameters of the events of this name since the page was opened.
  List<Json.Members> events(String name) {
    return events.stream()
        .filter(event -> event.string("method").equals(name))
        .map(event -> (Json.Members) event.get("params"))
        .toList();
  }

  /// The value of an expression of JavaScript, which the protocol evaluates even where the page may
  /// run no scripts.
  Json evaluate(String expression) throws IOException, InterruptedException {
    Json.Members result =
        call(
            "Runtime.evaluate",
            Map.of("expression", new Json.Text(expression), "returnByValue", new Json.Flag(true)));
    if (result.items().containsKey("exceptionDetails")) {
      throw new AssertionError("cannot evaluate: " + result.text());
    }
    return ((Json.Members) result.get("result")).get("value");
  }

  /// Sets the size of the screen.
  void screen(int width, int height) throws IOException, InterruptedException {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width", Json.Decimal.of(width),
            "height", Json.Decimal.of(height),
            "deviceScaleFactor", Json.Decimal.of(1),
            "mobile", new Json.Flag(true)));
  }

  /// Sets what the user prefers: `light` or `dark`.
  void colors(String scheme) throws IOException, InterruptedException {
    Map<String, Json> feature =
        Map.of("name", new Json.Text("prefers-color-scheme"), "value", new Json.Text(scheme));
    call(
        "Emulation.setEmulatedMedia",
        Map.of("features", new Json.Array(List.of(new Json.Members(new TreeMap<>(feature))))));
  }

  /// The nodes that assistive technology is told of, those that it is to ignore left out.
  List<Json.Members> accessibility() throws IOException, InterruptedException {
    List<Json.Members> nodes = new ArrayList<>();
    if (call("Accessibility.getFullAXTree", Map.of()).get("nodes") instanceof Json.Array all) {
      for (Json node : all.items()) {
        if (node instanceof Json.Members members
            && members.get("ignored") instanceof Json.Flag(boolean ignored)
            && !ignored) {
          nodes.add(members);
        }
      }
    }
    return nodes;
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean isLast) {
      text.append(data);
      if (isLast) {
        Json.Members message = Json.parseMembers(text.toString());
        text.setLength(0);
        received(message);
      }
      from.request(1);
      return CompletableFuture.completedStage(null);
    }

    private void received(Json.Members message) {
      if (message.items().containsKey("id")) {
        Optional.ofNullable(waiting.remove(message.number("id")))
            .ifPresent(answer -> answer.complete(message));
      } else {
        events.add(message);
      }
    }
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() {
    socket.abort();
    end(process);
    http.shutdownNow();
  }
}
