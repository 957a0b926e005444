package dev.cratehold.acceptance;

import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.TestCrate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The real command `cratehold serve` as a process of its own, on a free port of loopback, with a
/// data directory of its own. The command is the one that the system property `cratehold.command`
/// names.
///
/// For use by one thread, but for [#index()] and [#output()].
public final class Cratehold implements AutoCloseable {
  /// Time enough for the checkout to be built first.
  private static final Duration START_LIMIT = Duration.ofMinutes(3);

  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final Pattern LISTENING = Pattern.compile("Listening\\b.*:([0-9]+)\\b.*");

  private final Path scratch;
  private final List<String> options;
  private final Map<String, String> environment = new HashMap<>();
  private final StringWriter output = new StringWriter();
  private Process process;
  private int port;

  private Cratehold(Path scratch, Map<String, String> environment, List<String> options)
      throws IOException {
    this.scratch = scratch;
    this.options = List.copyOf(options);
    this.environment.putAll(environment);
    this.process = launch(0);
    this.port = awaitListening();
  }

  /// Starts a server of this upstream.
  ///
  /// @param parent where a new directory for all its files is made
  /// @param upstream the URL of an index
  /// @param more further options of `cratehold serve`
  public static Cratehold start(Path parent, URI upstream, String... more) throws IOException {
    return start(parent, Map.of(), upstream, more);
  }

  /// Starts a server of a fake registry.
  public static Cratehold start(Path parent, FakeRegistry upstream, String... more)
      throws IOException {
    return start(parent, upstream.indexUrl(), more);
  }

  /// The same with variables in its environment.
  public static Cratehold start(
      Path parent, Map<String, String> environment, URI upstream, String... more)
      throws IOException {
    return start(parent, environment, "sparse+" + upstream, List.of(more));
  }

  /// Starts a server of a git index.
  ///
  /// @param parent where a new directory for all its files is made
  public static Cratehold startOfGit(Path parent, URI upstream, String... more) throws IOException {
    return start(parent, Map.of(), "git+" + upstream, List.of(more));
  }

  private static Cratehold start(
      Path parent, Map<String, String> environment, String upstream, List<String> more)
      throws IOException {
    Path scratch = Files.createTempDirectory(parent, "cratehold-");
    List<String> options = new ArrayList<>(List.of("--upstream", upstream));
    options.addAll(more);
    return new Cratehold(scratch, environment, options);
  }

  private Process launch(int wantedPort) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of("serve", "--port", Integer.toString(wantedPort), "--data", data().toString()));
    arguments.addAll(options);
    Files.createDirectories(data().getParent());
    return builder(arguments).redirectErrorStream(true).start();
  }

  /// A command of `cratehold` in an environment without the machine's settings and proxies.
  private ProcessBuilder builder(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("cratehold.command", "../cratehold"));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(scratch.toFile());
    Map<String, String> inherited = builder.environment();
    inherited.keySet().removeIf(Cratehold::isSetting);
    inherited.put("XDG_CONFIG_HOME", scratch.resolve("config").toString());
    inherited.put("XDG_DATA_HOME", scratch.resolve("share").toString());
    inherited.putAll(environment);
    return builder;
  }

  private static boolean isSetting(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.startsWith("cratehold_") || lower.endsWith("_proxy");
  }

  private int awaitListening() {
    CompletableFuture<Integer> listening = new CompletableFuture<>();
    Process started = process;
    Thread.ofVirtual().start(() -> pump(started, listening));
    try {
      return listening.get(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      close();
      throw new AssertionError("cratehold serve did not say where it listens:\n" + output, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while cratehold serve started", e);
    }
  }

  private void pump(Process from, CompletableFuture<Integer> listening) {
    try (BufferedReader lines = from.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.write(line + "\n");
        Matcher matcher = LISTENING.matcher(line);
        if (matcher.find()) {
          listening.complete(Integer.valueOf(matcher.group(1)));
        }
      }
      listening.completeExceptionally(new IOException("it ended"));
    } catch (IOException e) {
      listening.completeExceptionally(new UncheckedIOException(e));
    }
  }

  /// The URL of its index of crates.io's place, as clients on this machine reach it.
  public URI index() {
    String scheme = options.contains("--tls-cert") ? "https" : "http";
    return URI.create(scheme + "://127.0.0.1:" + port + "/crates-io/");
  }

  /// The URL of a crate, with its checksum, as `config.json` tells clients to build it.
  URI crate(TestCrate crate) {
    return index()
        .resolve(
            "crate/%s/%s/%s.crate"
                .formatted(crate.name(), crate.version(), crate.checksum().hex()));
  }

  public int port() {
    return port;
  }

  /// What its process holds now.
  Resources resources() throws IOException {
    return Resources.of(process.pid());
  }

  public Path data() {
    return scratch.resolve("data/store");
  }

  /// All that it has printed so far, in all its lives.
  public String output() {
    return output.toString();
  }

  /// Ends it as an operator does (SIGTERM) and waits.
  public void stop() {
    process.destroy();
    awaitEnd();
  }

  /// Kills it (SIGKILL), with all processes that it may have started, and waits.
  public void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    awaitEnd();
  }

  /// Sets a variable of its environment from the next start on.
  public void environment(String name, String value) {
    environment.put(name, value);
  }

  /// Starts it again on the same port and data.
  public void restart() throws IOException {
    process = launch(port);
    port = awaitListening();
  }

  /// Runs another command of `cratehold` on its data directory to its end.
  ///
  /// @param command such as `store`, `verify`; `--data` is added
  /// @return the exit code and what was printed
  public Outcome run(String... command) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of("--data", data().toString()));
    Process run = builder(arguments).redirectErrorStream(true).start();
    String printed = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(run.waitFor(), printed);
  }

  /// Starts another command of `cratehold` on its data directory; what it prints is not read.
  Process begin(String... command) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of("--data", data().toString()));
    return builder(arguments)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /// What a command came to.
  public record Outcome(int exit, String output) {}

  private void awaitEnd() {
    try {
      if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("cratehold serve did not end within " + STOP_LIMIT + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while cratehold serve ended", e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
  }
}
