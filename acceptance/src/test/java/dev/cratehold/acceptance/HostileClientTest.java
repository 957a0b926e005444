package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.CrateGraph;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.Http2Frames;
import dev.cratehold.testing.TestCrate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clients that mean harm, on raw sockets, beside a real cargo that fetches with retries off and
/// must notice nothing. One server with a small heap bears all of it, in bounded memory and with
/// few words in its log.
class HostileClientTest {
  private static final CrateGraph GRAPH = CrateGraph.generate(6, 12);
  private static final TestCrate LARGE =
      CrateBuilder.crate("large", "1.0.0").payload(20_000_000, 6).build();

  /// A heap of 128 MB, as much again outside of it, and the JVM itself.
  private static final String HEAP = "-Xmx128m";

  private static final double MOST_MEGABYTES = 450;
  private static final int MOST_LOG_LINES = 300;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern ANSWER = Pattern.compile("HTTP/1\\.[01] ([0-9]{3}) ");

  /// In place of a status: the connection was closed without an answer, or the answer was lost
  /// because the client was still sending.
  private static final int NONE = 0;

  private static final long SEED = Long.getLong("cratehold.seed", System.nanoTime());

  @TempDir private static Path scratch;
  private static FakeRegistry upstream;
  private static Cratehold cratehold;

  @BeforeAll
  static void start() throws Exception {
    System.out.println("-Dcratehold.seed=" + SEED);
    upstream = FakeRegistry.start().publish(GRAPH.all()).publish(LARGE);
    cratehold =
        Cratehold.start(
            scratch,
            Map.of("CRATEHOLD_JAVA_OPTIONS", HEAP),
            upstream.indexUrl(),
            "--index-ttl",
            "1h");
  }

  @AfterAll
  static void stop() {
    cratehold.close();
    upstream.close();
  }

  /// What an attacker does.
  @FunctionalInterface
  private interface Attack {
    void run() throws Exception;
  }

  @Test
  void request_malformed_isRefusedAndTheConnectionClosed() throws Exception {
    beside(() -> assertRefused(HostileRequests.malformed(new SplittableRandom(SEED))));
  }

  @Test
  void request_withAnotherHiddenBehindIt_isRefusedAndTheOtherNeverAnswered() throws Exception {
    beside(() -> assertRefused(HostileRequests.smuggled()));
  }

  @Test
  void request_oversized_isRefusedBeforeItIsRead() throws Exception {
    String get = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n";
    String put = "PUT /crates-io/api/v1/crates/new HTTP/1.1\r\nHost: 127.0.0.1\r\n";
    String chunked = put + "Transfer-Encoding: chunked\r\n\r\n";
    String many = "a".repeat(10_000);
    String chunk = "2710\r\n" + many + "\r\n";
    List<Flood> floods =
        List.of(
            new Flood("GET /" + "a".repeat(5000) + " HTTP/1.1\r\n\r\n", "", 0, Set.of(414)),
            new Flood("GET /", many, 1000, Set.of(NONE, 414)),
            new Flood(get + "X: " + "a".repeat(17_000) + "\r\n\r\n", "", 0, Set.of(431)),
            new Flood(get + "X: ", many, 1000, Set.of(NONE, 431)),
            new Flood(get, "Many: headers\r\n", 1_000_000, Set.of(NONE, 431)),
            new Flood(put + "Content-Length: 999999999\r\n\r\n", many, 20_000, Set.of(NONE, 403)),
            new Flood(chunked, chunk, 20_000, Set.of(NONE, 403)),
            new Flood(chunked + "1", ";" + many, 1000, Set.of(NONE, 400, 403)));
    beside(() -> {
      List<Integer> answers =
          inParallel(floods, floods.size(), f -> answer(flood(f.start, f.piece, f.times)));
      for (int i = 0; i < answers.size(); i++) {
        assertThat(answers.get(i)).as(floods.get(i).start).isIn(floods.get(i).statuses);
      }
    });
  }

  /// A request without an end.
  ///
  /// @param statuses what it may be answered with
  private record Flood(String start, String piece, int times, Set<Integer> statuses) {}

