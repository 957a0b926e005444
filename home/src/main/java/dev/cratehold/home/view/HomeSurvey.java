package dev.cratehold.home.view;

import dev.cratehold.home.CargoHome;
import dev.cratehold.posix.Posix;
import java.io.IOException;
import java.time.Instant;

/// Looks at a Cargo home and says what it sees.
///
/// Immutable, and safe for use by several threads; measuring uses two threads of its own.
public final class HomeSurvey {
  private final CargoHome home;
  private final Posix posix;
  private final Instant now;

  /// Looks at this home.
  ///
  /// @param now by which ages are counted
  public HomeSurvey(CargoHome home, Posix posix, Instant now) {
    this.home = home;
    this.posix = posix;
    this.now = now;
  }

  /// Sums up what cargo's database says. Nothing is measured, so it takes milliseconds; what the
  /// database does not know is said to be unknown.
  public HomeSummary fromDatabase() throws IOException {
    return new DatabaseSummary(home, posix, now).summary();
  }

  /// Measures every file, and sums up.
  public HomeSummary scan(ScanListener listener) throws IOException {
    return ScanSummary.of(home, posix, now, listener);
  }

  /// Finds the largest, or least recently used, things. What the database does not know the size of
  /// is measured.
  ///
  /// @param projects who may need them
  public TopItems top(TopQuery query, Projects projects, ScanListener listener) throws IOException {
    return new TopSearch(home, posix, now, query, listener).find(projects);
  }
}
