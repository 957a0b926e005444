package dev.cratehold.home.compat;

/// What came of a collection as cargo's.
public sealed interface CompatReport {
  /// It was carried out, or would be.
  ///
  /// @param plan what went, or would go
  record Done(CompatPlan plan, CompatMode mode, CompatTotals totals) implements CompatReport {
    /// Cargo's last line: ` Removed 12 files, 3.0KiB total`.
    public String summary() {
      return CompatTexts.status(mode == CompatMode.DRY_RUN ? "Summary" : "Removed", totals.text());
    }
  }

  /// A cargo is at work, and patience ran out.
  ///
  /// @param what cargo's name for the lock that it holds
  record Busy(String what) implements CompatReport {}

  /// Nobody would be kept out of the home.
  ///
  /// @param why a sentence
  record Refused(String why) implements CompatReport {}
}
