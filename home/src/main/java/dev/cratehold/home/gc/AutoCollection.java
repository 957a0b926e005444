package dev.cratehold.home.gc;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.config.AutoSchedule;
import dev.cratehold.home.config.AutoSchedule.Decision;
import dev.cratehold.home.config.CargoConfig;
import dev.cratehold.home.lastuse.LastUseDatabase;
import dev.cratehold.home.lock.CargoLocks;
import dev.cratehold.home.lock.LockAttempt;
import dev.cratehold.home.lock.LockMode;
import dev.cratehold.home.lock.Patience;
import dev.cratehold.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// The collection that runs by itself, as often as cargo's configuration says, and never waits.
///
/// When it ran last is in `.cratehold/last-auto`, a line of ISO 8601. Cargo's own time is set as
/// well, so that cargo does not do the work again; it is not asked, because cargo's own collection
/// takes less.
public final class AutoCollection {
  private final CargoHome home;
  private final Posix posix;

  public AutoCollection(CargoHome home, Posix posix) {
    this.home = home;
    this.posix = posix;
  }

  /// Collects if that is due. A run in which single items fail counts, so that one undeletable file
  /// does not bring it back with every command; one that cargo interrupts does not.
  public AutoOutcome run(
      CargoConfig config,
      CollectionOptions options,
      Instant now,
      HomeListener listener,
      BooleanSupplier stopped)
      throws IOException {
    return switch (AutoSchedule.decide(config, last(), now)) {
      case Decision.NotDue notDue -> new AutoOutcome.NotDue(notDue.after());
      case Decision.SwitchedOff _ -> new AutoOutcome.SwitchedOff();
      case Decision.Offline _ -> new AutoOutcome.Offline();
      case Decision.Due _ -> collect(options, now, listener, stopped);
    };
  }

  /// When it ran last, if it ever did.
  public Optional<Instant> last() throws IOException {
    try {
      return Optional.of(Instant.parse(Files.readString(stamp()).strip()));
    } catch (NoSuchFileException | DateTimeException _) {
      // It never ran, or nobody can tell when: it is due.
      return Optional.empty();
    }
  }

  private AutoOutcome collect(
      CollectionOptions options, Instant now, HomeListener listener, BooleanSupplier stopped)
      throws IOException {
    HomeCollector collector = new HomeCollector(home, posix, lock -> {});
    HomePlan plan = collector.plan(options, now, listener);
    HomeReport report = collector.carryOut(plan, options, listener, stopped);
    if (report instanceof HomeReport.Carried carried && carried.end() == HomeReport.End.COMPLETE) {
      remember(now);
    }
    return new AutoOutcome.Ran(plan, report);
  }

  private void remember(Instant now) throws IOException {
    Files.createDirectories(home.own());
    Files.writeString(stamp(), now.truncatedTo(ChronoUnit.SECONDS) + "\n");
    CargoLocks locks = new CargoLocks(home, posix, lock -> {});
    LockAttempt attempt = locks.acquire(LockMode.DOWNLOAD_EXCLUSIVE, new Patience.None());
    if (attempt instanceof LockAttempt.Held(var held)) {
      try (held;
          LastUseDatabase database = LastUseDatabase.open(home, () -> now)) {
        database.recordAutoGc(now);
      }
    }
  }

  private Path stamp() {
    return home.own().resolve("last-auto");
  }
}
