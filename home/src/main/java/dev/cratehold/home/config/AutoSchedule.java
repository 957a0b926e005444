package dev.cratehold.home.config;

import dev.cratehold.home.config.AutoCleanFrequency.Always;
import dev.cratehold.home.config.AutoCleanFrequency.Every;
import dev.cratehold.home.config.AutoCleanFrequency.Never;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Decides whether a cleaning that nobody asked for is due.
public final class AutoSchedule {
  private AutoSchedule() {}

  /// What to do now.
  public sealed interface Decision {
    /// Clean.
    record Due() implements Decision {}

    /// Nothing; it is due after so long.
    record NotDue(Duration after) implements Decision {}

    /// Nothing; the configuration says never.
    record SwitchedOff() implements Decision {}

    /// Nothing: cargo is told to stay offline, so what was collected could not be fetched again.
    record Offline() implements Decision {}
  }

  /// Decides. A last time that lies in the future is that of a clock that was wrong, and due.
  ///
  /// @param last the end of the last cleaning that succeeded; without one it is due
  public static Decision decide(CargoConfig config, Optional<Instant> last, Instant now) {
    if (config.offline()) {
      return new Decision.Offline();
    }
    return switch (config.autoCleanFrequency()) {
      case Never() -> new Decision.SwitchedOff();
      case Always() -> new Decision.Due();
      case Every(Duration interval) ->
          last.map(time -> after(Duration.between(time, now), interval))
              .orElseGet(Decision.Due::new);
    };
  }

  private static Decision after(Duration elapsed, Duration interval) {
    if (elapsed.isNegative() || elapsed.compareTo(interval) > 0) {
      return new Decision.Due();
    }
    return new Decision.NotDue(interval.minus(elapsed));
  }
}
