package dev.cratehold.store;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Whether the last attempts to write the parts of a store succeeded. Changes are logged, at most
/// once a minute.
///
/// Safe for use by several threads.
final class Health {
  private static final Logger LOGGER = System.getLogger(Health.class.getName());

  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final Path directory;
  private final InstantSource clock;
  private final Map<Part, String> failures = new EnumMap<>(Part.class);
  private boolean warned;
  private Instant lastWarning = Instant.MIN;

  Health(Path directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /// What is written on its own, and so can fail and recover on its own.
  enum Part {
    FILES,
    DATABASE
  }

  /// Is told how attempts to write end.
  interface Watch {
    /// Is told of nothing, because nothing is written.
    Watch NONE =
        new Watch() {
          @Override
          public void succeeded() {}

          @Override
          public void failed(IOException reason) {}
        };

    void succeeded();

    void failed(IOException reason);
  }

  Watch watch(Part part) {
    return new Watch() {
      @Override
      public void succeeded() {
        Health.this.succeeded(part);
      }

      @Override
      public void failed(IOException reason) {
        Health.this.failed(part, reason);
      }
    };
  }

  /// A lack of room is no failure: it is known before anything is tried.
  synchronized void failed(Part part, IOException reason) {
    if (reason instanceof NoRoomException) {
      return;
    }
    String message = String.valueOf(reason.getMessage());
    if (failures.put(part, message) == null && !warned && isDue()) {
      warned = true;
      LOGGER.log(
          Level.WARNING,
          "the store in {0} cannot be written; what it has is served, and the rest is passed on"
              + " without being stored: {1}",
          directory,
          message);
    }
  }

  /// A disk that is nearly full takes small writes and refuses large ones, in turn.
  private boolean isDue() {
    Instant now = clock.instant();
    boolean due = Duration.between(lastWarning, now).abs().compareTo(PAUSE) >= 0;
    lastWarning = due ? now : lastWarning;
    return due;
  }

  synchronized void succeeded(Part part) {
    if (failures.remove(part) != null && failures.isEmpty() && warned) {
      warned = false;
      LOGGER.log(Level.INFO, "the store in {0} can be written again", directory);
    }
  }

  /// Why the last attempt to write some part failed, or empty if none did.
  synchronized Optional<String> failure() {
    return failures.values().stream().findFirst();
  }
}
