package dev.cratehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.Fault;
import dev.cratehold.testing.Http2Frames;
import dev.cratehold.testing.TestCrate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What clients that do not take their answers cost, and that the room for answers is given back
/// whatever becomes of them.
class UnsentBodiesTest {
  private static final int SHARE = 8 << 20;

  /// What earlier answers of figures may take themselves.
  private static final int FIGURES = 64 << 10;

  private static final int REQUESTS = 200;
  private static final Pattern UNSENT =
      Pattern.compile("(?m)^cratehold_http_unsent_bytes ([0-9.E]+)$");
  private static final Pattern RUNNING =
      Pattern.compile("(?m)^cratehold_http_requests_running ([0-9.E]+)$");

  @TempDir private Path data;
  private final TestCrate small = CrateBuilder.crate("foo", "1.0.0").payload(100_000, 1).build();
  private final TestCrate large = CrateBuilder.crate("foo", "2.0.0").payload(1_000_000, 2).build();
  private final TestCrate missing = CrateBuilder.crate("foo", "3.0.0").payload(500_000, 3).build();
  private final TestCrate arriving =
      CrateBuilder.crate("foo", "4.0.0").payload(5_000_000, 4).build();
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    server = TestServer.start(data, ServerConfig.local(0).withDrain(Duration.ZERO));
    server.registry.publish(small, large, missing, arriving);
    server.registry.when(missing).then(Fault.status(500));
    for (TestCrate crate : List.of(small, large)) {
      try (RawClient client = server.connect()) {
        assertThat(client.get(path(crate)).answer().status()).isEqualTo(200);
      }
    }
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private static String path(TestCrate crate) {
    return "/crates-io/crate/%s/%s/%s.crate"
        .formatted(crate.name(), crate.version(), crate.checksum());
  }

  private double figure(Pattern pattern) throws IOException {
    try (RawClient client = server.connect()) {
      String body = client.get("/metrics").answer().body();
      Matcher matcher = pattern.matcher(body);
      assertThat(matcher.find()).as(body).isTrue();
      return Double.parseDouble(matcher.group(1));
    }
  }

