package dev.cratehold.cli.logging;

import dev.cratehold.cli.config.LogFormat;
import dev.cratehold.cli.terminal.Causes;
import dev.cratehold.server.AccessLog;
import dev.cratehold.server.AccessRecord;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;

/// Writes a line for each answered request, in a thread of its own. Requests never wait for it:
/// what comes faster than it can be written, or cannot be written, is dropped, counted, and
/// reported in the log at most once a minute.
///
/// Safe for use by several threads. Closing writes what is queued; idempotent.
public final class AccessLogWriter implements AccessLog, AutoCloseable {
  private static final Logger LOGGER = System.getLogger(AccessLogWriter.class.getName());
  private static final int CAPACITY = 16_384;
  private static final int BATCH = 1_000;
  private static final Duration REPORT_INTERVAL = Duration.ofMinutes(1);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  /// An empty element stands for no request: it wakes the thread.
  private final BlockingQueue<Optional<AccessRecord>> queue = new ArrayBlockingQueue<>(CAPACITY);

  private final LongAdder dropped = new LongAdder();
  private final String name;
  private final LineSink sink;
  private final LogFormat format;
  private final InstantSource clock;
  private final Thread thread;
  private volatile boolean isClosing;
  private long reported;
  private Instant nextReport = Instant.MIN;
  private String reason = "";

  AccessLogWriter(String name, LineSink sink, LogFormat format, InstantSource clock) {
    this.name = name;
    this.sink = sink;
    this.format = format;
    this.clock = clock;
    this.thread = Thread.ofPlatform().daemon().name("cratehold-access-log").start(this::run);
  }

  /// Writes at the end of a file, and goes on in a new one when it is moved away.
  ///
  /// @throws IOException if the file cannot be written
  public static AccessLogWriter appendingTo(Path file, LogFormat format, InstantSource clock)
      throws IOException {
    return new AccessLogWriter(file.toString(), AppendedFile.open(file), format, clock);
  }

  /// Writes to a stream, which stays open.
  public static AccessLogWriter writingTo(
      PrintStream stream, LogFormat format, InstantSource clock) {
    return new AccessLogWriter("standard output", new StreamSink(stream), format, clock);
  }

  private record StreamSink(PrintStream stream) implements LineSink {
    @Override
    public void write(String lines) throws IOException {
      stream.print(lines);
      if (stream.checkError()) {
        throw new IOException("it is closed or full");
      }
    }

    @Override
    public void close() {
      stream.flush();
    }
  }

  @Override
  public void record(AccessRecord answered) {
    if (isClosing || !queue.offer(Optional.of(answered))) {
      dropped.increment();
    }
  }

  /// How many requests were not noted so far.
  public long dropped() {
    return dropped.sum();
  }

  private void run() {
    List<Optional<AccessRecord>> batch = new ArrayList<>();
    try (sink) {
      while (!isClosing || !queue.isEmpty()) {
        batch.add(queue.take());
        queue.drainTo(batch, BATCH);
        write(batch.stream().flatMap(Optional::stream).toList());
        batch.clear();
        report();
      }
    } catch (IOException e) {
      LOGGER.log(Level.WARNING, "the access log " + name + " was not closed", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(List<AccessRecord> batch) {
    if (batch.isEmpty()) {
      return;
    }
    StringBuilder lines = new StringBuilder();
    batch.forEach(answered -> lines.append(AccessLine.of(answered, format)));
    try {
      sink.write(lines.toString());
      reason = "more come than can be written";
    } catch (IOException e) {
      reason = "writing fails: " + Causes.describe(e);
      dropped.add(batch.size());
    }
  }

  private void report() {
    long now = dropped.sum();
    if (now > reported && (isClosing || !clock.instant().isBefore(nextReport))) {
      LOGGER.log(
          Level.WARNING,
          "lines lost in the access log {1}: {0}, because {2}",
          Long.toString(now - reported),
          name,
          reason);
      reported = now;
      nextReport = clock.instant().plus(REPORT_INTERVAL);
    }
  }

  /// Waits two seconds at most for what is queued.
  @Override
  public void close() {
    isClosing = true;
    var _ = queue.offer(Optional.empty());
    try {
      if (!thread.join(CLOSE_LIMIT)) {
        LOGGER.log(Level.WARNING, "the end of the access log {0} is lost: it takes no more", name);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
