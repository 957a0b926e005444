package dev.cratehold.cli.imports;

/// What became of one crate file.
public sealed interface ImportOutcome {
  /// It was stored, or would be.
  record Imported(long bytes) implements ImportOutcome {}

  /// The store has this crate already.
  record Held() implements ImportOutcome {}

  /// It was left out.
  ///
  /// @param reason a clause without a full stop
  record Refused(String reason) implements ImportOutcome {}
}
