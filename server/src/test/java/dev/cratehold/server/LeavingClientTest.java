package dev.cratehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.TestCrate;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeavingClientTest {
  @TempDir private Path data;
  private final TestCrate crate = CrateBuilder.crate("foo", "1.0.0").payload(30_000_000, 1).build();

  /// Keeps what is logged as a warning or worse.
  private static final class Warnings extends Handler {
    final Queue<String> messages = new ConcurrentLinkedQueue<>();

    @Override
    public void publish(LogRecord record) {
      if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
        messages.add(record.getLoggerName() + ": " + record.getMessage());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Test
  void client_thatLeavesInTheMiddleOfAFile_isNoNewsForTheLog() throws Exception {
    Logger root = Logger.getLogger("");
    Warnings warnings = new Warnings();
    String path = "/crates-io/crate/foo/1.0.0/" + crate.checksum() + ".crate";
    root.addHandler(warnings);
    try (TestServer server = TestServer.start(data)) {
      server.registry.publish(crate);
      try (RawClient client = server.connect()) {
        assertThat(client.get(path).answer().body()).hasSizeGreaterThan(1);
      }
      assertThat(server.nextRecord().outcome()).isEqualTo(AccessRecord.Outcome.SENT);
      for (int i = 0; i < 5; i++) {
        try (RawClient client = server.connect()) {
          assertThat(client.get(path).read(1_000_000)).hasSize(1_000_000);
        }
        assertThat(server.nextRecord().outcome()).isEqualTo(AccessRecord.Outcome.BROKEN_OFF);
      }
    } finally {
      root.removeHandler(warnings);
    }
    assertThat(warnings.messages).isEmpty();
  }
}