  private void awaitUnsent(double atLeast, double atMost) throws IOException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    double unsent = figure(UNSENT);
    while (unsent < atLeast || unsent > atMost) {
      assertThat(System.nanoTime()).as("%s bytes are unsent", unsent).isLessThan(deadline);
      unsent = figure(UNSENT);
    }
  }

  /// A connection of HTTP/2 on which nothing may be sent.
  private RawClient closedWindow() throws IOException {
    return server
        .connect()
        .send(Http2Frames.begin() + Http2Frames.setting(Http2Frames.INITIAL_WINDOW_SIZE, 0));
  }

  private static void openWindow(RawClient client) throws IOException {
    client.send(
        Http2Frames.setting(Http2Frames.INITIAL_WINDOW_SIZE, 1 << 30)
            + Http2Frames.windowUpdate(0, 1 << 30));
  }

  private static String requests(int from, int count, TestCrate crate) {
    StringBuilder requests = new StringBuilder();
    for (int i = from; i < from + count; i++) {
      requests.append(Http2Frames.get(2 * i + 1, path(crate)));
    }
    return requests.toString();
  }

  /// Reads until so many streams have brought the whole crate.
  private static void readWhole(RawClient client, int streams, TestCrate crate) throws IOException {
    Map<Integer, Long> received = new HashMap<>();
    int whole = 0;
    while (whole < streams) {
      Http2Frames.Frame frame = client.frame();
      assertThat(frame.type()).isNotIn(Http2Frames.RST_STREAM, Http2Frames.GOAWAY);
      if (frame.type() == Http2Frames.DATA) {
        long bytes = received.merge(frame.stream(), (long) frame.payload().length(), Long::sum);
        whole += bytes == crate.size() && !frame.payload().isEmpty() ? 1 : 0;
      }
    }
  }

  @Test
  void get_manyWithAClosedWindow_takeTheirShareAndComeWhenItOpens() throws Exception {
    for (TestCrate crate : List.of(small, large)) {
      try (RawClient hog = closedWindow().send(requests(0, REQUESTS, crate));
          RawClient other = closedWindow()) {
        awaitUnsent(SHARE - Math.min(crate.size(), 128 << 10), SHARE + FIGURES);
        for (int i = 0; i < 20; i++) {
          assertThat(figure(UNSENT)).isLessThanOrEqualTo(SHARE + FIGURES);
        }
        openWindow(other);
        other.send(requests(0, 10, crate));
        readWhole(other, 10, crate);
        openWindow(hog);
        readWhole(hog, REQUESTS, crate);
      }
      awaitUnsent(0, 0);
    }
  }

  @Test
  void connection_thatEnds_givesItsRoomBack() throws Exception {
    for (TestCrate crate : List.of(small, large, arriving)) {
      try (RawClient hog = closedWindow().send(requests(0, REQUESTS, crate))) {
        awaitUnsent(SHARE / 2.0, SHARE + FIGURES);
        hog.send(Http2Frames.reset(1));
      }
      awaitUnsent(0, 0);
    }
  }

  @Test
  void streams_thatAreReset_giveTheirRoomBack() throws Exception {
    for (TestCrate crate : List.of(small, large)) {
      try (RawClient client = closedWindow()) {
        StringBuilder resets = new StringBuilder();
        for (int i = 0; i < 150; i++) {
          resets.append(Http2Frames.reset(2 * i + 1));
        }
        client.send(requests(0, 150, crate));
        awaitUnsent(SHARE / 2.0, SHARE + FIGURES);
        client.send(resets.toString());
        awaitUnsent(0, 0);
        openWindow(client);
        client.send(requests(150, 5, crate));
        readWhole(client, 5, crate);
      }
    }
  }

  @Test
  void answers_withoutABodyOrWithAFailure_keepNoRoom() throws Exception {
    String tag;
    try (RawClient client = server.connect()) {
      String head = client.get("/crates-io/3/f/foo").answer().head();
      tag = head.replaceAll("(?is).*etag: (\"[^\"]*\").*", "$1");
    }
    try (RawClient client = closedWindow()) {
      openWindow(client);
      Thread reading = Thread.ofVirtual().start(() -> readToTheEnd(client));
      int stream = 1;
      for (int i = 0; i < 30; i++) {
        for (TestCrate crate : List.of(small, large, missing)) {
          client.send(Http2Frames.request(stream, Http2Frames.requestFields("HEAD", path(crate))));
          client.send(Http2Frames.get(stream + 2, "/crates-io/3/f/foo"));
          client.send(
              Http2Frames.request(
                  stream + 4,
                  Http2Frames.requestFields("GET", "/crates-io/3/f/foo")
                      + Http2Frames.field("if-none-match", tag)));
          client.send(Http2Frames.get(stream + 6, path(missing)));
          client.send(Http2Frames.get(stream + 8, "/crates-io/3/b/bar"));
          client.send(Http2Frames.get(stream + 10, path(small)));
          client.send(Http2Frames.reset(stream + 10));
          stream += 12;
        }
      }
      while (figure(RUNNING) > 1) {
        Thread.onSpinWait();
      }
      awaitUnsent(0, 0);
      assertThat(reading.isAlive()).isTrue();
    }
  }

  private static void readToTheEnd(RawClient client) {
    try {
      while (true) {
        client.frame();
      }
    } catch (IOException _) {
      // the test is done
    }
  }

  @Test
  void client_thatTakesNothing_isCutOffHoweverManyPingsItSends() throws Exception {
    server.close();
    server = TestServer.start(data, config(Duration.ofMillis(300)));
    server.registry.publish(small);
    try (RawClient client = closedWindow().send(requests(0, 5, small))) {
      Thread pings =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  while (true) {
                    client.send(Http2Frames.frame(Http2Frames.PING, 0, 0, "12345678"));
                    client.frame();
                  }
                } catch (IOException _) {
                  // closed, as it should be
                }
              });
      assertThat(pings.join(Duration.ofSeconds(20))).isTrue();
    }
    awaitUnsent(0, 0);
  }

  private static ServerConfig config(Duration stall) {
    Limits d = Limits.defaults();
    return ServerConfig.local(0)
        .withDrain(Duration.ZERO)
        .withLimits(
            new Limits(
                d.requestLine(),
                d.headers(),
                d.body(),
                d.connections(),
                d.streams(),
                d.resets(),
                d.request(),
                d.idle(),
                stall));
  }
}
