package dev.cratehold.cli.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.cli.config.LogFormat;
import dev.cratehold.cli.config.LogLevel;
import dev.cratehold.proxy.CacheStatus;
import dev.cratehold.server.AccessRecord;
import dev.cratehold.server.AccessRecord.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AccessLogWriterTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-21T10:00:00Z"));
  private static final int MORE_THAN_FITS = 20_000;

  @TempDir Path directory;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();

  private static AccessRecord answered(String path) {
    return new AccessRecord(
        Instant.parse("2026-11-21T10:15:30Z"),
        "10.0.0.7",
        "HTTP/2",
        "GET",
        path,
        200,
        4711,
        Duration.ofNanos(4_213_000),
        Outcome.SENT,
        Optional.of(CacheStatus.HIT),
        "cargo/1.95.0");
  }

  private Path file() {
    return directory.resolve("access.log");
  }

  private AccessLogWriter writer(LogFormat format) throws IOException {
    return AccessLogWriter.appendingTo(file(), format, CLOCK);
  }

  private void watchLog() {
    Logs.configure(LogLevel.INFO, LogFormat.TEXT, new PrintStream(log, true, UTF_8));
  }

  @Test
  void record_text_isOneLine() throws IOException {
    try (AccessLogWriter writer = writer(LogFormat.TEXT)) {
      writer.record(answered("/crates-io/se/rd/serde"));
    }

    assertThat(file())
        .hasContent(
            "2026-11-21T10:15:30.000Z 10.0.0.7 \"GET /crates-io/se/rd/serde HTTP/2\" 200 4711"
                + " 0.004213 HIT sent \"cargo/1.95.0\"\n");
  }

  @Test
  void record_json_isOneObject() throws IOException {
    try (AccessLogWriter writer = writer(LogFormat.JSON)) {
      writer.record(answered("/a"));
    }

    assertThat(file())
        .hasContent(
            "{\"time\":\"2026-11-21T10:15:30.000Z\",\"remote\":\"10.0.0.7\",\"method\":\"GET\","
                + "\"path\":\"/a\",\"protocol\":\"HTTP/2\",\"status\":200,\"bytes\":4711,"
                + "\"seconds\":0.004213,\"cache\":\"HIT\",\"outcome\":\"sent\","
                + "\"user_agent\":\"cargo/1.95.0\"}\n");
  }

  @Test
  void record_quotesInThePath_cannotForgeFields() throws IOException {
    try (AccessLogWriter writer = writer(LogFormat.TEXT)) {
      writer.record(answered("/a\" 200 \\"));
    }

    assertThat(Files.readString(file())).contains("\"GET /a\\\" 200 \\\\ HTTP/2\" 200 4711");
  }

  @Test
  void open_existingFile_isContinued() throws IOException {
    Files.writeString(file(), "before\n");

    try (AccessLogWriter writer = writer(LogFormat.TEXT)) {
      writer.record(answered("/a"));
    }

    assertThat(file()).content().startsWith("before\n2026").hasLineCount(2);
  }

  @Test
  void write_fileWasMovedAway_goesOnInANewOne() throws IOException {
    try (AppendedFile sink = AppendedFile.open(file())) {
      sink.write("first\n");
      Files.move(file(), directory.resolve("access.log.1"));
      sink.write("second\n");
    }

    assertThat(directory.resolve("access.log.1")).hasContent("first\n");
    assertThat(file()).hasContent("second\n");
  }

  @Test
  void write_fileWasReplaced_goesOnInTheNewOne() throws IOException {
    try (AppendedFile sink = AppendedFile.open(file())) {
      sink.write("first\n");
      Files.move(file(), directory.resolve("access.log.1"));
      Files.writeString(file(), "new\n");
      sink.write("second\n");
    }

    assertThat(file()).hasContent("new\nsecond\n");
  }

  /// A place that takes nothing until it is told to.
  private static final class StuckSink implements LineSink {
    final CountDownLatch reached = new CountDownLatch(1);
    final CountDownLatch released = new CountDownLatch(1);
    final List<String> written = new ArrayList<>();

    @Override
    public void write(String lines) throws IOException {
      reached.countDown();
      try {
        released.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      lines.lines().forEach(written::add);
    }

    @Override
    public void close() {}
  }

  @Test
  void record_sinkIsStuck_dropsAndCountsInsteadOfWaiting() throws Exception {
    watchLog();
    StuckSink sink = new StuckSink();
    try (AccessLogWriter writer = new AccessLogWriter("x", sink, LogFormat.TEXT, CLOCK)) {
      writer.record(answered("/first"));
      sink.reached.await();
      for (int i = 0; i < MORE_THAN_FITS; i++) {
        writer.record(answered("/" + i));
      }

      assertThat(writer.dropped()).isEqualTo(MORE_THAN_FITS - 16_384);
      sink.released.countDown();
    }
    assertThat(sink.written).hasSize(16_384 + 1);
    assertThat(log.toString(UTF_8))
        .contains("lines lost in the access log x: 3616, because more come than can be written")
        .hasLineCount(1);
  }

  /// A full disk that gets room later.
  private static final class FullSink implements LineSink {
    volatile boolean isFull = true;
    final CountDownLatch failed = new CountDownLatch(1);
    final List<String> written = new ArrayList<>();

    @Override
    public void write(String lines) throws IOException {
      if (isFull) {
        failed.countDown();
        throw new IOException("No space left on device");
      }
      lines.lines().forEach(written::add);
    }

    @Override
    public void close() {}
  }

  @Test
  void record_diskIsFull_saysSoAndGoesOnWhenThereIsRoom() throws Exception {
    watchLog();
    FullSink sink = new FullSink();
    try (AccessLogWriter writer = new AccessLogWriter("x", sink, LogFormat.TEXT, CLOCK)) {
      writer.record(answered("/lost"));
      sink.failed.await();
      sink.isFull = false;
      writer.record(answered("/kept"));
    }

    assertThat(sink.written).singleElement().asString().contains("/kept");
    assertThat(log.toString(UTF_8))
        .contains(
            "lines lost in the access log x: 1, because writing fails: No space left on device");
  }

  @Test
  void close_sinkStuckForGood_endsAndSaysSo() throws Exception {
    watchLog();
    StuckSink sink = new StuckSink();
    AccessLogWriter writer = new AccessLogWriter("x", sink, LogFormat.TEXT, CLOCK);
    writer.record(answered("/first"));
    sink.reached.await();

    writer.close();
    sink.released.countDown();

    assertThat(log.toString(UTF_8)).contains("the end of the access log x is lost");
  }

  @Test
  void record_standardOutput_isFlushedAndStaysOpen() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, false, UTF_8);

    try (AccessLogWriter writer = AccessLogWriter.writingTo(out, LogFormat.TEXT, CLOCK)) {
      writer.record(answered("/a"));
    }

    assertThat(bytes.toString(UTF_8)).hasLineCount(1);
    out.print("still open");
    assertThat(out.checkError()).isFalse();
  }
}
