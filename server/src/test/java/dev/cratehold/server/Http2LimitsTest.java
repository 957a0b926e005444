package dev.cratehold.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.Http2Frames;
import dev.cratehold.testing.Http2Frames.Frame;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What one client of HTTP/2 may do, frame by frame.
class Http2LimitsTest {
  private static final int STREAMS = 5;
  private static final int RESETS = 10;
  private static final String INDEX = "/crates-io/3/f/foo";

  @TempDir private Path data;
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    Limits d = Limits.defaults();
    Limits limits =
        new Limits(
            d.requestLine(),
            d.headers(),
            d.body(),
            d.connections(),
            STREAMS,
            RESETS,
            d.request(),
            d.idle(),
            d.stall());
    server =
        TestServer.start(data, ServerConfig.local(0).withLimits(limits).withDrain(Duration.ZERO));
    server.registry.publish(CrateBuilder.crate("foo", "1.0.0").build());
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  /// The next frame of this type.
  private static Frame next(RawClient client, int type) throws IOException {
    while (true) {
      Frame frame = client.frame();
      if (frame.type() == type) {
        return frame;
      }
    }
  }

  @Test
  void streams_moreThanTheLimit_areRefused() throws IOException {
    try (RawClient client =
        server
            .connect()
            .send(Http2Frames.begin() + Http2Frames.setting(Http2Frames.INITIAL_WINDOW_SIZE, 0))) {
      assertThat(next(client, Http2Frames.SETTINGS).payload())
          .contains("\0\3\0\0\0" + (char) STREAMS);
      for (int i = 0; i <= STREAMS; i++) {
        client.send(Http2Frames.get(2 * i + 1, INDEX));
      }
      Frame refused = next(client, Http2Frames.RST_STREAM);
      assertThat(refused.stream()).isEqualTo(2 * STREAMS + 1);
      assertThat(refused.payload()).isEqualTo("\0\0\0\7");
    }
  }

  @Test
  void resets_moreThanTheLimit_endTheConnection() throws IOException {
    try (RawClient client = server.connect().send(Http2Frames.begin())) {
      StringBuilder requests = new StringBuilder();
      for (int stream = 1; stream <= 4 * RESETS; stream += 2) {
        requests.append(Http2Frames.get(stream, INDEX)).append(Http2Frames.reset(stream));
      }
      client.send(requests.toString());
      next(client, Http2Frames.GOAWAY);
      assertThatThrownBy(() -> next(client, Http2Frames.GOAWAY)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void resets_withinTheLimit_areForgiven() throws IOException {
    try (RawClient client = server.connect().send(Http2Frames.begin())) {
      int stream = 1;
      for (; stream < RESETS; stream += 2) {
        client.send(Http2Frames.get(stream, INDEX) + Http2Frames.reset(stream));
      }
      client.send(Http2Frames.get(stream, INDEX));
      Frame body = next(client, Http2Frames.DATA);
      while (body.stream() != stream) {
        body = next(client, Http2Frames.DATA);
      }
      assertThat(body.payload()).contains("\"foo\"");
    }
  }

  @Test
  void publish_ofTenMegabytes_isAnsweredAtOnceInJson() throws IOException {
    String fields =
        Http2Frames.requestFields("PUT", "/crates-io/api/v1/crates/new")
            + Http2Frames.field("content-length", "10000000");
    try (RawClient client = server.connect().send(Http2Frames.begin())) {
      client.send(Http2Frames.frame(Http2Frames.HEADERS, Http2Frames.END_HEADERS, 1, fields));
      for (int i = 0; i < 3; i++) { // as far as the first window goes
        client.send(Http2Frames.frame(Http2Frames.DATA, 0, 1, "x".repeat(16_000)));
      }
      assertThat(next(client, Http2Frames.DATA).payload())
          .startsWith("{\"errors\":[{\"detail\":")
          .contains("read-only");
    }
  }
}
