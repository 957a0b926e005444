package dev.cratehold.cli.packaging;

import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.registry.SparseUrl;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/// A run of `cratehold serve` with clients that ask for every crate cold and warm, over HTTP/2 by
/// upgrade as cargo does and over HTTP/1.1.
record ServeTraining(
    TrainingHome home, SparseUrl upstream, Path certificate, List<ListedCrate> crates) {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final int CLIENTS = 32;
  private static final Duration RETRY = Duration.ofMillis(20);

  ServeTraining {
    crates = List.copyOf(crates);
  }

  /// Returns when all was asked; the server still runs then.
  void run() throws IOException, InterruptedException, ExecutionException {
    int port = freePort();
    Thread serving = Thread.ofPlatform().daemon().name("training-server").start(() -> serve(port));
    URI server = URI.create("http://127.0.0.1:%d/".formatted(port));
    awaitStart(server, serving);
    for (Version version : List.of(Version.HTTP_2, Version.HTTP_1_1)) {
      ask(server, version);
    }
  }

  private void serve(int port) {
    ExitCode code =
        home.run(
            "serve",
            "--port",
            String.valueOf(port),
            "--upstream",
            upstream.toString(),
            "--upstream-ca",
            certificate.toString());
    throw new IllegalStateException("the server of a training run ended with " + code);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void awaitStart(URI server, Thread serving)
      throws IOException, InterruptedException {
    long limit = System.nanoTime() + START_LIMIT.toNanos();
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (true) {
        try {
          client.send(HttpRequest.newBuilder(server).build(), BodyHandlers.discarding());
          return;
        } catch (ConnectException e) {
          if (!serving.isAlive() || System.nanoTime() > limit) {
            throw e;
          }
          Thread.sleep(RETRY);
        }
      }
    }
  }

  private void ask(URI server, Version version)
      throws IOException, InterruptedException, ExecutionException {
    URI registry = server.resolve("crates-io/");
    try (HttpClient client = HttpClient.newBuilder().version(version).build()) {
      get(client, registry.resolve("config.json"));
      get(client, registry.resolve("no/ne/nonexistent"));
      get(client, server.resolve("index/info/refs?service=git-upload-pack"));
      inParallel(client, registry, ListedCrate::indexPath);
      inParallel(client, registry, ListedCrate::path);
      inParallel(client, registry, ListedCrate::classicPath);
    }
  }

  private void inParallel(HttpClient client, URI registry, Function<ListedCrate, String> path)
      throws InterruptedException, ExecutionException {
    List<Future<Integer>> answers = new ArrayList<>();
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      for (ListedCrate crate : crates) {
        URI uri = registry.resolve(path.apply(crate).replace("+", "%2B"));
        answers.add(clients.submit(() -> get(client, uri)));
      }
    }
    for (Future<Integer> answer : answers) {
      if (answer.get() != 200) {
        throw new IllegalStateException("the server of a training run answered " + answer.get());
      }
    }
  }

  /// Asks twice, the second time with the validator of the first answer, if it had one.
  private static int get(HttpClient client, URI uri) throws IOException, InterruptedException {
    HttpResponse<byte[]> first =
        client.send(
            HttpRequest.newBuilder(uri).header("accept-encoding", "gzip").build(),
            BodyHandlers.ofByteArray());
    HttpRequest.Builder again = HttpRequest.newBuilder(uri);
    first.headers().firstValue("etag").ifPresent(etag -> again.header("if-none-match", etag));
    client.send(again.build(), BodyHandlers.ofByteArray());
    return first.statusCode();
  }
}