  @Test
  void names_tenThousandAtRandom_areNotFoundAndLeaveNothingBehind() throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    List<String> paths = IntStream.range(0, 10_000).mapToObj(i -> path(random, i)).toList();
    beside(() -> {
      try (HttpClient client =
          HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
        assertThat(inParallel(paths, 16, path -> status(client, path))).containsOnly(404);
      }
    });
  }

  @Test
  void connections_twoThousandThatDripOrStaySilent_areClosedInTime() throws Exception {
    List<Integer> all = IntStream.range(0, 2000).boxed().toList();
    beside(
        () -> assertThat(inParallel(all, all.size(), HostileClientTest::drip)).containsOnly(true));
  }

  @Test
  void downloads_neverRead_takeNoMemory() throws Exception {
    String path = "/crates-io/crate/large/1.0.0/" + LARGE.checksum() + ".crate";
    String request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    List<RawConnection> readers = new ArrayList<>();
    try {
      beside(() -> {
        for (int i = 0; i < 200; i++) {
          RawConnection reader = RawConnection.open(cratehold.port());
          readers.add(reader);
          reader.send(request);
        }
      });
    } finally {
      for (RawConnection reader : readers) {
        reader.close();
      }
    }
  }

  @Test
  void http2_rapidResets_endTheConnection() throws Exception {
    StringBuilder resets = new StringBuilder(Http2Frames.begin());
    for (int stream = 1; stream < 20_000; stream += 2) {
      resets.append(Http2Frames.get(stream, "/crates-io/config.json"));
      resets.append(Http2Frames.reset(stream));
    }
    List<Integer> attackers = IntStream.range(0, 20).boxed().toList();
    beside(() -> inParallel(attackers, 20, _ -> flood(resets.toString(), "", 0)));
  }

  @Test
  void http2_floods_endTheConnection() throws Exception {
    String begin = Http2Frames.begin();
    String fields = Http2Frames.requestFields("GET", "/");
    String more =
        Http2Frames.frame(Http2Frames.CONTINUATION, 0, 1, "\0\u0001x\u0001y".repeat(3000));
    String ping = Http2Frames.frame(Http2Frames.PING, 0, 0, "12345678");
    String settings = Http2Frames.frame(Http2Frames.SETTINGS, 0, 0, "");
    String nothing = Http2Frames.frame(Http2Frames.DATA, 0, 1, "");
    String headersOnly = Http2Frames.frame(Http2Frames.HEADERS, 0, 1, fields);
    String withBody = Http2Frames.frame(Http2Frames.HEADERS, Http2Frames.END_HEADERS, 1, fields);
    beside(() -> {
      flood(begin + headersOnly, more, 10_000);
      flood(begin, ping.repeat(1000), 1000);
      flood(begin, settings.repeat(1000), 1000);
      flood(begin + withBody, nothing.repeat(1000), 1000);
    });
  }

  @Test
  void http2_malformed_isNeverAnsweredWell() throws Exception {
    String path = "/crates-io/config.json";
    String good = Http2Frames.requestFields("GET", path);
    Map<String, String> requests =
        Map.of(
            "a bomb", Http2Frames.request(1, good + Http2Frames.bomb(12_000)),
            "two paths", Http2Frames.request(1, good + Http2Frames.field(":path", "/")),
            "no path", Http2Frames.request(1, Http2Frames.field(":method", "GET")),
            "a line end", Http2Frames.request(1, good + Http2Frames.field("x", "a\r\nHost: b")),
            "upper case", Http2Frames.request(1, good + Http2Frames.field("X", "a")),
            "a hop", Http2Frames.request(1, good + Http2Frames.field("connection", "close")),
            "chunks",
                Http2Frames.request(1, good + Http2Frames.field("transfer-encoding", "chunked")),
            "an even stream", Http2Frames.get(2, path),
            "data on nothing", Http2Frames.frame(Http2Frames.DATA, 0, 0, "x"),
            "a window of zero", Http2Frames.frame(Http2Frames.WINDOW_UPDATE, 0, 0, "\0\0\0\0"));
    beside(() -> {
      assertThat(succeeds(Http2Frames.begin() + Http2Frames.get(1, path))).isTrue();
      requests.forEach(
          (what, frames) -> assertThat(succeeds(Http2Frames.begin() + frames)).as(what).isFalse());
    });
  }

  /// Attacks while a cargo fetches, which must succeed each time; then looks at the server.
  private static void beside(Attack attack) throws Exception {
    try (LoopingCargo honest = LoopingCargo.start(scratch, cratehold, GRAPH)) {
      attack.run();
      System.out.println(honest.stop() + " fetches, " + cratehold.resources());
    }
    assertThat(cratehold.resources().residentMegabytes()).isLessThan(MOST_MEGABYTES);
    assertThat(cratehold.output()).doesNotContain("OutOfMemory", "\tat ");
    assertThat(cratehold.output().lines()).hasSizeLessThan(MOST_LOG_LINES);
  }

  private static void assertRefused(Map<String, String> requests) throws Exception {
    List<String> names = List.copyOf(requests.keySet());
    List<String> answers =
        inParallel(names, names.size(), name -> flood(requests.getOrDefault(name, ""), "", 0));
    for (int i = 0; i < names.size(); i++) {
      String answer = answers.get(i);
      assertThat(answer(answer))
          .as("%s: %s", names.get(i), answer)
          .isIn(0, 400, 403, 404, 405, 426, 501, 505);
      assertThat(ANSWER.matcher(answer).results())
          .as("%s: %s", names.get(i), answer)
          .hasSizeLessThan(2);
      assertThat(answer).as(names.get(i)).doesNotContain("\"dl\"");
      assertThat(answer(answer) == 0 || answer.strip().matches("(?s).*\r\n\r\n.*[.}]"))
          .as("%s has a sentence: %s", names.get(i), answer)
          .isTrue();
    }
  }

  /// Sends this, then a piece again and again until the server hangs up or it was sent so often.
  ///
  /// @return all that the server sent until it hung up
  private static String flood(String start, String piece, int times) throws IOException {
    try (RawConnection connection = RawConnection.open(cratehold.port())) {
      connection.send(start);
      connection.sendRepeatedly(piece, times);
      return connection.readToEnd(PATIENCE);
    }
  }

  /// The status of the first answer, or [#NONE].
  private static int answer(String sent) {
    Matcher matcher = ANSWER.matcher(sent);
    return matcher.lookingAt() ? Integer.parseInt(matcher.group(1)) : NONE;
  }

  /// Whether a connection is closed that sends a header a second, or nothing at all.
  private static boolean drip(int number) throws IOException {
    try (RawConnection connection = RawConnection.open(cratehold.port())) {
      boolean silent = number % 2 == 0;
      if (!silent) {
        connection.send("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n");
      }
      for (int second = 0; second < PATIENCE.toSeconds(); second++) {
        if (connection.hangsUpWithin(Duration.ofSeconds(1))) {
          return true;
        }
        connection.send(silent ? "" : "X: y\r\n");
      }
      return false;
    }
  }

  /// Whether any request in these frames is answered with 200.
  private static boolean succeeds(String frames) {
    try (RawConnection connection = RawConnection.open(cratehold.port())) {
      connection.send(frames);
      connection.send(Http2Frames.frame(Http2Frames.PING, 0, 0, "and now?"));
      return Http2Frames.parse(connection.readUpTo("and now?", PATIENCE)).stream()
          .filter(frame -> frame.type() == Http2Frames.HEADERS)
          .anyMatch(frame -> Http2Frames.isOk(frame.payload()));
    } catch (IOException e) {
      throw new AssertionError("the server does not listen", e);
    }
  }

  /// A path of a crate that does not exist, or that no crate can have.
  private static String path(SplittableRandom random, int number) {
    String name = "h%s-%d".formatted(Long.toString(random.nextLong(Long.MAX_VALUE), 36), number);
    String directories = name.substring(0, 2) + "/" + name.substring(2, 4) + "/";
    return switch (number % 8) {
      case 0 -> "/crates-io/" + name + "/" + directories + name;
      case 1 -> "/crates-io/xx/yy/" + name;
      case 2 -> "/crates-io/" + (directories + name).toUpperCase(Locale.ROOT);
      case 3 -> "/crates-io/crate/" + name + "/1.0.0/download";
      default -> "/crates-io/" + directories + name;
    };
  }

  private static int status(HttpClient client, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + cratehold.port() + path);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding()).statusCode();
  }

  /// Something that is done to each of several.
  @FunctionalInterface
  private interface Work<T, R> {
    R on(T each) throws Exception;
  }

  private static <T, R> List<R> inParallel(List<T> all, int threads, Work<T, R> work)
      throws Exception {
    try (ExecutorService executor =
        Executors.newFixedThreadPool(threads, Thread.ofVirtual().factory())) {
      List<Callable<R>> calls = new ArrayList<>();
      all.forEach(each -> calls.add(() -> work.on(each)));
      List<R> results = new ArrayList<>();
      for (Future<R> future : executor.invokeAll(calls)) {
        results.add(future.get());
      }
      return results;
    }
  }
}
